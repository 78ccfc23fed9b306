"""Whether a report may be started, filled in, signed, sent up, corrected now."""

from datetime import date

from nuandong.geo.codes import LEVEL_TITLES, Level, level_of
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.models import Report
from nuandong.reports.rhythm import Term, is_term
from nuandong.reports.shape import Definition
from nuandong.reports.states import REPORT, ReportState

_LEVELS = {"county": Level.COUNTY, "township": Level.TOWNSHIP}


def level_for(definition: Definition) -> Level:
    """The divisions that owe the report."""
    return _LEVELS[definition.level]


def check_owed(definition: Definition, *, region: int, term: Term, today: date) -> None:
    """Raise Invalid unless this region owes a report for exactly these days, NotNow before they have begun."""
    level = level_for(definition)
    if level_of(region) is not level:
        raise Invalid(
            "reports.level",
            _("这张报表由%(level)s单位填报。"),
            _("请选择填报的地区。"),
            field="region",
            level=LEVEL_TITLES[level],
        )
    if not is_term(definition, term):
        raise Invalid("reports.term", _("这不是这张报表的一个报告期。"), _("请从报表列表中选择。"), field="first")
    if term.first > today:
        raise NotNow("reports.not_begun", _("这个报告期还没有开始。"), _("请到期再填报。"))


def can_move(report: Report, act: str) -> bool:
    """Whether an act is possible in the state the report is in."""
    return act in REPORT[ReportState(report.state)]


def check_move(report: Report, act: str) -> None:
    """Raise NotNow unless the act is possible now."""
    if not can_move(report, act):
        raise NotNow(
            "reports.state",
            _("这份报表现在是“%(state)s”，不能这样办理。"),
            _("请刷新页面查看最新情况。"),
            state=ReportState(report.state).label,
        )


def check_written(titles: list[str]) -> None:
    """Raise Invalid while passages that must be there are missing."""
    if titles:
        raise Invalid(
            "reports.unwritten",
            _("还没有写：%(titles)s。"),
            _("请先填写这些文字，再签批。"),
            titles="、".join(titles),
        )
