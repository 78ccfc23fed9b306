from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nuandong.machine.access import Unscoped


class Absence(models.TextChoices):
    LEAVE = "leave", _("休假")
    SICK = "sick", _("病假")
    TRAINING = "training", _("学习培训")
    TRIP = "trip", _("外出公干")
    OTHER = "other", _("其他")


class Delegation(models.Model):
    """An absent person lends one post, whole or some of its permissions, for a time.

    What was borrowed is never lent on: an actor's own posts are the only thing a delegation reaches.
    """

    access = Unscoped("needed to build a scope before one exists", web="siu", worker="siu", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {"id", "giver", "taker", "post", "permissions", "valid_from", "valid_until", "absence", "created_at"}
    )

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    giver = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="delegations_taken")
    post = models.ForeignKey("org.Post", on_delete=models.PROTECT, related_name="delegations")
    # Empty: every permission of the post that may be lent at all.
    permissions = ArrayField(models.CharField(max_length=60), default=list)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    absence = models.CharField(max_length=10, choices=Absence)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="org_delegation_to_somebody_else"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="org_delegation_until_after_from"
            ),
            models.CheckConstraint(condition=Q(absence__in=Absence.values), name="org_delegation_absence_known"),
        ]
        indexes = [
            models.Index(fields=["taker", "valid_until"], name="org_delegation_taker"),
            models.Index(fields=["giver", "valid_until"], name="org_delegation_giver"),
        ]
