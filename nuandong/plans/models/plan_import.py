from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped
from nuandong.plans.importing.states import ImportState


class PlanImport(models.Model):
    """A plan document on its way to a plan file: what was found in it, and what a person decided about each finding.

    `found` is the document with its findings (`importing.kept`), sealed, as papers name people; what is dropped loses
    it. `decisions` maps the place of a finding to `keep`, `drop` or a number in place of the one found.
    """

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset({"found_sealed", "draft_sealed"})
    harmless = frozenset(
        {
            "id", "region", "title", "findings", "doubtful", "decisions", "state", "started_by", "started_at",
            "changed_at", "version",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    title = models.CharField(max_length=200)
    findings = models.PositiveIntegerField()
    doubtful = models.PositiveIntegerField()
    found_sealed = models.BinaryField()
    decisions = models.JSONField(default=dict)
    draft_sealed = models.BinaryField(null=True)
    """The plan file as somebody wrote it on; None as long as it is made of the decisions alone."""
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.OPEN)
    started_by = models.ForeignKey("org.Staff", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.ForeignKey(
        "plans.PlanVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="plans_import_state_known"),
            models.CheckConstraint(
                condition=Q(state="stored", version__isnull=False) | (~Q(state="stored") & Q(version__isnull=True)),
                name="plans_import_stored_as_version",
            ),
        ]
        indexes = [models.Index(fields=["region", "state"], name="plans_import_region")]

    def __str__(self) -> str:
        return self.title
