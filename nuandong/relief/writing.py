"""An understood ledger into the tables: people and households, needs, rows. One transaction, all or nothing."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import new_id
from nuandong.machine.loading import copied_into, copy_line
from nuandong.people.actions.bulk_register import BulkPerson, bulk_register
from nuandong.people.actions.form_household import form_household
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind
from nuandong.people.masking import mask_name, mask_number
from nuandong.relief.checking.registry import COLUMNS, Home
from nuandong.relief.models import LedgerFile, LedgerRow
from nuandong.relief.states import Outcome, RowState
from nuandong.relief.understanding import Understood
from nuandong.vault import api as vault

NEED: Final = "relief_need"
_AT_ONCE: Final = 5000
_WRITES: Final = frozenset({Outcome.NEW, Outcome.KNOWN, Outcome.CHANGED})


def write(ledger: LedgerFile, made: Understood, *, by: Actor, now: datetime) -> dict[str, int]:
    """Register who is new, record the needs and what became of every row; returns the counts."""
    before = _register(ledger, made, by=by, now=now)
    _record_needs(ledger, made, now)
    LedgerRow.objects.filter(ledger=ledger).delete()
    _load("relief_ledgerrow", _ROW, _rows(ledger, made, now, all_of_them=True))
    outcomes = [home.outcome for home in made.homes]
    return {
        "homes": before,
        "people": sum(len(home.rows) for home in made.homes if home.outcome is Outcome.NEW),
        "changed": sum(one in {Outcome.KNOWN, Outcome.CHANGED} for one in outcomes),
        "same": outcomes.count(Outcome.SAME),
    }


def keep_faults(ledger: LedgerFile, made: Understood, now: datetime) -> None:
    """Keep the rows with something wrong, in place of those of an earlier check."""
    LedgerRow.objects.filter(ledger=ledger).delete()
    _load("relief_ledgerrow", _ROW, _rows(ledger, made, now, all_of_them=False))


def _register(ledger: LedgerFile, made: Understood, *, by: Actor, now: datetime) -> int:
    """People and households of new heads; returns how many households."""
    fresh = [home for home in made.homes if home.outcome is Outcome.NEW]
    day = local_date(now)
    addresses = made.read.column("address") if made.read else []
    for home in fresh:
        if home.head is not None:
            place = addresses[home.rows[0]] or ""
            formed = form_household(by=by, now=now, region=home.region, head=home.head, formed_on=day, address=place)
            home.household = formed.id
    unknown = [home for home in fresh if home.head is None]
    if unknown:
        done = bulk_register(
            (person for home in unknown for person in _people(made, home, day)), by=by, now=now, region=ledger.region
        )
        for home, household in zip(unknown, done.household_ids, strict=True):
            home.household = household
    return len(fresh)


def _people(made: Understood, home: Home, day: Any) -> Iterator[BulkPerson]:
    read = made.read
    assert read is not None
    first = home.rows[0]
    by_member = made.form.per == "person"
    prefix = "member" if by_member else "head"
    numbers, names = read.column(f"{prefix}_id_no"), read.column(f"{prefix}_name")
    relations, phones, addresses = read.column("relation"), read.column("head_phone"), read.column("address")
    for row in home.rows:
        relation = relations[row] if by_member else "head"
        yield BulkPerson(
            region=home.region,
            details=Details(
                name=names[row],
                phone=(phones[first] or "") if relation == "head" else "",
                address=addresses[first] or "",
            ),
            papers=(Paper(DocumentKind.ID_CARD, numbers[row].number),),
            household=first,
            relation=relation,
            since=day,
        )


_NEED: Final = (
    "id", "region", "season", "household_id", "ledger_id", *COLUMNS[:-1], "account_sealed", "account_masked",
    "account_blind", "replaces_id", "recorded_at",
)  # fmt: skip


def _record_needs(ledger: LedgerFile, made: Understood, now: datetime) -> None:
    writing = [home for home in made.homes if home.outcome in _WRITES]
    ended = [home.replaces for home in writing if home.replaces is not None]
    if ended:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE relief_need SET ended_at = %s WHERE id = ANY(%s)", [now, ended])
    accounts = made.read.column("account") if made.read else []

    def lines() -> Iterator[tuple[Any, ...]]:
        for home in writing:
            identity = new_id(now)
            account = accounts[home.rows[0]]
            sealed = vault.seal(NEED, "account_sealed", identity, account) if account else None
            masked = mask_number(account) if account else ""
            yield (
                identity, home.region, ledger.season, home.household, ledger.id, *home.need[:-1], sealed, masked,
                home.need[-1], home.replaces, now,
            )  # fmt: skip

    _load("relief_need", _NEED, lines())


_ROW: Final = ("id", "region", "ledger_id", "sheet", "number", "label", "state", "outcome", "household", "faults")


def _rows(ledger: LedgerFile, made: Understood, now: datetime, *, all_of_them: bool) -> Iterator[tuple[Any, ...]]:
    read, grouped = made.read, made.grouped
    assert read is not None
    assert grouped is not None
    outcomes: dict[int, tuple[Outcome, UUID | None]] = {}
    for home in made.homes if all_of_them else ():
        outcomes |= dict.fromkeys(home.rows[1:], (Outcome.MEMBER, home.household))
        outcomes[home.rows[0]] = home.outcome, home.household
    names = read.column("head_name")
    mask = cache(mask_name)
    for row in range(len(read.rows)) if all_of_them else sorted(read.faults):
        faults = read.faults.get(row)
        outcome, household = outcomes.get(row, ("", None))
        yield (
            new_id(now),
            read.regions[row],
            ledger.id,
            read.rows.sheets[row],
            read.rows.numbers[row],
            mask(names[row]) if names[row] else "",
            RowState.REJECTED.value if row in grouped.rejected else RowState.ACCEPTED.value,
            str(outcome),
            household,
            json.dumps([one.written() for one in faults], ensure_ascii=False) if faults else "[]",
        )


def _load(table: str, columns: tuple[str, ...], lines: Iterable[tuple[Any, ...]]) -> None:
    rest = map(copy_line, lines)
    with copied_into(table, columns) as copy:
        while some := list(islice(rest, _AT_ONCE)):
            copy.write("\n".join(some).encode() + b"\n")
