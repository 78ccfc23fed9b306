"""What an evaluation's page and its document show."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.relief.evaluating import FIGURES, UNITS, figures, shown
from nuandong.reports.papers.paper import Cell, Labels, Line, Paper, Sheet

if TYPE_CHECKING:
    from nuandong.relief.models import Evaluation, Season

_OPENS = {
    "applications": ("relief-applications", ""),
    "decided": ("relief-applications", "&state=decided"),
    "payouts": ("relief-payouts", ""),
    "goods": ("relief-goods", ""),
    "notices": ("relief-notices", ""),
    "objections": ("relief-objections", ""),
    "findings": ("relief-findings", ""),
}


def parts(row: "Evaluation") -> list[tuple[str, str]]:
    """What the county says: heading and text."""
    return [
        (_("成效"), row.effect),
        (_("存在的问题"), row.problems),
        (_("经验做法"), row.practice),
        (_("意见建议"), row.advice),
    ]


def figures_of(row: "Evaluation") -> Mapping[str, int]:
    """As they were signed, or as they are now."""
    return dict(row.figures) if row.signed_at else figures(row.season, row.affected_persons)


def lines(found: Mapping[str, int], season: "Season") -> list[dict[str, Any]]:
    made = []
    for code, number in found.items():
        figure = FIGURES[code]
        name, query = _OPENS[figure.opens]
        made.append(
            {
                "title": _(figure.title),
                "value": shown(figure.unit, number),
                "unit": _(UNITS[figure.unit]),
                "href": f"{reverse(name)}?season={season.id}{query}"
                if name == "relief-applications"
                else reverse(name),
            }
        )
    return made


def paper(row: "Evaluation", title: str) -> Paper:
    """The evaluation ready to be set as a Word document."""
    place = geo.name_path(row.region, local_date(row.season.opened_at), top=Level.COUNTY)
    signed = row.signed_at
    state = _("签发日期：%(day)s") % {"day": local_date(signed).isoformat()} if signed else _("草稿，未签发")
    figure_lines = tuple(
        Line("", one["title"], one["unit"], within=False, cells=(Cell(one["value"]),))
        for one in lines(figures_of(row), row.season)
    )
    targets = tuple(
        Line("", name, unit, within=False, cells=(Cell(target), Cell(reached)))
        for name, unit, target, reached in row.targets
    )
    sheets = [
        Sheet(_("实际救助情况"), (_("数量"),), figure_lines, _("受灾人数：%(n)d 人") % {"n": row.affected_persons})
    ]
    if targets:
        sheets.append(Sheet(_("绩效目标完成情况"), (_("目标值"), _("完成值")), targets))
    return Paper(
        title=_("%(season)s绩效评估") % {"season": title},
        red_head=None,
        above=(place, state),
        sheets=tuple(sheets),
        drawings=(),
        passages=tuple((head, text) for head, text in parts(row) if text),
        signatures=(_("负责人（签字）："), _("单位（盖章）：")),
        foot=(),
        stamp=_("第 %(number)d 份 %(digest)s") % {"number": row.number, "digest": row.digest[:16]},
        labels=Labels(_("类别"), _("项目"), _("单位"), (_("第 "), _(" 页，共 "), _(" 页"))),
    )
