from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.relief.steps import FindingState


class Finding(models.Model):
    """Something that does not fit, found by a check. It refuses nobody: a person explains, confirms or clears it."""

    access = Scoped(web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset({"facts"})
    harmless = frozenset(
        {
            "id", "region", "season", "check_code", "subject_type", "subject", "digest", "state", "found_at",
            "seen_at", "gone_at", "decided_by", "decided_at",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    season = models.SmallIntegerField()
    check_code = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=20)
    """`household`, `person`, `application`, `line` or `region`."""
    subject = models.CharField(max_length=40)
    """Id of the subject, or a region code."""
    facts = models.JSONField(default=dict)
    """What was compared: ids, codes, amounts and masked words."""
    digest = models.CharField(max_length=64)
    """Of the facts: one that was decided comes up again only when they change."""
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """When a run saw it last."""
    gone_at = models.DateTimeField(null=True)
    """When a run no longer saw its reason."""
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["season", "check_code", "subject_type", "subject", "digest"], name="relief_finding_once"
            ),
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="relief_finding_state"),
            models.CheckConstraint(
                condition=Q(state="open", decided_by=None) | (~Q(state="open") & Q(decided_by__isnull=False)),
                name="relief_finding_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "id"], name="relief_finding_region"),
            models.Index(fields=["subject"], name="relief_finding_subject"),
        ]
