"""Rows for COPY: persons, documents, households, memberships, categories and keys of one chunk, sealed and hashed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from nuandong.kernel.ids import new_id
from nuandong.machine.loading import copied_into, copy_line
from nuandong.people.details import Details
from nuandong.people.documents import CheckedPaper, number_blind
from nuandong.people.keys import id_keys, name_keys, phone_keys
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.masking import mask_address
from nuandong.people.rows import DOCUMENT, HOUSEHOLD, columns, hashed
from nuandong.vault import api as vault

_MOST_HASHES: Final = 300_000
_MOST_NAMES: Final = 20_000

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
        self.lines[table].append(copy_line(values))


class Writer:
    """Turns checked people into lines; remembers hashes, since names and surnames repeat."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._at = now.isoformat()
        self.chunk = Chunk()
        self._hashes: dict[str, str] = {}
        self._name_keys = lru_cache(maxsize=_MOST_NAMES)(name_keys)

    def person(self, identity: UUID, region: int, details: Details, papers: Iterable[CheckedPaper]) -> None:
        # Ids and the moment stand in many places: each is written down once.
        person = str(identity)
        values: dict[str, Any] = columns(person, details)
        values |= {"id": person, "region": region, "version": 1, "registered_at": self._at, "changed_at": self._at}
        self.chunk.add("people_person", *(values[name] for name in TABLES["people_person"]))
        keys = self._name_keys(details.name) | phone_keys(details.phone)
        for paper in papers:
            keys |= id_keys(paper.number)
            self._paper(person, region, paper)
        add = self.chunk.lines["people_personkey"].append
        tail = f"\t{region}\t{person}"
        for key in keys:
            add(self._hash(key) + tail)

    def _paper(self, person: str, region: int, paper: CheckedPaper) -> None:
        identity = str(new_id(self.now))
        sealed = blind = None
        if paper.kind != DocumentKind.NONE:
            sealed = vault.seal(DOCUMENT, "number_sealed", identity, paper.number)
            blind = number_blind(paper.kind, paper.number)
        self.chunk.add(
            "people_identitydocument", identity, region, person, paper.kind, sealed, blind, paper.valid_until, self._at
        )

    def household(self, identity: UUID, region: int, number: str, address: str, formed_on: date) -> None:
        sealed = vault.seal(HOUSEHOLD, "address_sealed", identity, address) if address else None
        masked = mask_address(address)
        self.chunk.add("people_household", identity, region, number, sealed, masked, formed_on, 1, self._at)

    def membership(self, person: UUID, household: UUID, region: int, relation: Relation, since: date) -> None:
        self.chunk.add("people_membership", new_id(self.now), region, person, household, relation.value, since)

    def category(
        self, region: int, person: UUID | None, household: UUID | None, code: str, source: str, since: date
    ) -> None:
        self.chunk.add(
            "people_categoryassignment", new_id(self.now), region, person, household, code, source, since, self._at
        )

    def _hash(self, key: str) -> str:
        found = self._hashes.get(key)
        if found is None:
            if len(self._hashes) >= _MOST_HASHES:
                self._hashes.clear()
            found = self._hashes[key] = f"\\\\x{hashed(key).hex()}"
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
