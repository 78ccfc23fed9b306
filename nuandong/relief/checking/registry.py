"""The households of a ledger against the register of people, and against what is known of the season already."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from nuandong.geo.codes import contains
from nuandong.kernel.actors import Actor
from nuandong.machine.asking import in_parts
from nuandong.people.masking import mask_name
from nuandong.people.names import fold
from nuandong.people.selectors.registered import Registered, registered
from nuandong.relief.checking.households import Homes, settle
from nuandong.relief.checking.table import Read
from nuandong.relief.states import Outcome
from nuandong.vault import api as vault

ACCOUNT: Final = "relief.account"
COLUMNS: Final = (
    "household_type", "size", "persons", "cash_fen", "goods_fen", "payment_form", "loss_type", "difficulty", "period",
    "grain_kg", "clothes", "quilts", "bank", "holder_masked", "holder_other", "account_blind",
)  # fmt: skip
"""What two needs are compared by."""
_CHUNK: Final = 10_000
_STANDING: Final = (
    f"SELECT id, household_id, {', '.join(COLUMNS)} FROM relief_need"  # noqa: S608  names of our own
    " WHERE season = %s AND ended_at IS NULL AND household_id = ANY(%s::uuid[])"
)


@dataclass(slots=True)
class Home:
    """One household that can be taken over: `need` are the values of COLUMNS, `replaces` the need in force so far."""

    rows: list[int]
    region: int
    outcome: Outcome
    household: UUID | None
    head: UUID | None
    need: tuple[Any, ...]
    replaces: UUID | None = None


def against(read: Read, homes: Homes, *, by: Actor, season: int) -> list[Home]:
    """Look every household up; what contradicts the register becomes a fault of its row. Raises Forbidden."""
    known = registered(_names(read, homes), by=by)
    taken = [rows for rows in homes.homes if rows[0] not in homes.rejected]
    needs = _needs_told(read, [rows[0] for rows in taken])
    found = [home for rows, need in zip(taken, needs, strict=True) if (home := _home(read, rows, known, need))]
    _once(read, found)
    settle(read, homes)
    kept = [home for home in found if home.rows[0] not in homes.rejected]
    _needs(kept, season)
    return kept


def digest(homes: list[Home], homes_of: Homes) -> str:
    """Of what will be done: the same when nothing of the register has changed that matters here."""
    told = hashlib.sha256()
    for home in homes:
        ids = (one and one.int for one in (home.household, home.head, home.replaces))
        told.update(f"{home.rows}{home.region}{home.outcome}{'/'.join(map(str, ids))}".encode())
    told.update(repr(sorted(homes_of.rejected)).encode())
    return told.hexdigest()


def _names(read: Read, homes: Homes) -> Mapping[str, str]:
    """Number → name of everybody in households without an error."""
    found: dict[str, str] = {}
    pairs = [("head_id_no", "head_name"), ("member_id_no", "member_name")]
    columns = [(read.column(number), read.column(name)) for number, name in pairs if number in read.values]
    for rows in homes.homes:
        if rows[0] in homes.rejected:
            continue
        for numbers, names in columns:
            for row in rows:
                if numbers[row] is not None:
                    found.setdefault(numbers[row].number, names[row] or "")
    return found


def _home(read: Read, rows: list[int], known: Mapping[str, list[Registered]], need: tuple[Any, ...]) -> Home | None:
    """The household of some rows; None, with a fault, where the register says otherwise."""
    first = rows[0]
    region = read.regions[first]
    number = read.column("head_id_no")[first].number
    head = _fitting(known.get(number, ()), region)
    wrong = list(_wrong(head, region)) if head else []
    for code, params in wrong:
        read.fault(first, "head_id_no", code, **params)
    if wrong:
        return None
    if head and head.household:
        # The register may know the village where the ledger does not.
        return Home(rows, head.region, Outcome.KNOWN, head.household, head.person, need)
    if head and len(rows) > 1:
        # Only somebody's own household is formed for a person who is registered alone: the others would be lost.
        read.fault(first, "head_id_no", "known_alone")
        return None
    members = read.column("member_id_no")
    for row in rows:
        if members[row] is None or members[row].number == number:
            continue
        if member := _fitting(known.get(members[row].number, ()), region):
            read.fault(row, "member_id_no", "known_member" if member.household else "known_alone")
            wrong.append(("", {}))
    return None if wrong else Home(rows, region, Outcome.NEW, None, head.person if head else None, need)


def _fitting(found: "list[Registered] | tuple[()]", region: int) -> Registered | None:
    """Of several records of one number the one of this region, a head before a member."""
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (not _near(one.region, region), not one.head))
    return ordered[0]


def _near(registered_in: int, region: int) -> bool:
    return registered_in == region or contains(region, registered_in) or contains(registered_in, region)


def _wrong(head: Registered, region: int) -> Iterator[tuple[str, dict[str, Any]]]:
    if not head.same_name:
        yield "known_name_differs", {}
    if head.dead_on is not None:
        yield "known_dead", {}
    if not _near(head.region, region):
        yield "known_elsewhere", {"region": head.region}
    elif head.household is not None and not head.head:
        yield "known_member", {}


def _once(read: Read, homes: list[Home]) -> None:
    seen: dict[UUID, int] = {}
    for home in homes:
        if home.household is not None:
            first = seen.setdefault(home.household, home.rows[0])
            if first != home.rows[0]:
                read.fault(home.rows[0], "head_id_no", "other_in_household", line=read.rows.numbers[first])


def _needs_told(read: Read, rows: list[int]) -> list[tuple[Any, ...]]:
    """The values of COLUMNS that some rows tell."""

    def at(name: str, otherwise: Any = None) -> list[Any]:
        values = read.column(name)
        return [otherwise if values[row] is None else values[row] for row in rows]

    accounts = at("account", "")
    holders = [holder if account else "" for holder, account in zip(at("account_holder", ""), accounts, strict=True)]
    blinds = iter(vault.blinds(ACCOUNT, [account for account in accounts if account]))
    columns = (
        at("household_type", ""),
        at("household_size"),
        at("persons_in_need"),
        at("cash_paid", 0),
        at("goods_value", 0),
        at("payment_form", ""),
        at("loss_type", ""),
        at("difficulty", ""),
        at("need_period", ""),
        at("grain_kg"),
        at("clothes"),
        at("quilts"),
        [bank[:60] if account else "" for bank, account in zip(at("bank", ""), accounts, strict=True)],
        [mask_name(holder) if holder else "" for holder in holders],
        [
            fold(holder) != fold(name) if holder else None
            for holder, name in zip(holders, at("head_name", ""), strict=True)
        ],
        [next(blinds) if account else None for account in accounts],
    )
    return list(zip(*columns, strict=True))


def _needs(homes: list[Home], season: int) -> None:
    """Set apart what stands already from what is new or another."""
    known = {home.household: home for home in homes if home.household is not None}
    every = list(known)
    parts = (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))
    for _households, rows in in_parts(_STANDING, parts, season):
        for identity, household, *values in rows:
            home = known[household]
            home.replaces = identity
            blind = values[-1]
            stands = (*values[:-1], bytes(blind) if blind is not None else None) == home.need
            home.outcome = Outcome.SAME if stands else Outcome.CHANGED
