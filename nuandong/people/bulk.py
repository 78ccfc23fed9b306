"""Rows for COPY: persons, documents, households, memberships, categories and keys of one chunk, sealed and hashed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from nuandong.kernel.ids import new_id
from nuandong.machine.loading import copied_into
from nuandong.people.details import Details
from nuandong.people.documents import CheckedPaper, number_blind
from nuandong.people.keys import id_keys
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.masking import mask_address
from nuandong.people.rows import DOCUMENT, HOUSEHOLD, columns, detail_keys, hashed
from nuandong.vault import api as vault

_MOST_HASHES: Final = 300_000

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "people_person": (
        "id", "region", "name_sealed", "name_masked", "sex", "birth_on", "birth_year", "ethnic_code", "phone_sealed",
        "phone_masked", "address_sealed", "address_masked", "hukou_region", "dead_on", "version", "registered_at",
        "changed_at",
    ),
    "people_identitydocument": (
        "id", "region", "person_id", "kind", "number_sealed", "number_blind", "valid_until", "recorded_at",
    ),
    "people_household": (
        "id", "region", "number", "address_sealed", "address_masked", "formed_on", "version", "registered_at",
    ),
    "people_membership": ("id", "region", "person_id", "household_id", "relation", "since"),
    "people_categoryassignment": (
        "id", "region", "person_id", "household_id", "code", "source", "since", "recorded_at",
    ),
    "people_personkey": ("key", "region", "person_id"),
}  # fmt: skip
"""Tables in the order of their references, with the columns a bulk load fills."""


@dataclass(slots=True)
class Chunk:
    """Lines of COPY text by table."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def add(self, table: str, *values: object) -> None:
        self.lines[table].append("\t".join(map(_text, values)))


class Writer:
    """Turns checked people into lines; remembers hashes, since names and surnames repeat."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.chunk = Chunk()
        self._hashes: dict[str, bytes] = {}

    def person(self, identity: UUID, region: int, details: Details, papers: Iterable[CheckedPaper]) -> None:
        values: dict[str, Any] = columns(identity, details)
        values |= {"id": identity, "region": region, "version": 1, "registered_at": self.now, "changed_at": self.now}
        self.chunk.add("people_person", *(values[name] for name in TABLES["people_person"]))
        keys = detail_keys(details)
        for paper in papers:
            keys |= id_keys(paper.number)
            self._paper(identity, region, paper)
        add = self.chunk.lines["people_personkey"].append
        tail = f"\t{region}\t{identity}"
        for key in keys:
            add(f"\\\\x{self._hash(key).hex()}{tail}")

    def _paper(self, person: UUID, region: int, paper: CheckedPaper) -> None:
        identity = new_id(self.now)
        sealed = blind = None
        if paper.kind != DocumentKind.NONE:
            sealed = vault.seal(DOCUMENT, "number_sealed", identity, paper.number)
            blind = number_blind(paper.kind, paper.number)
        self.chunk.add(
            "people_identitydocument", identity, region, person, paper.kind, sealed, blind, paper.valid_until, self.now
        )

    def household(self, identity: UUID, region: int, number: str, address: str, formed_on: date) -> None:
        sealed = vault.seal(HOUSEHOLD, "address_sealed", identity, address) if address else None
        masked = mask_address(address)
        self.chunk.add("people_household", identity, region, number, sealed, masked, formed_on, 1, self.now)

    def membership(self, person: UUID, household: UUID, region: int, relation: Relation, since: date) -> None:
        self.chunk.add("people_membership", new_id(self.now), region, person, household, relation.value, since)

    def category(
        self, region: int, person: UUID | None, household: UUID | None, code: str, source: str, since: date
    ) -> None:
        self.chunk.add(
            "people_categoryassignment", new_id(self.now), region, person, household, code, source, since, self.now
        )

    def _hash(self, key: str) -> bytes:
        found = self._hashes.get(key)
        if found is None:
            if len(self._hashes) >= _MOST_HASHES:
                self._hashes.clear()
            found = self._hashes[key] = hashed(key)
        return found

    def flush(self) -> None:
        """Write the chunk into the tables of the entered scope and start an empty one."""
        chunk, self.chunk = self.chunk, Chunk()
        for table, lines in chunk.lines.items():
            if lines:
                _load(table, lines)


def _load(table: str, lines: list[str]) -> None:
    # Keys are random: sorted, a chunk touches each page of the index once.
    order = "key, region, person_id" if table == "people_personkey" else ""
    with copied_into(table, TABLES[table], order=order) as copy:
        copy.write("\n".join(lines).encode() + b"\n")


_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_FORMS: Final[dict[type, Callable[[Any], str]]] = {
    bytes: lambda value: f"\\\\x{value.hex()}",
    UUID: str,
    int: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
}


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    form = _FORMS.get(type(value))
    return form(value) if form is not None else str(value).translate(_ESCAPES)
