"""The lists of an archive as workbooks: the official tables in full, and each payout's lines of the village."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Final

import xlsxwriter
from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.money import format_yuan
from nuandong.kernel.sheets import inert
from nuandong.relief.archiving.shape import Held, Lack, Part
from nuandong.relief.models import Application, Payout, Season
from nuandong.relief.papers.book import written
from nuandong.relief.papers.filling import archived_paper, papers
from nuandong.relief.papers.homes import Reader
from nuandong.relief.scanning.codes import SheetKind
from nuandong.relief.steps import ENDED, LineState

_CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The same list is the same file, whenever it is written."""


def part(season: Season, region: int, on: date) -> Part:
    """Every official table of households or persons that has rows, in full, as of a day."""
    reader = Reader(SYSTEM, on, plain=True)
    place = divisions.name_path(region, on, top=Level.COUNTY).replace("/", "")
    files, said = [], []
    for form in papers().values():
        if form.per == "region":
            continue
        table = archived_paper(form, season, region, reader)
        if table.rows:
            data = written(table, f"{place} {season.year}").read()
            files.append(Held(f"{form.title}.xlsx", form.title, data))
            said.append((form.title, str(len(table.rows))))
    there = Application.objects.filter(season=season, region=region).exclude(state__in=ENDED).exists()
    lacks: tuple[Lack, ...] = () if there else (("applications", ""),)
    return Part(_("名册"), (_("表"), _("行数")), (80, 20), tuple(said), tuple(files), lacks)


def paid(payout: Payout, region: int) -> Held:
    """The lines of a village: whom, how much, what the bank said, and the sum of what was frozen."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _CREATED})
    page = book.add_worksheet()
    lines = payout.lines.filter(region=region).exclude(state=LineState.CANCELLED).order_by("serial")
    rows = [(_("序号"), _("户主"), _("账号"), _("金额（元）"), _("状态"), _("摘要"))]
    for one in lines:
        state = str(LineState(one.state).label)
        money = format_yuan(one.amount_fen)
        rows.append((str(one.serial), one.head_masked, one.account_masked, money, state, one.snapshot_hash))
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            page.write_string(number, place, inert(text))
    book.close()
    title = _("第 %(number)d 批发放明细") % {"number": payout.number}
    return Held(f"{title}.xlsx", title, target.getvalue())


def sheet_title(kind: str) -> str:
    """What a scanned sheet is called."""
    return str(SheetKind(kind).label)
