"""The official ledger written: its columns in their order, batch by batch, every cell text that cannot run."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import chain
from typing import BinaryIO, Final

from django.db.models import Q
from rustpy_xlsxwriter import write_worksheet

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.kernel.money import format_yuan
from nuandong.kernel.sheets import inert
from nuandong.org import permissions
from nuandong.people.selectors.written import UNMASK, Head, heads_of
from nuandong.relief.events.ledger import LedgerTaken
from nuandong.relief.forms.library import OFFICIAL, choices, forms
from nuandong.relief.models import Need
from nuandong.relief.rules import SEE
from nuandong.relief.selectors import needs_of

_BATCH: Final = 5000
_WIDTH: Final = 20


def official_ledger(*, by: Actor, now: datetime, region: int, season: int, plain: bool) -> BinaryIO:
    """The official ledger of a region and season as a workbook, at its beginning; the journal keeps who took it.

    Masked, unless `plain` and the right to see numbers. Raises Forbidden, OutOfScope. Source: facts 3.2.
    """
    permissions.check(by, SEE, region=region)
    if plain:
        permissions.check(by, UNMASK, region=region)
    form = forms()[OFFICIAL]
    titles = [column.title for column in form.written]
    counted = 0

    def lines() -> Iterator[dict[str, str]]:
        nonlocal counted
        for need, head in _needs(by, region, season, plain):
            counted += 1
            yield dict(zip(titles, (inert(_cell(column.field, need, head)) for column in form.written), strict=True))

    rows = lines()
    first = next(rows, dict.fromkeys(titles, ""))
    target = BytesIO()
    write_worksheet(
        chain([first], rows), target, sheet_name=form.number, freeze_row=1, bold_headers=True, column_width=_WIDTH
    )
    target.seek(0)
    payload = LedgerTaken(what=OFFICIAL, rows=counted, plain=plain)
    journal.record(payload, by=by, now=now, region=region, subject=new_id(now))
    return target


def _needs(by: Actor, region: int, season: int, plain: bool) -> Iterator[tuple[Need, Head]]:
    rows = needs_of(region, season).order_by("region", "id")
    after = Q()
    while batch := list(rows.filter(after)[:_BATCH]):
        heads = heads_of([one.household_id for one in batch], by=by, plain=plain)
        for one in batch:
            yield one, heads.get(one.household_id, Head())
        last = batch[-1]
        after = Q(region__gt=last.region) | Q(region=last.region, id__gt=last.id)


def _cell(field: str, need: Need, head: Head) -> str:
    match field:
        case "head_name" | "head_id_no" | "head_phone" | "address":
            return {"head_name": head.name, "head_id_no": head.number, "head_phone": head.phone}.get(
                field, head.address
            )
        case "household_type":
            return choices("household_types")[need.household_type].title if need.household_type else ""
        case "household_size":
            return str(need.size)
        case "persons_in_need":
            return str(need.persons)
        case "cash_paid":
            return format_yuan(need.cash_fen)
        case "goods_value":
            return format_yuan(need.goods_fen)
        case "payment_form":
            return choices("payment_forms")[need.payment_form].title if need.payment_form else ""
    raise ValueError(f"no value for {field}")
