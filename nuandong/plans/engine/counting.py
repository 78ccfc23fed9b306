"""What `at_least` does for divisions and for subjects alike: when a period begins to ask, and how far it got."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from nuandong.plans.engine.case import Case
from nuandong.plans.engine.cells import Cell
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.intervals import clipped, total
from nuandong.plans.engine.records import Key, Record
from nuandong.plans.schema import AtLeast


def asks_from(case: Case[AtLeast], cell: Cell | None, region: int) -> datetime | None:
    """When a period begins to ask something of a region; None where it asks for nothing there."""
    duty = case.duty
    if cell is None or cell.share(duty.count) == 0 or not case.on_day(duty.on_days, cell.first):
        return None
    if duty.when is None or case.sky is None:
        return cell.start
    asked = clipped(case.sky.over(region), cell.start, cell.end)
    return asked[0][0] if asked and total(asked) >= duty.when.lasting else None


def in_hours(cell: Cell, facts: Iterable[Fact]) -> list[Fact]:
    """Those done in the hours that count."""
    counted = cell.counted
    if len(counted) == 1:
        ((start, end),) = counted
        return [fact for fact in facts if start <= fact.acted_at < end]
    return [fact for fact in facts if any(start <= fact.acted_at < end for start, end in counted)]


def tally(
    case: Case[AtLeast],
    key: Key,
    cell: Cell,
    acts: list[Fact],
    *,
    region: int,
    subject: UUID | None,
    starts_at: datetime,
) -> Record:
    """The record of a period with the acts that count in it."""
    needed = cell.share(case.duty.count)
    last = acts[needed - 1] if len(acts) >= needed else None
    return case.record(
        key,
        acts,
        region=region,
        subject=subject,
        starts_at=starts_at,
        due_at=cell.end,
        needed=needed,
        done=len(acts),
        satisfied_at=last.acted_at if last else None,
        late_entry=last is not None and any(act.recorded_at > cell.end for act in acts[:needed]),
    )
