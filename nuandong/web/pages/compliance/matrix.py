"""Duties by divisions: how many instances stand how, every number with the address of the rows behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import WIDTH, Level, contains, level_of
from nuandong.plans.engine.records import STATUS_TITLES, Status
from nuandong.plans.schema import Strength
from nuandong.plans.selectors import BoardRow
from nuandong.web import wording
from nuandong.web.pages.compliance.filtering import FAILED_WORD, SOON_WORD, Filters
from nuandong.web.pages.compliance.saying import TONES
from nuandong.web.pages.plans.saying import STRENGTH_TONES, strength_words

_ORDER: Final = (
    Status.BROKEN,
    Status.LATE,
    Status.MISSED,
    Status.OPEN,
    Status.ON_HOLD,
    Status.MET,
    Status.WAIVED,
    Status.NOT_APPLICABLE,
)
"""What went wrong stands first in every cell."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its status in words, and the address of the instances it counts."""

    tone: str
    words: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """One division, with all in it or (`only`) by itself."""

    region: int
    only: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One duty: its name, how hard it binds, and a cell for every column; the first cell is the sum."""

    title: str
    plan: str
    source: str
    strength: str
    strength_tone: str
    cells: Sequence[Sequence[Number]]
    counts: Counter[Status]
    due_soon: int


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: Sequence[Column]
    """Empty where there is but one division: its numbers are the sum."""
    rows: Sequence[Row]
    totals: Counter[Status]
    due_soon: int

    @property
    def width(self) -> int:
        """Columns of the table, those of the duty, its strength and the sum included."""
        return len(self.columns) + 3


def matrix(found: Sequence[BoardRow], chosen: Filters, home: int, on: date) -> Matrix:
    """Divisions one level below the chosen region (or `home`) are columns; what lies deeper is counted there."""
    base = chosen.region or home
    places = {row.region: _column(row.region, base) for row in found}
    names = divisions.names({column.region for column in places.values()}, on)
    columns = sorted(set(places.values()), key=lambda column: (column.region, not column.only))
    if len(columns) == 1:
        columns = []
    named = [replace(column, name=_named(column, names, base)) for column in columns]
    duties: dict[UUID, list[BoardRow]] = {}
    for row in sorted(found, key=lambda row: row.plan):
        duties.setdefault(row.obligation, []).append(row)
    rows = [_row(group, columns, places, chosen) for group in duties.values()]
    return Matrix(
        columns=named,
        rows=rows,
        totals=_sum(found),
        due_soon=sum(row.due_soon for row in found),
    )


def tiles(found: Matrix, chosen: Filters) -> list[dict[str, object]]:
    """The sums at the head of the page."""
    count = found.totals
    failed = count[Status.BROKEN] + count[Status.LATE] + count[Status.MISSED]
    judged = failed + count[Status.MET]

    def tile(name: str, status: str, value: int, tone: str, icon: str, note: str = "") -> dict[str, object]:
        url = chosen.url("compliance-list", status=status)
        return {"name": name, "value": value, "tone": tone, "icon": icon, "note": note, "url": url}

    broken = _("其中未落实 %(n)d 件") % {"n": count[Status.BROKEN]}
    rate = _("占已到期的 %(n)d%%") % {"n": 100 * count[Status.MET] // judged} if judged else ""
    return [
        tile(_("有问题的"), FAILED_WORD, failed, wording.LATE if failed else "", "alert-triangle", broken),
        tile(_("即将到期"), SOON_WORD, found.due_soon, wording.SOON_TONE if found.due_soon else "", "clock-hour-4"),
        tile(_("进行中"), Status.OPEN, count[Status.OPEN], "", "progress-check"),
        tile(_("已落实"), Status.MET, count[Status.MET], "", "circle-check", rate),
    ]


def _column(region: int, base: int) -> Column:
    if not contains(base, region):
        # Of another of one's regions: by township, as far as it goes.
        return Column(region - region % WIDTH[Level.TOWNSHIP], only=False)
    level = level_of(base)
    if region == base or level is Level.VILLAGE:
        return Column(base, only=True)
    own = region - region % WIDTH[Level(level + 1)]
    return Column(own, only=False)


def _named(column: Column, names: Mapping[int, str], base: int) -> str:
    name = names.get(column.region) or str(column.region)
    return _("%(name)s本级") % {"name": name} if column.only and column.region == base else name


def _row(group: Sequence[BoardRow], columns: Sequence[Column], places: Mapping[int, Column], chosen: Filters) -> Row:
    duty = group[0]
    whole = _numbers(group, chosen, chosen.region, only=chosen.only)
    cells = [
        _numbers([row for row in group if places[row.region] == column], chosen, column.region, only=column.only)
        for column in columns
    ]
    return Row(
        title=duty.title,
        plan=duty.plan,
        source=duty.source,
        strength=strength_words(duty.strength),
        strength_tone=STRENGTH_TONES[Strength(duty.strength)],
        cells=[whole, *cells],
        counts=_sum(group),
        due_soon=sum(row.due_soon for row in group),
    )


def _numbers(group: Sequence[BoardRow], chosen: Filters, region: int | None, *, only: bool) -> list[Number]:
    if not group:
        return []
    count, soon = _sum(group), sum(row.due_soon for row in group)

    def number(tone: str, words: str, value: int, status: str) -> Number:
        more = {"region": region, "only": 1 if only else None, "obligation": group[0].obligation, "status": status}
        return Number(tone, words, value, chosen.url("compliance-list", **more))

    found = []
    for status in _ORDER:
        if status is Status.OPEN and soon:
            found.append(number(wording.SOON_TONE, _("即将到期"), soon, SOON_WORD))
        if value := count[status]:
            found.append(number(TONES[status], _(STATUS_TITLES[status]), value, status.value))
    return found


def _sum(rows: Iterable[BoardRow]) -> Counter[Status]:
    return sum((row.counts for row in rows), Counter())
