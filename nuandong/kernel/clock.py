"""The clock, read once at the edge, and the days of Asia/Shanghai."""

from datetime import date, datetime, time, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Where the present moment comes from."""

    def now(self) -> datetime: ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(SHANGHAI)


class FixedClock:
    """A clock for tests and demo data: it moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self._at = require_aware(at)

    def now(self) -> datetime:
        return self._at

    def advance(self, by: timedelta) -> None:
        self._at += by


def require_aware(at: datetime) -> datetime:
    """Return `at`; a datetime without a time zone is a programming error and raises ValueError."""
    if at.utcoffset() is None:
        raise ValueError(f"datetime without time zone: {at.isoformat()}")
    return at


def local_date(at: datetime) -> date:
    """The Asia/Shanghai day of a moment."""
    return require_aware(at).astimezone(SHANGHAI).date()


def combine(day: date, at: time) -> datetime:
    """A wall-clock time of a Shanghai day, as an aware datetime."""
    return datetime.combine(day, at, tzinfo=SHANGHAI)


def day_start(day: date) -> datetime:
    """00:00 of a Shanghai day, which is also 24:00 of the day before."""
    return combine(day, time.min)
