from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.states.reward import STANDING, RewardState


class InformantReward(models.Model):
    """Money of the rescue budget for a lead that helped or for direct help (RES-029); it is handed out elsewhere.

    `region` is that of the informant: whoever sees him sees all his rewards, so that the sum of a month is whole.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"reason_sealed", "refusal_sealed", "voucher"})
    harmless = frozenset(
        {
            "id",
            "region",
            "clue",
            "informant",
            "amount_fen",
            "ground",
            "state",
            "proposed_at",
            "proposed_by",
            "decided_at",
            "decided_by",
            "paid_at",
            "paid_by",
            "paid_on",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    clue = models.ForeignKey("rescue.Clue", on_delete=models.PROTECT, related_name="rewards")
    informant = models.ForeignKey("rescue.Informant", on_delete=models.PROTECT, related_name="rewards")
    amount_fen = models.IntegerField()
    ground = models.CharField(max_length=20, choices=Ground)
    state = models.CharField(max_length=10, choices=RewardState, default=RewardState.PROPOSED)
    reason_sealed = models.BinaryField(null=True)
    refusal_sealed = models.BinaryField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    paid_at = models.DateTimeField(null=True)
    paid_by = models.UUIDField(null=True)
    paid_on = models.DateField(null=True)
    """The day on the voucher."""
    voucher = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clue", "informant"],
                condition=Q(state__in=[one.value for one in STANDING]),
                name="rescue_reward_once",
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="rescue_reward_amount"),
            models.CheckConstraint(
                condition=Q(state__in=RewardState.values) & Q(ground__in=Ground.values), name="rescue_reward_codes"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="rescue_reward_decided_by",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="paid", paid_at__isnull=False, paid_by__isnull=False, paid_on__isnull=False)
                    & ~Q(voucher="")
                )
                | (~Q(state="paid") & Q(paid_at=None, paid_by=None, paid_on=None, voucher="")),
                name="rescue_reward_paid_by",
            ),
            # NULL passes: a step that was not taken has nobody.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="rescue_reward_two_people"
            ),
            models.CheckConstraint(
                condition=Q(paid_by=None) | (~Q(paid_by=F("proposed_by")) & ~Q(paid_by=F("decided_by"))),
                name="rescue_reward_three_people",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="rescue_reward_region")]
