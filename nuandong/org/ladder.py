"""A ladder of people who are rung up one after the other until somebody takes care: whose turn it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from nuandong.org import selectors as org
from nuandong.org.phones import open_phone


class Called(Protocol):
    """Somebody who was rung up; a row of the module that escalates."""

    leader: UUID
    raised_at: datetime
    confirmed_at: datetime | None


class Rung(Protocol):
    """Somebody on the ladder."""

    @property
    def staff(self) -> UUID: ...


OnLadder = TypeVar("OnLadder", bound=Rung)


def next_is_due(earlier: Sequence[Called], now: datetime, *, confirm: timedelta) -> bool:
    """Whether the next one is to be rung up: nobody was yet, or nobody confirmed and the last one's time is over."""
    if not earlier:
        return True
    if any(one.confirmed_at is not None for one in earlier):
        return False
    return now >= earlier[-1].raised_at + confirm


def next_rung(earlier: Sequence[Called], ladder: Sequence[OnLadder]) -> OnLadder | None:
    """The first on the ladder who was not rung up before; None at its end."""
    called = {one.leader for one in earlier}
    return next((one for one in ladder if one.staff not in called), None)


def phones_of(staff: UUID) -> Iterator[str]:
    """The telephone of somebody in clear, for the outbox; none where he has none."""
    found = org.staff_by_id(staff)
    if found is not None and (digits := open_phone(found)):
        yield digits
