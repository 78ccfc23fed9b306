"""What the page of a season's draft says: each place in words, what is wrong, a month of days, each one's share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.duty.season.plan import EVERY_DAY, RosterLine, SeasonPlan, Turn
from nuandong.duty.season.preview import Preview
from nuandong.org.selectors import names_of
from nuandong.web import wording
from nuandong.web.pages.duty import monthly, showing
from nuandong.web.pages.duty.monthly import Entry

MOST: Final = 60
"""Findings of a kind shown at once: nobody mends more before looking again."""


@dataclass(frozen=True, slots=True)
class Line:
    """A place of the plan in words."""

    number: int
    title: str
    hours: str
    turn: str
    crews: list[str]
    holiday_crews: list[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: where or who, when, what."""

    who: str
    when: str
    what: str
    tone: str


def lines(plan: SeasonPlan, titles: Mapping[UUID, str]) -> list[Line]:
    """The places of a plan, in order; `titles` by id of post or team."""
    names = names_of(list(plan.people))
    return [
        Line(number, _title(line, titles), _hours(line), _turn(line), *_crews(line, names))
        for number, line in enumerate(plan.lines)
    ]


def _crews(line: RosterLine, names: Mapping[UUID, str]) -> tuple[list[str], list[str]]:
    def words(crews: Sequence[Sequence[UUID]]) -> list[str]:
        return [wording.listing(names.get(one, "") for one in crew) for crew in crews]

    return words(line.crews), words(line.holiday_crews)


def _turn(line: RosterLine) -> str:
    """One shift a day knows no day and night: its crews simply change by the day."""
    turn = Turn.DAY if line.parts == 1 and line.turn != Turn.WEEK else line.turn
    return str(turn.label)


def _title(line: RosterLine, titles: Mapping[UUID, str]) -> str:
    place = titles.get(line.post or line.team or UUID(int=0), "") or _("已撤销")
    return _("%(place)s · 带班") % {"place": place} if line.leader else place


def _hours(line: RosterLine) -> str:
    end = _("次日%(at)s") % {"at": f"{line.ends:%H:%M}"} if line.ends <= line.starts else f"{line.ends:%H:%M}"
    words = f"{line.starts:%H:%M}–{end}"
    if line.parts > 1:
        words = _("%(hours)s 分 %(n)d 班") % {"hours": words, "n": line.parts}
    if line.weekdays != EVERY_DAY:
        names = showing.weekday_names()
        words = f"{words} · {wording.listing(names[day] for day in line.weekdays)}"
    return words


def shown(plan: SeasonPlan, made: Preview, month: str) -> dict[str, Any]:
    """The context of a draft worked out; `month` is the one asked for, such as 2027-01."""
    staff = {one.staff for one in made.assigned} | {one.which for one in made.overlaps} | plan.people
    names = names_of(list(staff))
    titles = {identity: str(place) for identity, place in made.places.items()}
    months = monthly.months(plan.first, plan.last)
    chosen = next((one for one in months if f"{one:%Y-%m}" == month), months[0])
    days = [day for day in monthly.days_of(chosen) if plan.first <= day <= plan.last]
    findings = _findings(made, names)
    return {
        "table": monthly.table(days, titles, _entries(plan, made, names), [(post.id, gap) for post, gap in made.gaps]),
        "months": [
            (f"{one:%Y-%m}", _("%(y)d年%(m)d月") % {"y": one.year, "m": one.month}, one == chosen) for one in months
        ],
        "findings": findings[:MOST],
        "more": max(0, len(findings) - MOST),
        "holes": made.holes,
        "clashes": len(made.overlaps),
        "strained": len(made.strains),
        "shifts": len(made.shifts),
        "loads": [(names.get(one.staff, ""), one) for one in made.loads],
        "provisional": made.provisional,
    }


def _entries(plan: SeasonPlan, made: Preview, names: Mapping[UUID, str]) -> list[Entry]:
    found = []
    for one in made.assigned:
        line = plan.lines[one.line]
        place = line.post or line.team
        if place is not None:
            mark = _("顶班") if one.stands_in else ""
            found.append(Entry(place, line.leader, one.start, one.end, names.get(one.staff, ""), mark=mark))
    return found


def _findings(made: Preview, names: Mapping[UUID, str]) -> list[Finding]:
    """The worst first: what stops publication, what stays empty, what asks too much."""
    found = []
    for clash in made.overlaps:
        who = names.get(clash.which, "") or {"team": _("队伍"), "vehicle": _("车辆")}.get(clash.what, _("人员"))
        what = _("同一时间已有别的班") if clash.shift else _("同一时间排了两处")
        found.append(Finding(who, showing.stretch(clash.start, clash.end), what, wording.LATE))
    for post, gap in made.gaps:
        what = _("缺带班") if gap.leader_only else _("缺岗")
        found.append(Finding(post.title, showing.stretch(gap.start, gap.end), what, wording.LATE))
    for slot in made.unfilled:
        found.append(
            Finding(_("没有人可排"), showing.stretch(slot.start, slot.end), _("轮班的人都来不了"), wording.LATE)
        )
    for one in made.strains:
        if one.hours is not None:
            when = showing.stretch(one.start, one.end - timedelta(minutes=1))
            found.append(
                Finding(names.get(one.staff, ""), when, _("一周 %(n)d 小时") % {"n": one.hours}, wording.SOON_TONE)
            )
        else:
            rest = int((one.rest or timedelta()) / timedelta(hours=1))
            what = _("两班之间只休息 %(n)d 小时") % {"n": rest} if rest else _("连上两班")
            found.append(
                Finding(names.get(one.staff, ""), showing.stretch(one.start, one.end), what, wording.SOON_TONE)
            )
    return found
