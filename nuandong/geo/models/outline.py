from django.db import models

from nuandong.machine.access import Unscoped


class Outline(models.Model):
    """The boundary of a division as GeoJSON in WGS-84 (CGCS2000 is the same for this use), simplified for a screen."""

    access = Unscoped("public boundaries", web="siu", worker="siu", batch="s", auditor="s")
    personal = frozenset[str]()
    harmless = frozenset({"code", "geometry", "centre_lat", "centre_lon", "source", "recorded_at"})

    code = models.BigIntegerField(primary_key=True)
    geometry = models.JSONField()
    centre_lat = models.FloatField()
    centre_lon = models.FloatField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
