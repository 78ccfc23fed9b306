"""What a pack is made of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nuandong.geo.codes import span
from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.clock import SHANGHAI, day_start

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` share the page between the columns."""

    title: str
    heads: Row
    widths: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of the archive, by its path in it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    notes: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose pack, of which region and days (both included), as things stood at `now`."""

    by: Actor
    region: int
    first: date
    last: date
    now: datetime

    @property
    def within(self) -> Span:
        return span(self.region)

    @property
    def start(self) -> datetime:
        return day_start(self.first)

    @property
    def end(self) -> datetime:
        return day_start(self.last + timedelta(days=1))

    def holds(self, region: int, at: datetime) -> bool:
        """Whether something of a region and moment belongs into the pack."""
        return self.within.contains(region) and self.start <= at < self.end


def minute(at: datetime | None) -> str:
    """A moment in Asia/Shanghai, to the minute; empty for none."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""
