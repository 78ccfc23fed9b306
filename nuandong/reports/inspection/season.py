"""Chapters on the season itself: plans in force, who was on duty, how the duties stand."""

from collections import Counter
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from nuandong.duty import roster
from nuandong.duty.states import ShiftState
from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.plans import listing, selectors
from nuandong.plans.engine.records import STATUS_TITLES, Status
from nuandong.plans.schema.fields import STRENGTH_TITLES, Strength
from nuandong.reports.inspection.rolls import roll, rolled
from nuandong.reports.inspection.shape import Asked, Attached, Chapter, Grid, Row, minute

_FAILED: Final = 500
_DONE: Final = (Status.MET, Status.OPEN, Status.BROKEN, Status.LATE, Status.MISSED, Status.WAIVED)


def plans(asked: Asked) -> Chapter:
    """Plans that were in force on one of the days, with the text each was put in force with."""
    rows: list[Row] = []
    files: dict[str, Attached] = {}
    found = [
        one
        for one in selectors.activations()
        if one.starts_on <= asked.last and one.ends_on >= asked.first and asked.within.contains(one.region)
    ]
    places = divisions.name_paths({one.region for one in found}, asked.last, top=Level.COUNTY) if found else {}
    for one in found:
        days = f"{one.starts_on} — {one.ends_on}"
        rows.append((one.version.title, places[one.region], days, minute(one.decided_at), one.version.hash))
        name = f"{_('方案')}/{one.plan.replace('/', '-')}-{one.version.hash[:12]}.yaml"
        files[name] = Attached(name, one.version.text.encode())
    heads = (_("方案"), _("启用地区"), _("起止日期"), _("启用时间"), _("SHA-256"))
    grid = Grid("", heads, (24, 14, 20, 16, 26), tuple(rows))
    return Chapter(
        _("启用的方案"), (_("方案原文附在压缩包中，摘要为文件的 SHA-256。"),), (grid,), tuple(files.values())
    )


def rosters(asked: Asked) -> Chapter:
    """Every shift of the days, and the hours nobody covered."""
    days = (asked.last - asked.first).days + 1
    found = roster.days_from(asked.first, days, by=asked.by, now=asked.now, region=asked.region)
    shifts: list[tuple[datetime, Row]] = []
    gaps: list[tuple[datetime, Row]] = []
    for place in (*found.posts, *found.teams):
        for one in place.shifts:
            starts, ends = one.period.lower, one.period.upper
            leader = _("带班领导") if one.leader else ""
            words = (
                minute(starts),
                minute(ends),
                place.title,
                one.staff.name,
                leader,
                str(ShiftState(one.state).label),
            )
            shifts.append((starts, words))
        for gap in place.gaps:
            what = _("无带班领导") if gap.leader_only else _("无人在岗")
            gaps.append((gap.start, (minute(gap.start), minute(gap.end), place.title, what)))
    heads = (_("开始"), _("结束"), _("岗位或队伍"), _("值班人员"), _("职责"), _("状态"))
    rolls = [roll(_("班次"), heads, (20, 20, 24, 14, 12, 10), _sorted(shifts))]
    if gaps:
        titles = (_("开始"), _("结束"), _("岗位"), _("情况"))
        rolls.append(roll(_("没有人值守的时段"), titles, (22, 22, 34, 22), _sorted(gaps)))
    return rolled(_("值班表"), (), tuple(rolls))


def compliance(asked: Asked) -> Chapter:
    """How every duty stands in every division, and those that failed one by one."""
    at = min(asked.now, asked.end)
    found = selectors.board(at, since=asked.start, within=asked.within)
    names = divisions.names({one.region for one in found}, asked.last)
    rows: list[Row] = []
    sums: dict[int, Counter[Status]] = {}
    for one in found:
        judged = one.counts[Status.MET] + sum(one.counts[status] for status in listing.FAILED)
        rate = f"{100 * one.counts[Status.MET] // judged}%" if judged else "—"
        strength = _(STRENGTH_TITLES[Strength(one.strength)])
        counts = (str(one.counts[status]) for status in _DONE)
        rows.append((names.get(one.region, str(one.region)), one.title, strength, *counts, rate))
        sums.setdefault(one.region, Counter()).update(one.counts)
    titles = tuple(_(STATUS_TITLES[status]) for status in _DONE)
    heads = (_("地区"), _("义务"), _("语气"), *titles, _("落实率"))
    whole = tuple(
        (names.get(region, str(region)), *(str(counts[status]) for status in _DONE)) for region, counts in sums.items()
    )
    rolls = (
        roll(_("各地合计"), (_("地区"), *titles), (22, *(13,) * len(_DONE)), whole),
        roll(_("各地各项义务"), heads, (15, 31, 10, *(7,) * len(_DONE), 9), rows),
    )
    counted = _("按 %(at)s 的状态统计，含期内到期和没有期限的义务。") % {"at": minute(at)}
    return rolled(_("落实情况"), (counted,), rolls, _failed(asked, at))


def _failed(asked: Asked, at: datetime) -> Grid:
    wanted = listing.Asked(since=asked.start, within=asked.within, statuses=listing.FAILED)
    lines = listing.lines(at, wanted, limit=_FAILED)
    names = divisions.names({one.record.region for one in lines}, asked.last)
    rows = tuple(
        (
            names.get(one.record.region, str(one.record.region)),
            one.duty.title,
            minute(one.record.due_at),
            _(STATUS_TITLES[one.status]),
            _("已说明") if one.record.explained_by else "",
        )
        for one in lines
    )
    title = _("没有落实的事项") if len(rows) < _FAILED else _("没有落实的事项（前 %(n)d 件）") % {"n": _FAILED}
    return Grid(title, (_("地区"), _("义务"), _("到期"), _("状态"), _("原因")), (18, 42, 18, 11, 11), rows)


def _sorted(rows: list[tuple[datetime, Row]]) -> list[Row]:
    return [words for _at, words in sorted(rows)]
