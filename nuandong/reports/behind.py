"""What a figure of a report is made of: the events behind it, each with what it adds. The scope is entered."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.kernel.actors import Span
from nuandong.kernel.clock import day_start
from nuandong.reports.content import Cell, Head
from nuandong.reports.definitions import STOCK, deltas, kinds_of
from nuandong.rescue import statistics

REGISTERED: Final = {
    "register.helped.": (statistics.helped_of, "rescue.person_admitted", "rescue.stay.see"),
    "register.met.": (statistics.met_of, "rescue.encounter_recorded", "rescue.encounter.see"),
    "register.arrivals.": (statistics.arrivals_of, "rescue.crew_on_scene", "rescue.clue.see"),
}
"""Counts of the registers: what was counted, the event that put each there, who may know which those are."""
VOIDING: Final = ("rescue.clue_reopened", "tasks.work_voided", "publicity.announcement_voided")
"""Kinds of events that take another one back."""
_DAY: Final = timedelta(days=1)
_MOST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One event, what it adds to the figure (of a ratio: above the line) and to the base below the line; nothing when
    it was taken back later."""

    event: Event
    added: int
    base: int = 0
    void: bool = False

    @property
    def counts(self) -> bool:
        return bool(self.added or self.base or self.void)


def adds_up(cell: Cell, head: Head) -> bool:
    """Whether a number is made of other numbers of the report; the total of all divisions is counted by events."""
    return cell.source == "sum" and head.kind != "total"


def registered(names: Collection[str]) -> bool:
    """Whether one of the names counts a register."""
    return any(name.startswith("register.") for name in names)


def behind(
    of: Sequence[str], to: Sequence[str], head: Head, within: Span, *, before: UUID | None = None, limit: int
) -> list[Counted]:
    """The events behind some figures or counts of registers over the days of a column, the newest first; `to` are those
    of a ratio's base."""
    if head.first is None or head.last is None or not of:
        return []
    if registered(of):
        found = _of_registers(of, to, head.first, head.last, within)
        return [one for one in found if before is None or one.event.id < before][:limit]
    names = {*of, *to}
    # A stock is moved by the events of all days before.
    stock = any(name in STOCK for name in names)
    events = journal.history(
        kinds=sorted({kind for name in names for kind in kinds_of(name)}),
        since=None if stock else day_start(head.first),
        until=day_start(head.last + _DAY),
        spans=(within,),
        before=before,
        limit=limit,
    )
    gone = taken_back(events)
    return [_moving(event, of, to, void=event.id in gone) for event in events]


def _moving(event: Event, of: Sequence[str], to: Sequence[str], *, void: bool) -> Counted:
    above, below = (sum(delta.change for delta in deltas(event) if delta.name in names) for names in (of, to))
    return Counted(event, 0, 0, void=bool(above or below)) if void else Counted(event, above, below)


def _of_registers(of: Sequence[str], to: Sequence[str], first: date, last: date, within: Span) -> list[Counted]:
    """The events that put into a register what is counted there now: of each the first one."""
    found: list[Counted] = []
    for prefix, (read, kind, _permission) in REGISTERED.items():
        if not any(name.startswith(prefix) for name in (*of, *to)):
            continue
        counted: Mapping[str, Sequence[UUID]] = read(first, last, within=within)
        above, below = (
            Counter(
                subject
                for name in names
                if name.startswith(prefix)
                for subject in counted[_listed(name.removeprefix(prefix))]
            )
            for names in (of, to)
        )
        firsts = _firsts(kind, above.keys() | below.keys())
        found += [Counted(event, above[event.subject], below[event.subject]) for event in firsts]
    return sorted(found, key=lambda one: one.event.id, reverse=True)


def permissions_for(names: Collection[str]) -> set[str]:
    """Who may see what registers counted one by one: the permissions; none for figures of events alone."""
    return {one[2] for prefix, one in REGISTERED.items() if any(name.startswith(prefix) for name in names)}


def _listed(name: str) -> str:
    """A median is made of all arrivals."""
    return "arrivals" if name == "median_minutes" else name


def _firsts(kind: str, subjects: Collection[UUID]) -> list[Event]:
    first: dict[UUID, Event] = {}
    if subjects:
        for event in journal.history(kinds=[kind], subjects=list(subjects), limit=_MOST):
            known = first.get(event.subject)
            if known is None or event.acted_at <= known.acted_at:
                first[event.subject] = event
    return list(first.values())


def taken_back(events: Sequence[Event]) -> set[UUID]:
    """Those that a later event took back; it is about the same subject."""
    if not events:
        return set()
    later = journal.history(kinds=VOIDING, subjects={event.subject for event in events}, limit=_MOST)
    return {one.voids for one in later if one.voids is not None}
