from django.db import models
from django.db.models import Q

from nuandong.machine.access import Scoped


class NationalSerial(models.Model):
    """A national system's own number of one of our cases: a number stands for one case, a case has one number."""

    access = Scoped(web="siu", worker="s", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"id", "region", "system", "case", "serial", "recorded_by", "recorded_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    system = models.CharField(max_length=30)
    """Code of library/national."""
    case = models.UUIDField()
    """The stay or household."""
    serial = models.CharField(max_length=40)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "case"], name="reports_serial_once_per_case"),
            models.UniqueConstraint(fields=["system", "serial"], name="reports_serial_for_one_case"),
            models.CheckConstraint(condition=~Q(serial=""), name="reports_serial_said"),
        ]
