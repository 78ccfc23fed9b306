"""The lines of a frozen payout as the rows of its registers (DIS-032): by household, or by village and township."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level, at_level
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.people.masking import mask_name, mask_number
from nuandong.relief.bank.payment import Payment
from nuandong.relief.forms.library import forms
from nuandong.relief.models import Payout, PayoutLine
from nuandong.relief.paying import snapshots
from nuandong.relief.steps import OWED, LineState

REGISTERS: Final = ("payment-roster", "village-payment-list", "payment-approval", "county-approval")


def rows_of(payout: Payout, form: str, now: datetime, *, plain: bool) -> list[dict[str, str | int]]:
    """Field → words, a count or fen, for each row. Raises NotFound for another form, NotNow before freezing."""
    if form not in REGISTERS:
        raise NotFound("relief.no_register", _("没有这种登记表。"), _("请从发放批次中选择。"))
    lines = list(payout.lines.exclude(state=LineState.CANCELLED).exclude(snapshot_sealed=None).order_by("serial"))
    if not lines:
        raise NotNow("relief.register_early", _("名单还没有固定。"), _("请先固定名单。"))
    paid = [(one, Payment(**snapshots.opened(one)["payment"])) for one in lines]
    if forms()[form].per == "household":
        return [_household(one, payment, plain) for one, payment in paid]
    level = Level.TOWNSHIP if form == "county-approval" else Level.VILLAGE
    return list(_regions([payment for _line, payment in paid], level, now))


def _household(line: PayoutLine, one: Payment, plain: bool) -> dict[str, str | int]:
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
        "note": str(LineState(line.state).label) if line.state in {LineState.PAID, LineState.GIVEN_UP, *OWED} else "",
    }


def _regions(payments: Sequence[Payment], level: Level, now: datetime) -> Iterator[dict[str, str | int]]:
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
