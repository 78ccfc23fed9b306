"""The registers of a payout in the columns of their forms (DIS-032): roster and payment list, approval sheets."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO, Final

import xlsxwriter

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound, NotNow
from nuandong.kernel.money import format_yuan
from nuandong.kernel.sheets import inert
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.masking import mask_name, mask_number
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.bank.payment import Payment
from nuandong.relief.events.paying import RegisterTaken
from nuandong.relief.forms.library import forms
from nuandong.relief.forms.shape import Form
from nuandong.relief.models import Payout, PayoutLine
from nuandong.relief.paying import snapshots
from nuandong.relief.steps import OWED, LineState

REGISTERS: Final = ("payment-roster", "village-payment-list", "payment-approval", "county-approval")
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_TOWNSHIP: Final = 1000


def register(payout: Payout, form: str, *, by: Actor, now: datetime, plain: bool) -> BinaryIO:
    """A register of a frozen payout as a workbook, at its beginning; the journal keeps who took it.

    Masked, unless `plain` and the right to see numbers. Raises NotFound for another form, NotNow before freezing,
    Forbidden, OutOfScope.
    """
    if form not in REGISTERS:
        raise NotFound("relief.no_register", _("没有这种登记表。"), _("请从发放批次中选择。"))
    if plain:
        permissions.check(by, UNMASK, region=payout.region)
    lines = list(payout.lines.exclude(state=LineState.CANCELLED).exclude(snapshot_sealed=None).order_by("serial"))
    if not lines:
        raise NotNow("relief.register_early", _("名单还没有固定。"), _("请先固定名单。"))
    shape = forms()[form]
    paid = [(one, Payment(**snapshots.opened(one)["payment"])) for one in lines]
    if shape.per == "household":
        rows = [_household(shape, one, payment, plain) for one, payment in paid]
    else:
        rows = list(_regions(shape, [payment for _line, payment in paid], now))
    made = _book(shape, payout, rows, total=sum(payment.amount for _line, payment in paid))
    payload = RegisterTaken(form=form, rows=len(rows), plain=plain)
    journal.record(payload, by=by, now=now, region=payout.region, subject=payout.id)
    return made


def _household(form: Form, line: PayoutLine, one: Payment, plain: bool) -> list[str]:
    hide = (lambda text: text) if plain else mask_number
    values = {
        "serial": str(one.serial),
        "village": one.place,
        "head_name": one.head_name if plain else mask_name(one.head_name),
        "head_id_no": hide(one.head_id_no),
        "household_type": one.category,
        "household_size": str(one.size),
        "persons_in_need": str(one.persons),
        "amount": format_yuan(one.amount),
        "bank": one.bank,
        "account": hide(one.account),
        "head_phone": hide(one.phone) if one.phone else "",
        "note": str(LineState(line.state).label) if line.state in {LineState.PAID, *OWED} else "",
    }
    return [inert(values.get(column.field, "")) for column in form.written]


def _regions(form: Form, payments: Sequence[Payment], now: datetime) -> Iterable[list[str]]:
    """By village, or by township on the county's sheet."""
    by_township = form.form == "county-approval"
    groups: dict[int, list[Payment]] = {}
    for one in payments:
        groups.setdefault(one.region // _TOWNSHIP * _TOWNSHIP if by_township else one.region, []).append(one)
    names = divisions.name_paths(groups, local_date(now), top=Level.TOWNSHIP)
    for region, group in sorted(groups.items()):
        values = {
            "region_name": names.get(region, str(region)),
            "households": str(len(group)),
            "persons": str(sum(one.persons for one in group)),
            "amount": format_yuan(sum(one.amount for one in group)),
        }
        yield [values.get(column.field, "") for column in form.written]


def _book(form: Form, payout: Payout, rows: Sequence[Sequence[str]], *, total: int) -> BinaryIO:
    """Title, what it is of, the table, its sum, and places for signature and seal."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    page = book.add_worksheet(form.title[:31])
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
    cell = book.add_format({"border": 1, "num_format": "@", "text_wrap": True, "font_name": "宋体"})
    last = len(form.written) - 1
    page.set_column(0, last, 16)
    page.merge_range(0, 0, 0, last, form.title, title)
    page.write_string(1, 0, f"{payout.season.year} 年度　第 {payout.number} 批　{payout.tranche.funds.number}")
    for place, column in enumerate(form.written):
        page.write_string(2, place, f"{column.title}（{column.unit}）" if column.unit else column.title, cell)
    page.repeat_rows(2)
    for number, row in enumerate(rows, start=3):
        for place, text in enumerate(row):
            page.write_string(number, place, text, cell)
    end = 3 + len(rows)
    amount = next(place for place, column in enumerate(form.written) if column.field == "amount")
    for place in range(last + 1):
        page.write_string(end, place, {0: "合计", amount: format_yuan(total)}.get(place, ""), cell)
    page.write_string(end + 1, 0, "　　　　".join(f"{words}：" for words in form.below))
    book.close()
    target.seek(0)
    return target
