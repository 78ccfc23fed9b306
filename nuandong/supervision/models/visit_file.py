from django.db import models

from nuandong.machine.access import Scoped


class VisitFile(models.Model):
    """A photo that was taken at a visit."""

    access = Scoped(web="si", worker="s", batch="s", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "region", "visit", "file"})

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    visit = models.ForeignKey("supervision.Visit", on_delete=models.PROTECT, related_name="files")
    file = models.UUIDField()
