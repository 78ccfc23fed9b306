"""Duties of the plans in force that publicity serves: those that ask for announcements, or count a kind of work that an
announcement can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from nuandong.kernel.clock import local_date
from nuandong.plans import selectors as plans
from nuandong.plans.schema import Obligation
from nuandong.plans.versions import Plans
from nuandong.publicity.catalogue import channels, works
from nuandong.publicity.events import Announced
from nuandong.tasks.events import WorkRecorded


@dataclass(frozen=True, slots=True)
class Asked:
    """What a duty wants of an announcement: one of these channels, and one of these kinds of work; empty where any
    will do."""

    channels: frozenset[str]
    works: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Servable:
    """One duty: what it is called, in which plan and region, and what it wants."""

    duty: UUID
    title: str
    plan: str
    region: int
    asked: Asked


def servable(now: datetime, *, region: int) -> list[Servable]:
    """The duties that publicity of a division can serve, plan by plan: those of the entered scope, and those of plans
    above it that bind the division."""
    texts, day = Plans(), local_date(now)
    found: list[Servable] = []
    for row in {row.id: row for row in (*plans.activations(on=day), *plans.binding(region, on=day))}.values():
        wanted = {duty.id: asked for duty in texts[row.version.hash].duties if (asked := _asked(duty)) is not None}
        if wanted:
            found += [
                Servable(one.id, one.title, row.version.title, row.region, wanted[one.code])
                for one in plans.obligations(row.version_id)
                if one.code in wanted
            ]
    return found


def _asked(duty: Obligation) -> Asked | None:
    """What a duty wants of an announcement; None where none can serve it."""
    where: Any = getattr(duty, "where", None) or {}
    kind = getattr(duty, "event", None)
    if kind == Announced.kind:
        return Asked(frozenset(_named(where, "through", channels())), tuple(_named(where, "work", works())))
    counted = tuple(_named(where, "work", works())) if kind == WorkRecorded.kind else ()
    return Asked(frozenset(), counted) if counted else None


def _named(where: dict[str, Any], name: str, known: Iterable[str]) -> list[str]:
    wanted = where.get(name, ())
    return [one for one in ([wanted] if isinstance(wanted, str) else wanted) if one in known]
