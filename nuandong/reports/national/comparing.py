"""An export against our cases: which row is which case, and where they say something else."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import parse_id_number
from nuandong.kernel.text import halfwidth
from nuandong.people.masking import mask_address, mask_name, mask_number, mask_phone
from nuandong.people.selectors import copying as people
from nuandong.reports.kinds import Kind, Match
from nuandong.reports.models import NationalSerial
from nuandong.reports.national.cases import Case, cases, cases_by_id
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import SERIAL, Table
from nuandong.rescue import copying as stays

MASKS: Final = {"name": mask_name, "phone": mask_phone, "address": mask_address, "document": mask_number}
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_OTHERS: Final = 2000
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """What one row comes to; `fields` are the codes that differ, or why the row cannot be read."""

    kind: Kind | None
    row: int | None
    case: Case | None
    matched: str = ""
    fields: tuple[str, ...] = ()
    theirs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """Where rows can be found by, for all of them at once."""

    serials: Mapping[str, UUID]
    numbers: Mapping[str, Sequence[UUID]]
    names: Mapping[str, Sequence[UUID]]
    cases_of: Mapping[UUID, Sequence[tuple[UUID, date | None]]]
    cases: Mapping[UUID, Case]


def compare(
    system: System, table: Table, columns: Mapping[str, str], *, by: Actor, region: int, since: date, until: date
) -> Iterator[Line]:
    """Every row of an export, then every case of ours on these days that it lacks; rows that agree have no kind.

    A row is matched by its number in the system, then by the number of a paper, then by name and day. Raises Forbidden.
    """
    rows = {number: _said(cells, columns) for number, cells in table.rows()}
    known = _known(system, list(rows.values()), by, until)
    seen: dict[UUID, int] = {}
    for number, theirs in rows.items():
        if wrong := _wrong(theirs):
            yield Line(Kind.ERROR, number, None, "", (wrong,), theirs)
            continue
        found, how = _match(system, theirs, known)
        if found is None:
            yield Line(Kind.THERE, number, None, "", (), theirs)
        elif found.id in seen:
            yield Line(Kind.ERROR, number, None, "", ("twice", str(seen[found.id])), theirs)
        else:
            seen[found.id] = number
            different = tuple(_different(system, theirs, found, known))
            yield Line(Kind.DIFFERS if different else None, number, found, how, different, theirs)
    ours = cases(system, by=by, region=region, since=since, until=until, limit=_OTHERS)
    for one in ours:
        if one.id not in seen:
            yield Line(Kind.HERE, None, one)


def still_different(
    system: System,
    theirs: Mapping[UUID, Mapping[str, str]],
    cases: Mapping[UUID, UUID | None],
    *,
    by: Actor,
    on: date,
) -> dict[UUID, tuple[str, ...]]:
    """The fields in which rows of an export, by any key, differ from our records of today; where `cases` has none the
    row is matched anew, and a row without a match differs in `name`. Raises Forbidden."""
    known = _known(system, list(theirs.values()), by, on)
    held = cases_by_id(system, {case for case in cases.values() if case}, by=by, on=on)
    found: dict[UUID, tuple[str, ...]] = {}
    for key, said in theirs.items():
        identity = cases[key]
        case = _match(system, said, known)[0] if identity is None else held.get(identity)
        found[key] = tuple(_different(system, said, case, known)) if case else ("name",)
    return found


def hidden_fields(system: System) -> frozenset[str]:
    """The fields of which `masked` hides a part."""
    return frozenset(one.code for one in system.fields if one.from_.partition(".")[2] in MASKS)


def masked(system: System, code: str, words: str) -> str:
    """What an export says as a page may show it."""
    if code == SERIAL or not words:
        return words
    name = system.field(code).from_.partition(".")[2]
    mask = MASKS.get(name)
    return mask(words) if mask else words


def _said(cells: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    return {
        code: " ".join(cells[int(place)].split())[:_LONGEST] if int(place) < len(cells) else ""
        for place, code in columns.items()
    }


def _wrong(theirs: Mapping[str, str]) -> str:
    """Why nothing can be found by a row; empty when something can."""
    if not any(theirs.get(code) for code in (SERIAL, "document", "name")):
        return "nameless"
    number = theirs.get("document", "")
    # A spreadsheet that took a number of eighteen digits for an amount has lost its end.
    if re.fullmatch(r"\d(\.\d+)?[eE]\+?\d+", number) or (re.fullmatch(r"\d{15}000", number) and not _sound(number)):
        return "rounded"
    return ""


def _sound(number: str) -> bool:
    """Whether it is a number of an identity card after all, its check digit right."""
    try:
        parse_id_number(number, allow_demo=True)
    except Invalid:
        return False
    return True


def _serial(theirs: Mapping[str, str]) -> str:
    return halfwidth(theirs.get(SERIAL, "")).replace(" ", "").upper()


def _number(theirs: Mapping[str, str]) -> str:
    return halfwidth(theirs.get("document", "")).replace(" ", "").upper()


def _known(system: System, rows: Sequence[Mapping[str, str]], by: Actor, until: date) -> _Known:
    serials = NationalSerial.objects.filter(system=system.system, serial__in=[_serial(one) for one in rows])
    by_serial = dict(serials.values_list("serial", "case"))
    numbers = people.holders_of_numbers({number for one in rows if (number := _number(one))}, by=by)
    names = people.holders_of_names({name for one in rows if (name := one.get("name", ""))}, by=by)
    persons = {person for found in (*numbers.values(), *names.values()) for person in found}
    found: dict[UUID, list[tuple[UUID, date | None]]] = {}
    if system.cases == "stay":
        for person, held in stays.stays_of_people(persons, by=by).items():
            found[person] = [(stay, local_date(at)) for stay, at in held]
    else:
        found = {person: [(home, None)] for person, home in people.homes_of(persons, by=by, on=until).items()}
    wanted = {*by_serial.values(), *(case for held in found.values() for case, _day in held)}
    return _Known(by_serial, numbers, names, found, cases_by_id(system, wanted, by=by, on=until))


def _match(system: System, theirs: Mapping[str, str], known: _Known) -> tuple[Case | None, str]:
    """The case of a row; of several by one person the one of that day, or the newest."""
    found = known.cases.get(known.serials[serial]) if (serial := _serial(theirs)) in known.serials else None
    if found is not None:
        return found, Match.SERIAL
    day = _day(theirs.get("arrived_at", "")) or _day(theirs.get("since", ""))
    for persons, how in (
        (known.numbers.get(_number(theirs), ()), Match.DOCUMENT),
        (known.names.get(theirs.get("name", ""), ()), Match.NAME),
    ):
        held = [one for person in persons for one in known.cases_of.get(person, ())]
        same = [case for case, at in held if (at or _since(known.cases.get(case))) == day and day is not None]
        chosen = same[0] if same else held[0][0] if held and how is Match.DOCUMENT and day is None else None
        if chosen is None and how is Match.DOCUMENT and system.cases == "household" and held:
            chosen = held[0][0]
        if chosen is not None and chosen in known.cases:
            return known.cases[chosen], how
    return None, ""


def _since(case: Case | None) -> date | None:
    return case.day if case else None


def _different(system: System, theirs: Mapping[str, str], case: Case, known: _Known) -> Iterator[str]:
    for code, said in theirs.items():
        if code == SERIAL:
            if case.serial and _serial(theirs) != case.serial:
                yield code
            continue
        ours = case.values.get(code, "")
        name = system.field(code).from_.partition(".")[2]
        if name == "document":
            agrees = case.person in known.numbers.get(_number(theirs), ()) if said else not ours
        elif name == "name":
            agrees = case.person in known.names.get(said, ()) if said else not ours
        elif name in MASKS:
            agrees = (MASKS[name](said) if said else "") == ours
        else:
            agrees = alike(said, ours)
        if not agrees:
            yield code


def alike(theirs: str, ours: str) -> bool:
    """Whether two ways to write something say the same: days in any form, to the minute where both say one; words
    without spaces and punctuation; 男性 for 男."""
    if (first := _day(theirs)) and (second := _day(ours)):
        times = [re.search(r"\d{1,2}:\d{2}", words) for words in (theirs, ours)]
        exact = all(times) and {one.group().zfill(5) for one in times if one}
        return first == second and (not exact or len(exact) == 1)
    a, b = (re.sub(r"[\s、，,；;。.（）()]", "", halfwidth(words)) for words in (theirs, ours))
    return a == b or {a, b} in ({"男", "男性"}, {"女", "女性"})


def _day(words: str) -> date | None:
    found = _DAY.search(words)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
