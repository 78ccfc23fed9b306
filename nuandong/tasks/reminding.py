"""The times of library/work/reminders.yaml."""

from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Final

from pydantic import Field

from nuandong.kernel import reference
from nuandong.kernel.clock import SHANGHAI

FILE: Final = reference.LIBRARY / "work" / "reminders.yaml"
_MINUTES: Final = 60 * 24 * 60

Minutes = Annotated[int, Field(ge=1, le=_MINUTES)]
Hour = Annotated[int, Field(ge=0, le=24)]


class Times(reference.Entry):
    """Minutes and hours; what they mean stands in the file."""

    reminders: tuple[Annotated[int, Field(ge=-_MINUTES, le=_MINUTES)], ...]
    escalate_after: Minutes
    confirm: Minutes
    from_hour: Hour
    to_hour: Hour
    source: str

    def due(self, due_at: datetime, now: datetime) -> int:
        """How many of the reminders are due by now."""
        return sum(now >= due_at + timedelta(minutes=minutes) for minutes in self.reminders)

    @property
    def earliest(self) -> timedelta:
        """How long before its time a task is first looked at."""
        return timedelta(minutes=-min(0, *self.reminders))

    def rings_at(self, now: datetime) -> bool:
        """Whether leaders are rung up at this hour."""
        return self.from_hour <= now.astimezone(SHANGHAI).hour < self.to_hour


@cache
def times() -> Times:
    """The times, read once."""
    found = reference.read(FILE, Times)
    if list(found.reminders) != sorted(set(found.reminders)):
        raise reference.broken(FILE, "reminders")
    return found
