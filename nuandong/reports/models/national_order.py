from django.db import models

from nuandong.machine.access import Unscoped


class NationalOrder(models.Model):
    """The order in which a county copies the fields of a system: `columns` are all their codes.

    `version` is that of the fields (`System.version`): an order is for the fields it was made for. Rows are for a
    county, or for the region of those above counties.
    """

    access = Unscoped("an order of headings, no personal data; townships read their county's", web="siu", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"id", "region", "system", "version", "columns", "set_by", "set_at"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    system = models.CharField(max_length=30)
    version = models.CharField(max_length=64)
    columns = models.JSONField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "system", "version"], name="reports_national_order_once"),
        ]
