"""The registers of a payout in the columns of their forms (DIS-032): roster and payment list, approval sheets."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO, Final

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level, at_level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.masking import mask_name, mask_number
from nuandong.people.selectors.written import UNMASK
from nuandong.relief.bank.payment import Payment
from nuandong.relief.events.paying import RegisterTaken
from nuandong.relief.forms.library import forms
from nuandong.relief.models import Payout, PayoutLine
from nuandong.relief.papers.book import written
from nuandong.relief.papers.filling import places_over
from nuandong.relief.papers.table import Table, Values, made
from nuandong.relief.paying import snapshots
from nuandong.relief.scanning.codes import SheetKind, Target
from nuandong.relief.steps import OWED, LineState

REGISTERS: Final = ("payment-roster", "village-payment-list", "payment-approval", "county-approval")
APPROVAL: Final = "payment-approval"


def register(payout: Payout, form: str, *, by: Actor, now: datetime, plain: bool) -> BinaryIO:
    """A register of a frozen payout as a workbook, at its beginning; the journal keeps who took it.

    Masked, unless `plain` and the right to see numbers. Its code brings the signed and sealed scan back to the payout.
    Raises NotFound for another form, NotNow before freezing, Forbidden, OutOfScope.
    """
    if form not in REGISTERS:
        raise NotFound("relief.no_register", _("没有这种登记表。"), _("请从发放批次中选择。"))
    if plain:
        permissions.check(by, UNMASK, region=payout.region)
    table = _filled(payout, form, now, plain=plain)
    payload = RegisterTaken(form=form, rows=len(table.rows), plain=plain)
    journal.record(payload, by=by, now=now, region=payout.region, subject=payout.id)
    return written(table, subtitle(payout), Target(SheetKind.PAYOUT, payout.id))


def approval(payout: Payout, now: datetime) -> Table:
    """The sheet on which a frozen payout is approved, village by village: nothing personal. Raises NotNow."""
    return _filled(payout, APPROVAL, now, plain=False)


def subtitle(payout: Payout) -> str:
    return f"{payout.season.year} 年度　第 {payout.number} 批　{payout.tranche.funds.number}"


def _filled(payout: Payout, form: str, now: datetime, *, plain: bool) -> Table:
    lines = list(payout.lines.exclude(state=LineState.CANCELLED).exclude(snapshot_sealed=None).order_by("serial"))
    if not lines:
        raise NotNow("relief.register_early", _("名单还没有固定。"), _("请先固定名单。"))
    shape, today = forms()[form], local_date(now)
    paid = [(one, Payment(**snapshots.opened(one)["payment"])) for one in lines]
    if shape.per == "household":
        rows = [_household(one, payment, plain) for one, payment in paid]
    else:
        level = Level.TOWNSHIP if form == "county-approval" else Level.VILLAGE
        rows = list(_regions([payment for _line, payment in paid], level, now))
    words = places_over(payout.region, today) | {"年度": str(payout.season.year)}
    return made(shape, [(caption, words.get(caption, "")) for caption in shape.above], rows)


def _household(line: PayoutLine, one: Payment, plain: bool) -> Values:
    hide = (lambda text: text) if plain else mask_number
    return {
        "serial": one.serial,
        "village": one.place,
        "head_name": one.head_name if plain else mask_name(one.head_name),
        "head_id_no": hide(one.head_id_no),
        "household_type": one.category,
        "household_size": one.size,
        "persons_in_need": one.persons,
        "amount": one.amount,
        "bank": one.bank,
        "account": hide(one.account),
        "head_phone": hide(one.phone) if one.phone else "",
        "note": str(LineState(line.state).label) if line.state in {LineState.PAID, *OWED} else "",
    }


def _regions(payments: Sequence[Payment], level: Level, now: datetime) -> Iterator[Values]:
    groups: dict[int, list[Payment]] = {}
    for one in payments:
        groups.setdefault(at_level(one.region, level), []).append(one)
    names = divisions.name_paths(groups, local_date(now), top=Level.TOWNSHIP)
    for region, group in sorted(groups.items()):
        yield {
            "region_name": names.get(region, str(region)),
            "households": len(group),
            "persons": sum(one.persons for one in group),
            "amount": sum(one.amount for one in group),
        }
