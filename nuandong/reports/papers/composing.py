"""From a report to its paper: every word that stands on it, in the reader's language."""

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils import dateformat
from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level, level_of
from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.reports.content import Content, Line
from nuandong.reports.content import Sheet as Table
from nuandong.reports.library import all_definitions
from nuandong.reports.papers.paper import Cell, Drawing, Labels, Paper, RedHead, Series, Sheet
from nuandong.reports.papers.paper import Line as PaperLine
from nuandong.reports.selectors_bulletin import issue_of_report

if TYPE_CHECKING:
    from nuandong.reports.models import Report

ABSENT: Final = "—"
_KIND_OF_PLACE: Final = "县（市、区）"


def paper(content: Content, row: "Report") -> Paper:
    """A report in words: a draft says so, a sealed one carries its version and digest."""
    names = org.names_of(list(people_of(content, row)))
    signed = local_date(row.signed_at) if row.signed_at else None
    revised = _("　第 %(n)d 次更正") % {"n": content.version - 1} if content.version > 1 else ""
    return Paper(
        title=content.title,
        red_head=_red_head(content, row, signed),
        above=(
            _("填报单位：%(words)s") % {"words": f"{_issuer(content)}　{content.place.replace('/', '')}"},
            _("报送：%(words)s") % {"words": content.submitted_to},
            _("报告期：%(words)s") % {"words": term_words(content.first, content.last)} + revised,
        ),
        sheets=tuple(
            Sheet(
                title=sheet.title,
                heads=tuple(head.title for head in sheet.columns),
                lines=tuple(
                    PaperLine(block.title, line.title, line.unit, line.within, _cells(line))
                    for block in sheet.blocks
                    for line in block.lines
                ),
                note=quiet_words(sheet, content.region),
            )
            for sheet in content.sheets
        ),
        drawings=tuple(
            Drawing(one.title, one.kind, one.unit, one.x, tuple(Series(part.name, part.values) for part in one.series))
            for one in content.drawings
        ),
        passages=tuple((one.title, one.text) for one in content.passages if one.text),
        signatures=(
            _("填报人：%(words)s") % {"words": names.get(row.author, "")},
            _("签批人：%(words)s") % {"words": names.get(row.signed_by, "") if row.signed_by else ""},
            _("单位（盖章）："),
            _day(signed) if signed else _("年　月　日"),
        ),
        foot=(_("数据摘要（SHA-256）：%(digest)s") % {"digest": row.digest} if row.digest else _("草稿，未签批"),),
        stamp=_stamp(row),
        labels=labels(),
    )


def labels() -> Labels:
    """The words of the frame."""
    return Labels(_("类别"), _("项目"), _("单位"), (_("第 "), _(" 页，共 "), _(" 页")))


def term_words(first: date, last: date) -> str:
    """The days of a report, as short as they can be said: a whole month by its name."""
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return _("%(year)d年%(month)d月") % {"year": first.year, "month": first.month}
    return _("%(first)s 至 %(last)s") % {"first": first.isoformat(), "last": last.isoformat()}


def quiet_words(table: Table, region: int) -> str:
    """The sentence for divisions without a column, below the table that has the sums; empty when all have one."""
    if not table.quiet:
        return ""
    others = any(head.kind == "division" for head in table.columns)
    if level_of(region) < Level.TOWNSHIP:
        words = _("其余 %(n)d 个乡镇（街道）均为 0。") if others else _("%(n)d 个乡镇（街道）均为 0。")
    else:
        words = _("其余 %(n)d 个村（社区）均为 0。") if others else _("%(n)d 个村（社区）均为 0。")
    return words % {"n": table.quiet}


def people_of(content: Content, row: "Report") -> set[UUID]:
    """Everybody whose name the page of a report says."""
    entered = {cell.by for _sheet, line in content.lines() for cell in line.cells if cell.by is not None}
    return entered | {one for one in (row.author, row.signed_by, row.submitted_by) if one is not None}


def file_name(content: Content) -> str:
    """What its file is called, without the ending."""
    name = "-".join((content.title, content.place.replace("/", ""), content.first.isoformat()))
    return name + (_("-更正%(n)d") % {"n": content.version - 1} if content.version > 1 else "")


def _red_head(content: Content, row: "Report", signed: date | None) -> RedHead | None:
    stored = all_definitions().get(row.report)
    if stored is None or not stored.definition.red_head:
        return None
    place = divisions.names([row.region], content.last).get(row.region, "")
    # Letters of an office bear the day they were signed on; until then there is a gap for it.
    day = _day(signed) if signed else _("年　月　日")
    issue = issue_of_report(row.id) if stored.definition.issued else None
    number = _("第 %(number)d 期") % {"number": issue.number} if issue else ""
    return RedHead(f"{place}{stored.definition.red_head}", number, _issuer(content), day)


def _issuer(content: Content) -> str:
    """Whose report it is, by the name of its place where its definition only says what kind of place that is."""
    return content.submitted_by.replace(_KIND_OF_PLACE, content.place.rpartition("/")[2])


def _stamp(row: "Report") -> str:
    if not row.digest:
        return _("草稿，未签批")
    return _("第 %(version)d 版　SHA-256 %(digest)s") % {"version": row.version, "digest": row.digest}


def _day(day: date) -> str:
    return dateformat.format(day, _("Y年n月j日"))


def _cells(line: Line) -> tuple[Cell, ...]:
    return tuple(Cell(ABSENT, cell.value, line.decimals) for cell in line.cells)
