"""A roster as offices print it: a row for each day, a column for the leaders and one for each post and team."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.duty.roster import Gap
from nuandong.duty.season.preview import holidays
from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.web import wording
from nuandong.web.pages.duty import showing

DAY = timedelta(days=1)
FEASTS: Final = (
    gettext_noop("元旦"),
    gettext_noop("春节"),
    gettext_noop("清明节"),
    gettext_noop("劳动节"),
    gettext_noop("端午节"),
    gettext_noop("中秋节"),
    gettext_noop("国庆节"),
    gettext_noop("国庆节、中秋节"),
)
"""The names that calendars of the library use; others are shown as they are written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in a place; `mark` is a word about it, `shift` leads to the page of one that stands."""

    place: UUID
    leader: bool
    start: datetime
    end: datetime
    name: str
    shift: UUID | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """People of one shift in a cell, or a hole without any."""

    hours: str
    people: list[Entry] = field(default_factory=list)
    hole: str = ""

    @property
    def names(self) -> str:
        """Who it is, with what there is to say about each."""
        return wording.listing(wording.noted(one.name, one.mark) if one.mark else one.name for one in self.people)


@dataclass(frozen=True, slots=True)
class DayRow:
    day: date
    words: str
    weekday: str
    feast: str
    cells: list[tuple[str, list[Group]]]
    """What stands in each column, with its title."""


@dataclass(frozen=True, slots=True)
class Table:
    columns: list[str]
    rows: list[DayRow]


def months(first: date, last: date) -> list[date]:
    """The first day of every month that the days touch."""
    found = [first.replace(day=1)]
    while (following := (found[-1] + 31 * DAY).replace(day=1)) <= last:
        found.append(following)
    return found


def days_of(month: date) -> list[date]:
    """The days of a month."""
    following = (month + 31 * DAY).replace(day=1)
    return [month + n * DAY for n in range((following - month).days)]


def table(
    days: Sequence[date],
    places: Mapping[UUID, str],
    entries: Iterable[Entry],
    gaps: Iterable[tuple[UUID, Gap]] = (),
) -> Table:
    """Entries by the day they begin on; leaders before the others. `places` are titles by id, in order."""
    shown = set(days)
    cells: dict[tuple[date, bool, UUID], list[tuple[datetime, Group]]] = {}
    used = set()
    for entry in sorted(entries, key=lambda one: (one.start, one.name)):
        key = (local_date(entry.start), entry.leader, entry.place)
        used.add(key[1:])
        if key[0] in shown:
            _group(cells.setdefault(key, []), entry).people.append(entry)
    for place, gap in gaps:
        used.add((gap.leader_only, place))
        for start, end in showing.by_day(gap):
            words = _("缺带班") if gap.leader_only else _("缺岗")
            key = (local_date(start), gap.leader_only, place)
            cells.setdefault(key, []).append((start, Group(showing.hours(start, end), hole=words)))
    order = [(leader, place) for leader in (True, False) for place in places if (leader, place) in used]
    several = sum(leader for leader, _place in order) > 1
    titles = [_title(places[place], leader, several) for leader, place in order]
    rows = [_row(day, titles, [cells.get((day, *column), []) for column in order]) for day in days]
    return Table(titles, rows)


def _group(groups: list[tuple[datetime, Group]], entry: Entry) -> Group:
    words = showing.hours(entry.start, entry.end)
    for start, group in groups:
        if start == entry.start and group.hours == words:
            return group
    groups.append((entry.start, Group(words)))
    return groups[-1][1]


def _title(place: str, leader: bool, several: bool) -> str:
    if not leader:
        return place
    return wording.noted(_("带班领导"), place) if several else _("带班领导")


def _row(day: date, titles: list[str], cells: list[list[tuple[datetime, Group]]]) -> DayRow:
    return DayRow(
        day=day,
        words=wording.short_day(day),
        weekday=showing.weekday(day),
        feast=_(name) if (name := holidays().holiday_name(day)) else "",
        cells=[
            (title, [group for _start, group in sorted(cell, key=lambda one: one[0])])
            for title, cell in zip(titles, cells, strict=True)
        ],
    )
