from django.db import models
from django.db.models import F, Q

from nuandong.duty.states import SwapState
from nuandong.machine.access import Scoped


class SwapRequest(models.Model):
    """Somebody asks another one to take over his shift, or to swap it for `in_return`, which is the other's.

    Accepted, it takes effect at once: `shift` and `in_return` are replaced by `taken` and `given`. Until one of them
    begins, whoever makes the roster may undo it.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"note_sealed"})
    harmless = frozenset(
        {
            "id",
            "region",
            "shift",
            "in_return",
            "taken",
            "given",
            "asker",
            "asked",
            "state",
            "asked_at",
            "until",
            "settled_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    shift = models.ForeignKey("duty.Shift", on_delete=models.PROTECT, related_name="swap_requests")
    in_return = models.ForeignKey("duty.Shift", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken = models.ForeignKey("duty.Shift", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given = models.ForeignKey("duty.Shift", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="swaps_asked")
    note_sealed = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=SwapState, default=SwapState.ASKED)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SwapState.values), name="duty_swap_state_known"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="duty_swap_with_another"),
            models.CheckConstraint(
                condition=Q(state="asked", settled_at__isnull=True) | (~Q(state="asked") & Q(settled_at__isnull=False)),
                name="duty_swap_settled_when",
            ),
            models.UniqueConstraint(fields=["shift"], condition=Q(state="asked"), name="duty_swap_one_open"),
        ]
        indexes = [
            models.Index(fields=["asked"], condition=Q(state="asked"), name="duty_swap_to_answer"),
            models.Index(fields=["region", "until"], name="duty_swap_region"),
        ]
