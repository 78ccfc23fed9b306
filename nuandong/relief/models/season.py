from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from nuandong.machine.access import Unscoped


class Season(models.Model):
    """The relief season of one county: by which standard and which procedure it decides. Fixed once it is opened.

    One that follows another is the temporary relief after a new disaster (DIS-036): applications, funds, lists and
    payouts of its own, so that what holds once a season holds once for each disaster.
    """

    access = Unscoped(
        "rules of a county's season, without personal data: villages and townships decide by them",
        web="siu",
        worker="su",
        batch="s",
        auditor="s",
    )
    personal: frozenset[str] = frozenset()
    harmless = frozenset(
        {
            "id", "region", "year", "title", "standard", "standard_on", "standard_version", "procedure", "rules",
            "opened_by", "opened_at", "closed_at", "follows", "hazard", "struck_on", "places",
            "limit_fen", "limit_source",
        }
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=None, editable=False)
    region = models.BigIntegerField()
    """The county."""
    year = models.SmallIntegerField()
    """The year the season begins in."""
    title = models.CharField(max_length=60)
    standard = models.CharField(max_length=60)
    """A file of library/standards."""
    standard_on = models.DateField()
    """The day whose values count."""
    standard_version = models.CharField(max_length=64)
    procedure = models.CharField(max_length=40)
    """An entry of library/relief/procedures.yaml."""
    rules = models.JSONField()
    """That entry as it stood when the season was opened: notices, signatures, deadlines, remark."""
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    """The ordinary season in which the disaster struck."""
    hazard = models.CharField(max_length=20, blank=True, default="")
    """A code of library/relief/lists.yaml."""
    struck_on = models.DateField(null=True)
    places = ArrayField(models.BigIntegerField(), default=list)
    """Townships and villages that were struck; none: the whole county."""
    limit_fen = models.BigIntegerField(null=True)
    """What a person in need gets at most before the village has to say why; None: nobody has set one."""
    limit_source = models.CharField(max_length=120, blank=True, default="")
    """The document that says so."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "title"], name="relief_season_once"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="relief_season_year"),
            models.CheckConstraint(
                condition=Q(follows=None, hazard="", struck_on=None, places=[])
                | (Q(follows__isnull=False, struck_on__isnull=False) & ~Q(hazard="") & ~Q(follows=models.F("id"))),
                name="relief_season_after_a_disaster",
            ),
            models.CheckConstraint(
                condition=Q(limit_fen=None, limit_source="") | (Q(limit_fen__gt=0) & ~Q(limit_source="")),
                name="relief_season_limit_has_a_source",
            ),
        ]
