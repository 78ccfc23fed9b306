"""From a pattern (who in turn, which days, which hours) to the lines of a roster. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from nuandong.duty import hours
from nuandong.duty.planning import Planned

DAY = timedelta(days=1)


def spans(
    first: date, last: date, *, start: time, end: time, parts: int, weekdays: Collection[int]
) -> Iterator[list[tuple[datetime, datetime]]]:
    """Per day the shifts of that day, in order: the hours from `start` to `end` cut into equal `parts`.

    An `end` not after `start` lies on the next day. `weekdays` holds 0 for Monday to 6 for Sunday.
    """
    day = first
    while day <= last:
        if day.weekday() in weekdays:
            yield hours.cut(day, start, end, parts)
        day += DAY


def lines(
    days: Iterator[list[tuple[datetime, datetime]]],
    people: Sequence[UUID],
    *,
    by_day: bool,
    post: UUID | None = None,
    team: UUID | None = None,
    leader: bool = False,
    vehicle: UUID | None = None,
) -> list[Planned]:
    """People take turns, by the day (`by_day`: one person works all shifts of a day) or by the shift."""
    found: list[Planned] = []
    for number, shifts in enumerate(days):
        for start, end in shifts:
            turn = number if by_day else len(found)
            found.append(
                Planned(
                    staff=people[turn % len(people)],
                    start=start,
                    end=end,
                    post=post,
                    team=team,
                    leader=leader,
                    vehicle=vehicle,
                )
            )
    return found
