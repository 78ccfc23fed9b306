"""What a check looks at, and what it gives back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from nuandong.geo.areas import in_region
from nuandong.relief.models import Application, Need
from nuandong.relief.steps import ENDED

Kind = Literal[
    "household",
    "application",
    "decision",
    "region",
    "person",
    "notice",
    "tranche",
    "funds",
    "payout",
    "line",
    "hand_out",
]
UNFIT: Final = (
    "person_twice", "size_inflated", "dead_counted", "absent_counted", "townspeople", "other_programme"
)  # fmt: skip
"""Checks about whether a household may be helped as it was."""
MOST_NAMED: Final = 20
"""Other households named in one finding."""


@dataclass(frozen=True, slots=True)
class Look:
    """A place (12-digit code), the year the season begins in, the moment, and the values of the check."""

    region: int
    season: int
    now: datetime
    values: Mapping[str, int] = field(default_factory=dict)

    @property
    def here(self) -> Q:
        return in_region(self.region)


@dataclass(frozen=True, slots=True)
class Suspect:
    """One subject of one check. Facts are ids as text, codes, whole numbers and masked words, amounts in fen."""

    region: int
    kind: Kind
    subject: object
    facts: Mapping[str, Any]


Finder = Callable[[Look], Iterator[Suspect]]


def applications(look: Look) -> QuerySet[Application]:
    """Those of the season that have not come to nothing."""
    return Application.objects.filter(look.here, season__year=look.season).exclude(state__in=sorted(ENDED)).order_by()


def needs(look: Look) -> QuerySet[Need]:
    """Lines of ledgers in force whose household has not applied: an application says more."""
    asked = Application.objects.filter(season__year=look.season, household=OuterRef("household"))
    rows = Need.objects.filter(look.here, season=look.season, ended_at=None).order_by()
    return rows.exclude(Exists(asked.exclude(state__in=sorted(ENDED))))


def claims(look: Look) -> "tuple[QuerySet[Any], QuerySet[Any]]":
    """Every household that is to be helped, once: both have `household`, `region`, `size` and `persons`."""
    return applications(look), needs(look)
