"""Which events move which figures. Pure: events in, changes out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nuandong.journal.types import Event
from nuandong.kernel.clock import local_date

Change = tuple[str, int]
Rule = Callable[[dict[str, Any]], Iterable[Change]]


@dataclass(frozen=True, slots=True)
class Delta:
    """One figure of one region and day goes up or down."""

    region: int
    day: date
    name: str
    change: int


def _always(*changes: Change) -> Rule:
    return lambda _payload: changes


def _patrol(payload: dict[str, Any]) -> Iterable[Change]:
    yield "patrols.completed", 1
    yield "patrols.points", payload["points"]
    if payload["night"]:
        yield "patrols.night", 1
    if payload["joint"]:
        yield "patrols.joint", 1


def _encounter(payload: dict[str, Any]) -> Iterable[Change]:
    yield "encounters.closed", 1
    yield f"encounters.outcome.{payload['outcome']}", 1


RULES: Final[Mapping[str, Rule]] = {
    "rescue.clue_received": _always(("clues.received", 1), ("clues.open", 1)),
    "rescue.clue_taken_on": _always(("clues.taken_on", 1), ("clues.open", 1)),
    "rescue.clue_reopened": _always(("clues.open", 1)),
    "rescue.clue_merged": _always(("clues.merged", 1), ("clues.open", -1)),
    "rescue.clue_closed": _always(("clues.closed", 1), ("clues.open", -1)),
    "rescue.clue_handed_over": _always(("clues.handed_over", 1), ("clues.open", -1)),
    "rescue.crew_ordered": _always(("crews.ordered", 1)),
    "rescue.crew_on_scene": _always(("crews.on_scene", 1)),
    "rescue.patrol_completed": _patrol,
    "rescue.encounter_recorded": _always(("encounters.recorded", 1)),
    "rescue.encounter_closed": _encounter,
    "rescue.person_arrived": _always(("stays.arrived", 1), ("stays.present", 1)),
    "rescue.person_left": _always(("stays.left", 1), ("stays.present", -1)),
    "rescue.kin_notice_published": _always(("kin.published", 1)),
    "supplies.kit_issued": _always(("supplies.kits_issued", 1)),
    "alerts.warning_received": _always(("warnings.received", 1)),
}

STOCK: Final = frozenset({"clues.open", "stays.present"})
"""Figures that are the sum of all days."""


def deltas(event: Event, *, sign: int = 1) -> list[Delta]:
    """What one event changes; `sign=-1` takes it back."""
    rule = RULES.get(event.kind)
    if rule is None:
        return []
    day = local_date(event.acted_at)
    return [Delta(event.region, day, name, sign * change) for name, change in rule(event.payload)]
