"""Training of those who survey households: sessions, who was there, and who goes to households without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Min, Q

from nuandong.geo.codes import span
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.relief.models import Hand, Season, Trainee, Training
from nuandong.relief.selectors_season import SEE
from nuandong.relief.steps import Step

RECORD: Final = "relief.training.record"
_ROLES: Final = ("village_cadre", "township_clerk")
"""Who surveys households and checks the ledgers."""


@dataclass(frozen=True, slots=True)
class Untrained:
    """Somebody who reported households before being trained: `trained_on` is None where there was no training."""

    staff: UUID
    first: date
    homes: int
    trained_on: date | None


def surveyors(region: int, now: datetime) -> dict[UUID, tuple[str, int]]:
    """Staff → name and where they work, of those who survey in a region now."""
    inside = span(region)
    people = {one.id: one.name for role in _ROLES for one in org.holders_within(role, region=region, now=now)}
    places = org.post_regions(list(people), now=now)
    found = {}
    for staff, name in people.items():
        here = next((one for one in places.get(staff, ()) if inside.contains(one)), region)
        found[staff] = (name, here)
    return found


def trainings(by: Actor, season: Season) -> list[Training]:
    """Sessions of a season that the actor sees, the newest first; `there`, `missed` count people. Raises Forbidden."""
    permissions.check(by, SEE)
    done = Q(trainees__present=True) | Q(trainees__made_up_on__isnull=False)
    rows = Training.objects.filter(season=season).annotate(
        there=Count("trainees", filter=done), missed=Count("trainees", filter=~done)
    )
    return list(rows.order_by("-held_on", "-id")[:200])


def training_of(identity: UUID, *, by: Actor) -> Training:
    """One that the actor sees. Raises NotFound, Forbidden."""
    permissions.check(by, SEE)
    found = Training.objects.select_related("season").filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise _gone()
    return found


def trainee_of(identity: UUID, *, by: Actor, lock: bool = False) -> Trainee:
    """One of a session that the actor sees. Raises NotFound."""
    rows = Trainee.objects.select_for_update(of=("self",)) if lock else Trainee.objects
    found = rows.select_related("training__season").filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise _gone()
    return found


def untrained(by: Actor, season: Season) -> list[Untrained]:
    """Who reported households of a season without training, or before it; two queries. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Hand.objects.filter(application__season=season, step=Step.REPORT).order_by().values_list("staff")
    acted = list(rows.annotate(first=Min("at"), homes=Count("application", distinct=True)))
    trained = trained_on([season])
    found = []
    for staff, first, homes in acted:
        day, on = local_date(first), trained.get((season.id, staff))
        if on is None or on > day:
            found.append(Untrained(staff, day, homes, on))
    return sorted(found, key=lambda one: (one.first, one.staff))


def trained_on(seasons: Iterable[Season]) -> dict[tuple[UUID, UUID], date]:
    """Season and staff → the first day they were trained for it; one query."""
    found: dict[tuple[UUID, UUID], date] = {}
    rows = Trainee.objects.filter(training__season__in=seasons).exclude(present=False, made_up_on=None)
    for season, staff, present, held_on, made_up_on in rows.values_list(
        "training__season", "staff", "present", "training__held_on", "made_up_on"
    ):
        day = held_on if present else made_up_on
        if day is not None:
            found[season, staff] = min(day, found.get((season, staff), day))
    return found


def _gone() -> NotFound:
    return NotFound("relief.no_training", _("没有找到这次培训。"), _("请从培训列表中打开。"))
