"""A roster as people keep it in a spreadsheet: a row for each shift, read and checked row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeVar
from uuid import UUID

from nuandong.duty.models import Post, Team
from nuandong.duty.planning import MOST_LINES, Planned
from nuandong.geo.errors import RowProblems
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import combine
from nuandong.kernel.sheets import Row, read_rows
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org import selectors as org

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "day": ("日期", "值班日期"),
    "place": ("岗位或队伍", "岗位", "队伍", "值班岗位"),
    "start": ("开始", "开始时间", "上岗时间"),
    "end": ("结束", "结束时间", "下岗时间"),
    "staff": ("姓名", "值班人", "值班人员"),
    "leader": ("带班", "带班领导", "是否带班"),
}
_YES: Final = frozenset({"是", "带班", "领导", "√", "1", "y", "yes"})
_NO: Final = frozenset({"", "否", "0", "n", "no"})
_DAY: Final = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:时](\d{2})?)?(?::\d{2})?分?")
_MOST_PEOPLE: Final = 5000
_Named = TypeVar("_Named")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One readable row, as the line of a roster."""

    number: int
    planned: Planned


def heading(column: str) -> str:
    """The heading people know for one of our columns."""
    return COLUMNS[column][0]


def read_roster(data: bytes, *, by: Actor, now: datetime, problems: RowProblems) -> list[RosterRow]:
    """Read a spreadsheet or CSV; rows at fault go to `problems`. Raises Invalid when there is no table at all."""
    places: dict[str, list[Post | Team]] = {}
    for post in Post.objects.filter(active=True):
        places.setdefault(post.title, []).append(post)
    for team in Team.objects.filter(active=True):
        places.setdefault(team.name, []).append(team)
    people: dict[str, list[UUID]] = {}
    for one in org.staff_page(by, now=now, limit=_MOST_PEOPLE).rows:
        people.setdefault(one.name, []).append(one.id)
        people.setdefault(f"{one.name}({one.unit.name})", []).append(one.id)
    rows = read_rows(data, COLUMNS, required=("day", "place", "start", "end", "staff"), max_rows=MOST_LINES)
    read = (_row(row, places, people, problems) for row in rows)
    return [row for row in read if row is not None]


def _row(
    row: Row, places: Mapping[str, list[Post | Team]], people: Mapping[str, list[UUID]], problems: RowProblems
) -> RosterRow | None:
    faults: list[tuple[str, str]] = []
    day, start, end = _day(row["day"]), _time(row["start"]), _time(row["end"])
    faults += [("day", _("“%(given)s”不是日期，请写成 2027-01-03。"))] if day is None else []
    faults += [
        (name, _("“%(given)s”不是时间，请写成 08:00。")) for name, at in (("start", start), ("end", end)) if at is None
    ]
    place = _only(places.get(row["place"], []), "place", faults, _("没有岗位或队伍“%(given)s”。"))
    staff = _only(people.get(halfwidth(row["staff"]), []), "staff", faults, _("没有找到在职人员“%(given)s”。"))
    mark = halfwidth(row["leader"]).lower()
    if mark not in _YES | _NO:
        faults.append(("leader", _("“%(given)s”不是“是”或“否”。")))
    if mark in _YES and isinstance(place, Team):
        faults.append(("leader", _("带班领导只排在岗位上。")))
    for column, words in faults:
        problems.add(row.number, heading(column), words, given=row[column][:40])
    if faults or day is None or start is None or end is None or place is None or staff is None:
        return None
    begins = combine(day, start)
    planned = Planned(
        staff=staff,
        start=begins,
        end=combine(day + timedelta(days=1) if end <= start else day, end),
        post=place.id if isinstance(place, Post) else None,
        team=place.id if isinstance(place, Team) else None,
        leader=mark in _YES,
    )
    return RosterRow(row.number, planned)


def _only(known: Sequence[_Named], column: str, faults: list[tuple[str, str]], nobody: str) -> _Named | None:
    if len(known) == 1:
        return known[0]
    faults.append((column, _("有几个都叫“%(given)s”，请写明单位，例如：张三（救助站）。") if known else nobody))
    return None


def _day(text: str) -> date | None:
    match = _DAY.search(halfwidth(text))
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _time(text: str) -> time | None:
    match = _TIME.fullmatch(halfwidth(text))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if (hour, minute) == (24, 0):
        return time()
    return time(hour, minute) if hour < 24 and minute < 60 else None
