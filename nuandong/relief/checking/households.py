"""Rows made into households, and what must agree within one, and between them. Pure."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from nuandong.kernel.idcard import IdNumber
from nuandong.people.names import fold
from nuandong.relief.checking.table import Read
from nuandong.relief.forms.shape import Form

MOST_PEOPLE: Final = 30
_OF_HOUSEHOLD: Final = (
    "household_type",
    "household_size",
    "persons_in_need",
    "cash_paid",
    "goods_value",
    "account",
    "account_holder",
)
_ADDED: Final = ("household_size", "persons_in_need", "cash_paid", "goods_value", "amount", "households", "persons")


@dataclass(slots=True)
class Remark:
    """A row of totals that says something else than its rows do."""

    sheet: int
    number: int
    field: str
    said: int
    found: int


@dataclass(slots=True)
class Homes:
    """Places of rows by household; a ledger of households has one each."""

    homes: list[list[int]] = field(default_factory=list)
    rejected: set[int] = field(default_factory=set)
    """Rows that cannot be taken over: all those of a household with an error."""


def households_of(read: Read, form: Form) -> Homes:
    """Group the rows and check them; faults go to `read`."""
    grouped = list(_by_head(read)) if form.per == "person" else [[row] for row in range(len(read.rows))]
    _heads(read)
    _once(read, grouped)
    if form.per == "person":
        for rows in grouped:
            _members(read, rows)
    _accounts(read, grouped)
    made = Homes(grouped)
    settle(read, made)
    return made


def settle(read: Read, made: Homes) -> None:
    """Say which rows are out: whoever has an error takes the others of the household along."""
    for rows in made.homes:
        wrong = {row for row in rows if row in read.faults and any(one.error for one in read.faults[row])}
        if not wrong:
            continue
        for row in rows:
            if row not in wrong and row not in made.rejected:
                read.fault(row, "head_id_no", "household_rejected")
        made.rejected.update(rows)


def remarks_of(read: Read, made: Homes) -> list[Remark]:
    """Rows of totals against the sums of their sheets; of a household with several rows the first one counts."""
    if not read.rows.totals:
        return []
    sums: dict[tuple[int, str], int] = defaultdict(int)
    told: dict[int, set[str]] = defaultdict(set)
    for name in _ADDED:
        values = read.values.get(name)
        for rows in made.homes if values else ():
            value = values[rows[0]] if values else None
            sheet = read.rows.sheets[rows[0]]
            told[sheet].add(name)
            sums[sheet, name] += value or 0
    found = []
    for sheet, number, cells in read.rows.totals:
        for name in _ADDED:
            said = _number(cells.get(name, ""), money=name in {"cash_paid", "goods_value", "amount"})
            if said is not None and name in told[sheet] and said != sums[sheet, name]:
                found.append(Remark(sheet, number, name, said, sums[sheet, name]))
    return found


def _number(text: str, *, money: bool) -> int | None:
    plain = text.replace(",", "").strip()
    try:
        return round(float(plain) * (100 if money else 1)) if plain else None
    except ValueError:
        return None


def _by_head(read: Read) -> Iterator[list[int]]:
    """Rows that stand together under one number of a head; a row without one goes with the row above."""
    rows: list[int] = []
    mark: str | None = None
    cells = read.rows.cells.get("head_id_no", [""] * len(read.rows))
    for row, cell in enumerate(cells):
        said = "".join(cell.split()).upper()
        if rows and said and said != mark:
            yield rows
            rows = []
        rows.append(row)
        mark = said or mark
    if rows:
        yield rows


def _heads(read: Read) -> None:
    """Sex, birth and size against each other in every row."""
    sizes, needs = read.column("household_size"), read.column("persons_in_need")
    sexes, births = read.column("head_sex"), read.column("head_birth")
    for row, number in enumerate(read.column("head_id_no")):
        size, need = sizes[row], needs[row]
        if size is not None and not 1 <= size <= MOST_PEOPLE:
            read.fault(row, "household_size", "count_range", most=MOST_PEOPLE)
        elif need is not None and size is not None and need > size:
            read.fault(row, "persons_in_need", "need_over_size")
        if number is None:
            continue
        if sexes[row] and sexes[row] != number.sex.value:
            read.fault(row, "head_sex", "sex_differs")
        if births[row] and births[row] != number.birth:
            read.fault(row, "head_birth", "birth_differs")


def _once(read: Read, grouped: list[list[int]]) -> None:
    """Nobody twice: no household, and nobody in two of them."""
    heads, members = read.column("head_id_no"), read.column("member_id_no")
    seen: dict[str, int] = {}
    for rows in grouped:
        number = heads[rows[0]]
        if number is not None:
            first = seen.setdefault(number.number, rows[0])
            if first != rows[0]:
                read.fault(rows[0], "head_id_no", "twice", line=read.rows.numbers[first])
    if "member_id_no" not in read.values:
        return
    people: dict[str, int] = {}
    for rows in grouped:
        for row in rows:
            if members[row] is not None:
                first = people.setdefault(members[row].number, row)
                if first != row:
                    read.fault(row, "member_id_no", "member_twice", line=read.rows.numbers[first])


def _members(read: Read, rows: list[int]) -> None:
    """A household with a row for each member: one of them the head, as many as it says, everything of it said once."""
    first = rows[0]
    heads, names = read.column("head_id_no"), read.column("head_name")
    members, called, relations = read.column("member_id_no"), read.column("member_name"), read.column("relation")
    for name in _OF_HOUSEHOLD:
        values = read.values.get(name)
        if values and any(values[row] not in (None, values[first]) for row in rows[1:]):
            read.fault(first, name, "household_differs")
    size = read.column("household_size")[first]
    if size is not None and size != len(rows):
        read.fault(first, "household_size", "size_differs", said=size, found=len(rows))
    own = [row for row in rows if relations[row] == "head"]
    if len(own) != 1:
        read.fault(first, "relation", "head_missing")
        return
    head: IdNumber | None = heads[first]
    member: IdNumber | None = members[own[0]]
    if head and member and (head.number != member.number or not _same(names[first], called[own[0]])):
        read.fault(own[0], "member_id_no", "head_differs")


def _same(first: Any, second: Any) -> bool:
    return fold(first or "") == fold(second or "")


def _accounts(read: Read, grouped: list[list[int]]) -> None:
    values = read.values.get("account")
    if values is None:
        return
    holders, names = read.column("account_holder"), read.column("head_name")
    for rows in grouped:
        if values[rows[0]] and holders[rows[0]] and not _same(holders[rows[0]], names[rows[0]]):
            read.fault(rows[0], "account_holder", "holder_differs")
    seen: dict[str, int] = {}
    for rows in grouped:
        account = values[rows[0]]
        if account and (first := seen.setdefault(account, rows[0])) != rows[0]:
            read.fault(rows[0], "account", "account_many", line=read.rows.numbers[first])
