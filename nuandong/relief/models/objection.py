from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import ObjectionState


class Objection(models.Model):
    """Somebody objects to a household on a notice. It holds that household alone until it is answered (DIS-025)."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"words_sealed", "contact_sealed", "answer_sealed"})
    harmless = frozenset(
        {
            "id", "region", "notice", "line", "application", "code_hash", "state", "filed_at", "taken_by",
            "answered_by", "answered_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    notice = models.ForeignKey("relief.Notice", on_delete=models.PROTECT, related_name="objections", db_index=False)
    line = models.ForeignKey("relief.NoticeLine", on_delete=models.PROTECT, related_name="objections")
    application = models.ForeignKey("relief.Application", on_delete=models.PROTECT, related_name="objections")
    code_hash = models.BinaryField(max_length=16, unique=True)
    """Keyed hash of the tracking code that whoever objected was given."""
    words_sealed = models.BinaryField()
    contact_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    filed_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    """Who wrote it down for somebody at the counter; None for one from the public page."""
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer_sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ObjectionState.values), name="relief_objection_state"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None)
                | Q(answered_at__isnull=False, answer_sealed__isnull=False, answered_by__isnull=False),
                name="relief_objection_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["application"], condition=Q(state="open"), name="relief_objection_open"),
            models.Index(fields=["region", "state", "id"], name="relief_objection_region"),
        ]
