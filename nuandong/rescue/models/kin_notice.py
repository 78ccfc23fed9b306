from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nuandong.machine.access import Scoped
from nuandong.people.kinds import Sex
from nuandong.rescue.states.notice import LIVE, NoticeState


class KinNotice(models.Model):
    """A public notice that seeks the family of somebody who cannot say who he is (RES-039).

    Composed of masked facts only: never a name, a number, an address or a diagnosis. Whoever publishes it has read the
    features before it goes out.
    """

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset(
        {"sex", "age_from", "age_to", "height_cm", "features_sealed", "found_area", "found_on", "accent"}
    )
    harmless = frozenset(
        {
            "id",
            "region",
            "stay",
            "state",
            "held_reason",
            "photo",
            "channels",
            "drafted_at",
            "drafted_by",
            "published_at",
            "refreshed_at",
            "withdrawn_at",
        }
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    stay = models.ForeignKey("rescue.Stay", on_delete=models.PROTECT, related_name="kin_notices")
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    held_reason = models.CharField(max_length=30, blank=True, default="")
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    age_from = models.SmallIntegerField(null=True)
    age_to = models.SmallIntegerField(null=True)
    height_cm = models.SmallIntegerField(null=True)
    features_sealed = models.BinaryField(null=True)
    accent = models.CharField(max_length=40, blank=True, default="")
    found_area = models.CharField(max_length=80)
    """County and township, no street."""
    found_on = models.DateField()
    photo = models.UUIDField(null=True)
    channels = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.UUIDField()
    published_at = models.DateTimeField(null=True)
    refreshed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(state__in=[one.value for one in LIVE]), name="rescue_notice_one_live"
            ),
            models.CheckConstraint(
                condition=(Q(state="held") & ~Q(held_reason="")) | (~Q(state="held") & Q(held_reason="")),
                name="rescue_notice_held_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(channels=[])),
                name="rescue_notice_published_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(age_from=None, age_to=None) | Q(age_from__lte=F("age_to"), age_from__gte=0),
                name="rescue_notice_ages",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="rescue_notice_region")]
