"""Somebody at a post in all the hours asked for."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell, cell_at, cells
from nuandong.plans.engine.conditions import in_force
from nuandong.plans.engine.facts import SHIFT_ENDED, SHIFT_STARTED, SHIFTS, Fact
from nuandong.plans.engine.intervals import FOREVER, Interval, clipped, common, merged, total, without
from nuandong.plans.engine.records import Gap, Key, Record
from nuandong.plans.schema import Presence

LONGEST_SHIFT: Final = timedelta(hours=24)
"""A shift counts for so long at most: one whose end nobody entered must not prove presence for ever."""


def touched(case: Case[Presence], fact: Fact) -> Iterator[Key]:
    if fact.kind not in SHIFTS:
        return
    starts = [fact] if fact.kind == SHIFT_STARTED else case.facts.of_subject(fact.subject, {SHIFT_STARTED})
    for start in starts:
        if _mans(case.duty, start) or (case.duty.with_leader and _leads(start)):
            for scope in case.scopes_of(start.region):
                # A gap may spread over the border of a day, so the neighbours within the tolerance are concerned too.
                lo, hi = start.acted_at - case.duty.tolerance, start.acted_at + LONGEST_SHIFT + case.duty.tolerance
                yield from cell_keys(case, scope, lo, hi)


def cell_keys(case: Case[Presence], scope: int, start: datetime, end: datetime) -> Iterator[Key]:
    for cell in cells("1 day", case.duty.hours, case.activation.window, start, end):
        yield case.key(scope, cell.anchor)


def evaluate(case: Case[Presence], key: Key) -> Record | None:
    """The state of one post on one day; None where nobody has to be there.

    A gap counts when it is longer than the tolerance, its parts on neighbouring days included. All gaps are listed.
    """
    duty, scope = case.duty, int(key.scope)
    cell = cell_at(date.fromisoformat(key.anchor), "1 day", duty.hours, case.activation.window)
    if cell is None or scope not in case.scopes or not case.on_day(duty.on_days, cell.first):
        return None
    around = _asked(case, scope, cell)
    asked = clipped(around, cell.start, cell.end)
    if not asked or (duty.when is not None and total(asked) < duty.when.lasting):
        return None
    shifts = _shifts(case, scope, around[0][0], around[-1][1])
    nobody = without(around, merged(span for span, start, _end in shifts if _mans(duty, start)))
    leaders = merged(span for span, start, _end in shifts if _leads(start))
    faults = merged([*nobody, *without(around, leaders)]) if duty.with_leader else nobody
    grave = [gap for gap in faults if gap[1] - gap[0] > duty.tolerance and common([gap], asked)]
    return case.record(
        key,
        [fact for _span, start, end in shifts for fact in (start, end) if fact is not None],
        region=scope,
        subject=None,
        starts_at=asked[0][0],
        due_at=asked[-1][1],
        keeps=True,
        done=len(shifts),
        fails_at=min((gap[0] + duty.tolerance for gap in grave), default=None),
        gaps=tuple(_gaps(nobody, faults, asked)),
    )


def _asked(case: Case[Presence], scope: int, cell: Cell) -> list[Interval]:
    """The hours asked for, a tolerance further than the day on both sides."""
    duty = case.duty
    start, end = max(cell.start - duty.tolerance, case.activation.watches_from), cell.end + duty.tolerance
    days = cells("1 day", duty.hours, case.activation.window, start, end)
    near = (one for one in days if case.on_day(duty.on_days, one.first))
    asked = clipped((hours for one in near for hours in one.counted()), start, end)
    return asked if duty.when is None else common(asked, in_force(duty.when, scope, case.facts, known=True))


def _shifts(
    case: Case[Presence], scope: int, start: datetime, end: datetime
) -> list[tuple[Interval, Fact, Fact | None]]:
    """Shifts that matter in [start, end): the time they cover there, their start, and their end if entered."""
    found = []
    for begun in case.facts.between(SHIFT_STARTED, span_of(scope), start - LONGEST_SHIFT, end):
        if not _mans(case.duty, begun) and not (case.duty.with_leader and _leads(begun)):
            continue
        ended = next(iter(case.facts.of_subject(begun.subject, {SHIFT_ENDED})), None)
        until = min(ended.acted_at if ended else FOREVER, begun.acted_at + LONGEST_SHIFT)
        if until > start:
            found.append(((begun.acted_at, until), begun, ended))
    return found


def _mans(duty: Presence, start: Fact) -> bool:
    """Whether a shift is at the post, or of a team of the kind, that the duty names."""
    if duty.post is not None:
        return bool(start.payload.get("post") == duty.post)
    return bool(start.payload.get("team_kind") == duty.team)


def _leads(start: Fact) -> bool:
    """Whether it is a leader's shift: he answers for the whole house, whichever desk he sits at."""
    return start.payload.get("leader") is True


def _gaps(nobody: list[Interval], faults: list[Interval], asked: list[Interval]) -> Iterator[Gap]:
    for start, end in common(nobody, asked):
        yield Gap(start, end)
    for start, end in common(without(faults, nobody), asked):
        yield Gap(start, end, leader_only=True)
