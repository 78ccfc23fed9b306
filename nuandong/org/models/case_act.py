from django.db import models

from nuandong.machine.access import Unscoped


class CaseAct(models.Model):
    """Who did which act in which case: what the separation of duties is checked against."""

    access = Unscoped(
        "ids and act codes only; a conflict must be seen even when the first act lies in another region",
        web="si",
        worker="si",
        batch="s",
        auditor="s",
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "case", "act", "staff", "acted_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    case = models.UUIDField()
    act = models.CharField(max_length=60)
    staff = models.UUIDField()
    acted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "act", "staff"], name="org_case_act_once_per_person"),
        ]
