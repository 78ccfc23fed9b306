from django.db import models

from nuandong.machine.access import Scoped


class Figure(models.Model):
    """A count of one region and day; `day` is the Shanghai day of the act."""

    access = Scoped(web="s", worker="siud", batch="siud", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"pk", "region", "day", "name", "value"})

    pk = models.CompositePrimaryKey("region", "day", "name")
    region = models.BigIntegerField()
    day = models.DateField()
    name = models.CharField(max_length=60)
    value = models.BigIntegerField()
