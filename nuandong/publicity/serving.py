"""Duties of the plans in force that publicity serves: those that count a kind of work an announcement can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from nuandong.kernel.clock import local_date
from nuandong.plans import selectors as plans
from nuandong.plans.schema import Obligation
from nuandong.plans.versions import Plans
from nuandong.publicity.catalogue import works

_RECORDED: Final = "tasks.work_recorded"


@dataclass(frozen=True, slots=True)
class Servable:
    """One duty: what it is called, in which plan and region, and the kinds of work of publicity that it counts."""

    duty: UUID
    title: str
    plan: str
    region: int
    works: tuple[str, ...]


def servable(now: datetime) -> list[Servable]:
    """The duties of the entered scope that publicity can serve, plan by plan."""
    texts = Plans()
    found: list[Servable] = []
    for row in plans.activations(on=local_date(now)):
        counted = {duty.id: kinds for duty in texts[row.version.hash].duties if (kinds := tuple(_works(duty)))}
        if counted:
            found += [
                Servable(one.id, one.title, row.version.title, row.region, counted[one.code])
                for one in plans.obligations(row.version_id)
                if one.code in counted
            ]
    return found


def _works(duty: Obligation) -> Iterator[str]:
    where: Any = getattr(duty, "where", None) or {}
    if getattr(duty, "event", None) != _RECORDED:
        return
    named = where.get("work", ())
    yield from (work for work in ([named] if isinstance(named, str) else named) if work in works())
