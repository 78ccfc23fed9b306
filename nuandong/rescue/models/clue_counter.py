from django.db import models

from nuandong.machine.access import Unscoped


class ClueCounter(models.Model):
    """The last running number of clues given out in a county in a season."""

    # A township numbers its clues in the county's row, which lies outside its own scope.
    access = Unscoped("running numbers of counties, no personal data", web="siu", worker="siu", auditor="s")
    personal: frozenset[str] = frozenset()
    harmless = frozenset({"id", "county", "season", "last"})

    id = models.BigAutoField(primary_key=True)
    county = models.BigIntegerField()
    season = models.PositiveSmallIntegerField()
    """The year in which the winter began."""
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "season"], name="rescue_counter_one_per_county_and_season")
        ]
