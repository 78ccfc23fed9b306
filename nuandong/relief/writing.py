"""An understood ledger into the tables: people and households, needs, rows. One transaction, all or nothing."""

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, Final

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.idcard import IdNumber
from nuandong.kernel.ids import ids_as_text
from nuandong.machine.asking import array
from nuandong.machine.loading import NULL, Column, Loader, hexes, texts
from nuandong.people.actions.bulk_register import BulkPerson, bulk_register
from nuandong.people.actions.form_household import form_household
from nuandong.people.details import Details
from nuandong.people.documents import CheckedPaper
from nuandong.people.kinds import DocumentKind
from nuandong.people.masking import mask_name, mask_number
from nuandong.relief.checking.faults import Fault
from nuandong.relief.checking.registry import COLUMNS, Home
from nuandong.relief.checking.table import Read
from nuandong.relief.models import LedgerFile, LedgerRow
from nuandong.relief.states import Outcome, RowState
from nuandong.relief.understanding import Understood
from nuandong.vault import api as vault

NEED: Final = "relief_need"
_PORTION: Final = 20_000
"""Rows made ready at one time: the database stores one portion while the next is made."""
_WRITES: Final = frozenset({Outcome.NEW, Outcome.KNOWN, Outcome.CHANGED})


def write(ledger: LedgerFile, made: Understood, *, by: Actor, now: datetime) -> dict[str, int]:
    """Register who is new, record the needs and what became of every row; returns the counts."""
    before = _register(ledger, made, by=by, now=now)
    LedgerRow.objects.filter(ledger=ledger).delete()
    with Loader() as loader:
        _record_needs(ledger, made, now, loader)
        _record_rows(ledger, made, now, loader, all_of_them=True)
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
    with Loader() as loader:
        _record_rows(ledger, made, now, loader, all_of_them=False)


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
        card: IdNumber = numbers[row]
        yield BulkPerson(
            region=home.region,
            details=Details(
                name=names[row],
                sex=card.sex.value,
                birth_on=card.birth,
                phone=(phones[first] or "") if relation == "head" else "",
                address=addresses[first] or "",
            ),
            # Read and checked with the cell.
            papers=(CheckedPaper(DocumentKind.ID_CARD, card.number, None, card),),
            household=first,
            relation=relation,
            since=day,
        )


def _record_needs(ledger: LedgerFile, made: Understood, now: datetime, loader: Loader) -> None:
    homes = [home for home in made.homes if home.outcome in _WRITES]
    for start in range(0, len(homes), _PORTION):
        _record_some_needs(ledger, made, homes[start : start + _PORTION], now, loader)


def _record_some_needs(
    ledger: LedgerFile, made: Understood, homes: Sequence[Home], now: datetime, loader: Loader
) -> None:
    if ended := [home.replaces for home in homes if home.replaces is not None]:
        loader.run("UPDATE relief_need SET ended_at = %s WHERE id = ANY(%s::uuid[])", now, array(ended))
    ids = list(islice(ids_as_text(now), len(homes)))
    said = made.read.column("account") if made.read else []
    accounts = [said[home.rows[0]] for home in homes]
    there = [(identity, account) for identity, account in zip(ids, accounts, strict=True) if account]
    sealed = iter(vault.seal_many(NEED, "account_sealed", *zip(*there, strict=True)) if there else ())
    columns: dict[str, Column] = {
        "id": ids,
        "region": texts(home.region for home in homes),
        "season": str(ledger.season),
        "household_id": [str(home.household) for home in homes],
        "ledger_id": str(ledger.id),
        "account_sealed": hexes(next(sealed) if account else None for account in accounts),
        "account_masked": [mask_number(account) if account else "" for account in accounts],
        "account_blind": hexes(home.need[-1] for home in homes),
        "replaces_id": texts(home.replaces for home in homes),
        "recorded_at": now.isoformat(),
    }
    for place, name in enumerate(COLUMNS[:-1]):
        columns[name] = texts(home.need[place] for home in homes)
    loader.load(NEED, columns)


def _record_rows(ledger: LedgerFile, made: Understood, now: datetime, loader: Loader, *, all_of_them: bool) -> None:
    read, grouped = made.read, made.grouped
    assert read is not None
    assert grouped is not None
    outcomes: dict[int, tuple[str, str]] = {}
    for home in made.homes if all_of_them else ():
        household = str(home.household)
        for row in home.rows[1:]:
            outcomes[row] = Outcome.MEMBER.value, household
        outcomes[home.rows[0]] = home.outcome.value, household
    rows = range(len(read.rows)) if all_of_them else sorted(read.faults)
    for start in range(0, len(rows), _PORTION):
        _record_some_rows(ledger, read, grouped.rejected, rows[start : start + _PORTION], outcomes, now, loader)


def _record_some_rows(
    ledger: LedgerFile,
    read: Read,
    rejected: Container[int],
    rows: Sequence[int],
    outcomes: Mapping[int, tuple[str, str]],
    now: datetime,
    loader: Loader,
) -> None:
    names = read.column("head_name")
    mask = cache(mask_name)
    became = [outcomes.get(row, ("", NULL)) for row in rows]
    columns: dict[str, Column] = {
        "id": list(islice(ids_as_text(now), len(rows))),
        "region": texts(read.regions[row] for row in rows),
        "ledger_id": str(ledger.id),
        "sheet": texts(read.rows.sheets[row] for row in rows),
        "number": texts(read.rows.numbers[row] for row in rows),
        "label": texts(mask(names[row]) if names[row] else "" for row in rows),
        "state": [(RowState.REJECTED if row in rejected else RowState.ACCEPTED).value for row in rows],
        "outcome": [outcome for outcome, _household in became],
        "household": [household for _outcome, household in became],
        "faults": texts(_written(read.faults[row]) if row in read.faults else "[]" for row in rows),
    }
    loader.load("relief_ledgerrow", columns)


def _written(faults: list[Fault]) -> str:
    return f"[{','.join(_one(one.field, one.code) if not one.params else _json(one) for one in faults)}]"


def _json(fault: Fault) -> str:
    return json.dumps(fault.written(), ensure_ascii=False)


@cache
def _one(field: str, code: str) -> str:
    return _json(Fault(field, code))
