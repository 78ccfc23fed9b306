"""Households as they stand at the moment of freezing: sealed, hashed, and read again for the bank's file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Max, QuerySet

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import random_hex
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.planner import among
from nuandong.people.selectors.checking import dead_heads
from nuandong.people.selectors.written import Head, heads_of
from nuandong.relief.bank.checking import Problem, check
from nuandong.relief.bank.library import layout_named
from nuandong.relief.bank.payment import Payment
from nuandong.relief.forms.library import choices
from nuandong.relief.models import EntitledPerson, Payout, PayoutLine
from nuandong.relief.paying.accounts import Account, accounts_of
from nuandong.relief.paying.rows import CHUNK
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import HOLDING
from nuandong.vault import api as vault

TABLE: Final = "relief_payoutline"
COLUMN: Final = "snapshot_sealed"
_SALT_BYTES: Final = 16
_LINE: Final = ("id", "region", "payout", "household", "serial", "amount_fen", "state", "head_masked", "instalment")
_GRANTED: Final = tuple(
    f"instalment__entitlement{name}" for name in ("", "__amount_fen", "__standard", "__standard_version")
)
_CASE: Final = tuple(
    f"instalment__entitlement__application{name}" for name in ("", "__facts", "__size", "__persons", "__category")
)
_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chunks(payout: Payout) -> Iterator[list[PayoutLine]]:
    """The lines that are paid by this payout, with what they pay, in their order, so many at a time."""
    live = payout.lines.filter(state__in=sorted(HOLDING)).order_by("serial")
    rows = live.select_related("instalment__entitlement__application").only(*_LINE, *_GRANTED, *_CASE)
    return _parts(payout, rows)


def _parts(payout: Payout, rows: QuerySet[PayoutLine]) -> Iterator[list[PayoutLine]]:
    """By ranges of serials, which an index leads to. By a limit the planner, which does not know yet how many rows were
    just planned, would read and sort all of them for each part."""
    last = payout.lines.aggregate(last=Max("serial"))["last"] or 0
    for first in range(1, last + 1, CHUNK):
        if some := list(rows.filter(serial__gte=first, serial__lt=first + CHUNK)):
            yield some


def looked_at(
    payout: Payout, today: date
) -> Iterator[tuple[list[PayoutLine], list[tuple[Payment, Account]], list[Problem]]]:
    """So many lines at a time, what would be paid to whom as things stand, and what the bank would refuse of it."""
    layout, cards = layout_named(payout.layout), procedure_of(payout.season).cards
    seen: dict[str, int] = {}
    for lines in chunks(payout):
        made = payments(payout, lines, today)
        told = [one for one, _account in made]
        dead = dead_heads(one.household_id for one in lines)
        gone = [Problem(one.serial, "head_name", "head_dead") for one in lines if one.household_id in dead]
        found = check(layout, told, today=today, demo=settings.NUANDONG_DEMO, cards=cards, seen=seen)
        yield lines, made, gone + found


def payments(payout: Payout, lines: Sequence[PayoutLine], today: date) -> list[tuple[Payment, Account]]:
    """What would be paid to whom as things stand now, one for each line."""
    homes = [one.household_id for one in lines]
    # The scope that was entered bounds what is found; the permission to plan is the one that counts here.
    heads = heads_of(homes, by=SYSTEM, plain=True)
    accounts = accounts_of(homes, payout.season.year)
    places = divisions.name_paths({one.region for one in lines}, today, top=Level.COUNTY) if lines else {}
    kinds = choices("household_types")
    made = []
    for line in lines:
        head, account = heads.get(line.household_id, Head()), accounts.get(line.household_id, Account())
        assert line.instalment is not None
        case = line.instalment.entitlement.application
        payment = Payment(
            serial=line.serial,
            amount=line.amount_fen,
            account=account.number,
            head_name=head.name,
            head_id_no=head.number,
            region=line.region,
            bank=account.bank,
            place=places.get(line.region, ""),
            size=case.size,
            persons=case.persons,
            category=kinds[case.category].title if case.category in kinds else "",
            fund=payout.tranche.funds.number,
            season=payout.season.year,
            batch=payout.number,
            remark=payout.remark,
            phone=head.phone,
            holder=account.holder,
        )
        made.append((payment, account))
    return made


def sealed(lines: Sequence[PayoutLine], payments_: Iterable[Payment]) -> list[tuple[bytes, str]]:
    """The snapshot of each line, sealed, and its hash. One query."""
    members = _members_of(lines)
    texts = [_snapshot(line, payment, members) for line, payment in zip(lines, payments_, strict=True)]
    contents = vault.seal_many(TABLE, COLUMN, [str(line.id) for line in lines], texts)
    return [(content, hashlib.sha256(text.encode()).hexdigest()) for content, text in zip(contents, texts, strict=True)]


def _snapshot(line: PayoutLine, payment: Payment, members: Mapping[UUID, Sequence[UUID]]) -> str:
    """The salt keeps numbers from being guessed out of the hash."""
    assert line.instalment is not None
    granted = line.instalment.entitlement
    snapshot = {
        "salt": random_hex(_SALT_BYTES),
        "line": str(line.id),
        "payment": payment.values(),
        "household": str(line.household_id),
        "members": sorted(map(str, members.get(granted.id, ()))),
        "facts": granted.application.facts,
        "entitlement": str(granted.id),
        "granted_fen": granted.amount_fen,
        "standard": [granted.standard, granted.standard_version],
    }
    return _JSON.encode(snapshot)


def _members_of(lines: Sequence[PayoutLine]) -> dict[UUID, list[UUID]]:
    """Entitlement → the people counted in it."""
    found: dict[UUID, list[UUID]] = {}
    granted = [one.instalment.entitlement_id for one in lines if one.instalment is not None]
    counted = EntitledPerson.objects.filter(among("entitlement", granted))
    for entitlement, person in counted.values_list("entitlement_id", "person_id"):
        found.setdefault(entitlement, []).append(person)
    return found


def list_hash(hashes: Iterable[str]) -> str:
    """Over the hashes of the lines in their order."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def opened(line: PayoutLine) -> dict[str, Any]:
    """A snapshot as it was sealed. Raises Invalid when it is not what was hashed."""
    text = vault.open_sealed(TABLE, COLUMN, line.id, bytes(line.snapshot_sealed or b""))
    if hashlib.sha256(text.encode()).hexdigest() != line.snapshot_hash:
        raise tampered()
    found: dict[str, Any] = json.loads(text)
    return found


def frozen(payout: Payout) -> Iterator[Payment]:
    """What was frozen, as it is paid, in its order.

    Raises Invalid when a line or an amount is not what was hashed, and at the end when the list is not.
    """
    told = hashlib.sha256()
    count = total = 0
    columns = ("id", "payout", "serial", "amount_fen", "snapshot_sealed", "snapshot_hash")
    rows = payout.lines.filter(state__in=sorted(HOLDING)).order_by("serial").only(*columns)
    for lines in _parts(payout, rows):
        for line in lines:
            payment = Payment(**opened(line)["payment"])
            if payment.amount != line.amount_fen or payment.serial != line.serial:
                raise tampered()
            told.update(f"{chr(10) if count else ''}{line.snapshot_hash}".encode())
            count, total = count + 1, total + payment.amount
            yield payment
    if (told.hexdigest(), total, count) != (payout.list_hash, payout.total_fen, payout.lines_count):
        raise tampered()


def tampered() -> Invalid:
    return Invalid(
        "relief.payout_tampered",
        _("发放名单与固定时的摘要不符。"),
        _("请不要放款，立即报告分管领导和系统管理员。"),
    )
