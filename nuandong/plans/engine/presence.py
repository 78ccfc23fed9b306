"""Somebody at a post in all the hours asked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell
from nuandong.plans.engine.facts import SHIFT_ENDED, SHIFT_STARTED, Fact, in_turn
from nuandong.plans.engine.intervals import Interval, clipped, common, merged, total, without
from nuandong.plans.engine.matching import Pattern, pattern
from nuandong.plans.engine.records import Gap, Key, Record
from nuandong.plans.schema import Presence

_ENDS: Final = frozenset({SHIFT_ENDED})
LONGEST_SHIFT: Final = timedelta(hours=24)
"""A shift counts for so long at most: one whose end nobody entered must not prove presence for ever."""


def starts(case: Case[Presence], fact: Fact) -> Sequence[Fact]:
    """The start of a shift that counts for the duty, told by its start or its end."""
    began = [fact] if fact.kind == SHIFT_STARTED else case.facts.of_subject(fact.subject, {SHIFT_STARTED})
    return [start for start in began if _counts(case.duty, start)]


def shifts(case: Case[Presence]) -> Pattern:
    """Starts of shifts among which are all that count."""
    found: Pattern | None = case.memo.get(SHIFT_STARTED)
    if found is None:
        duty = case.duty
        named = {"team_kind": duty.team} if duty.post is None else {"post": duty.post}
        found = case.memo[SHIFT_STARTED] = pattern(SHIFT_STARTED, None if duty.with_leader else named)
    return found


def concerned(case: Case[Presence], start: Fact) -> Iterator[str]:
    """The days on which a shift may matter."""
    return anchors(case, start.acted_at, start.acted_at + LONGEST_SHIFT)


def anchors(case: Case[Presence], start: datetime, end: datetime) -> Iterator[str]:
    """The days that what happens in [start, end) may concern.

    A gap may spread over the border of a day, so the neighbours within the tolerance are concerned too.
    """
    return (cell.name for cell in case.cells.within(start - case.duty.tolerance, end + case.duty.tolerance))


def begun(case: Case[Presence], after: datetime, before: datetime) -> Iterator[str]:
    """The days that have hours in [after, before)."""
    return (cell.name for cell in case.cells.within(after, before))


def evaluate(case: Case[Presence], key: Key) -> Record | None:
    """The state of one post on one day; None where nobody has to be there.

    A gap counts when it is longer than the tolerance, its parts on neighbouring days included. All gaps are listed.
    """
    duty, scope = case.duty, int(key.scope)
    cell = case.cells.at(key.anchor)
    if cell is None or scope not in case.scopes or not case.on_day(duty.on_days, cell.first):
        return None
    around, asked = _asked(case, scope, cell)
    if not asked or (duty.when is not None and total(asked) < duty.when.lasting):
        return None
    seen = _shifts(case, scope, around[0][0], around[-1][1])
    # Those that were asked for are all at the post, unless a leader's at any other was asked for as well.
    manned = [span for span, start, _end in seen if not duty.with_leader or _mans(duty, start)]
    faults = nobody = without(around, merged(manned))
    if duty.with_leader:
        leaders = merged([span for span, start, _end in seen if _leads(start)])
        faults = merged([*nobody, *without(around, leaders)])
    grave = [gap for gap in faults if gap[1] - gap[0] > duty.tolerance and clipped(asked, *gap)]
    return case.record(
        key,
        in_turn([fact for _span, start, end in seen for fact in (start, end) if fact is not None]),
        region=scope,
        subject=None,
        starts_at=asked[0][0],
        due_at=asked[-1][1],
        keeps=True,
        done=len(seen),
        fails_at=min((gap[0] + duty.tolerance for gap in grave), default=None),
        gaps=tuple(_gaps(nobody, faults, asked)) if faults else (),
    )


def _asked(case: Case[Presence], scope: int, cell: Cell) -> tuple[list[Interval], list[Interval]]:
    """The hours asked for, a tolerance further than the day on both sides; and those of the day itself."""
    found: tuple[list[Interval], list[Interval]] | None = case.memo.get(cell.name)
    if found is None:
        around = _hours(case, cell)
        found = case.memo[cell.name] = around, clipped(around, cell.start, cell.end)
    if case.sky is None:
        return found
    around = common(found[0], case.sky.over(scope, known=True))
    return around, clipped(around, cell.start, cell.end)


def _hours(case: Case[Presence], cell: Cell) -> list[Interval]:
    start, end = max(cell.start - case.duty.tolerance, case.activation.watches_from), cell.end + case.duty.tolerance
    near = (one for one in case.cells.within(start, end) if case.on_day(case.duty.on_days, one.first))
    return clipped(merged(hours for one in near for hours in one.counted), start, end)


def _shifts(
    case: Case[Presence], scope: int, start: datetime, end: datetime
) -> list[tuple[Interval, Fact, Fact | None]]:
    """Shifts that matter in [start, end): the time they cover there, their start, and their end if entered."""
    found = []
    for begun in case.facts.between(shifts(case), span_of(scope), start - LONGEST_SHIFT, end):
        if case.duty.with_leader and not _counts(case.duty, begun):
            continue
        until = begun.acted_at + LONGEST_SHIFT
        ended = next(iter(case.facts.of_subject(begun.subject, _ENDS)), None)
        if ended is not None and ended.acted_at < until:
            until = ended.acted_at
        if until > start:
            found.append(((begun.acted_at, until), begun, ended))
    return found


def _counts(duty: Presence, start: Fact) -> bool:
    return _mans(duty, start) or (duty.with_leader and _leads(start))


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
    if faults is nobody:
        return
    for start, end in common(without(faults, nobody), asked):
        yield Gap(start, end, leader_only=True)
