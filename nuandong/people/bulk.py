"""Columns for COPY: persons, documents, households, memberships, categories and keys of a chunk, sealed and hashed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from nuandong.kernel.ids import ids_as_text
from nuandong.kernel.text import clean_line
from nuandong.machine.loading import NULL, Loader, hexes, texts
from nuandong.people.details import Details
from nuandong.people.documents import CheckedPaper, number_blinds
from nuandong.people.keys import id_keys, name_keys, phone_keys
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.masking import mask_address, mask_name, mask_phone
from nuandong.people.rows import DOCUMENT, HOUSEHOLD, KEY_PURPOSE, PERSON, PLAIN
from nuandong.vault import api as vault

_MOST_HASHES: Final = 300_000
_MOST_NAMES: Final = 20_000
_HASH_BYTES: Final = 16
_BYTES: Final = "\\\\x"
"""How bytes begin in COPY text."""


class Writer:
    """Gathers checked people and turns a chunk of them into columns; remembers hashes, since names and surnames repeat.

    Ids are written down once: they stand in many places.
    """

    def __init__(self, now: datetime, loader: Loader) -> None:
        self._at, self._loader = now.isoformat(), loader
        self.ids = ids_as_text(now)
        self._hashes: dict[str, str] = {}
        self._name_keys = lru_cache(maxsize=_MOST_NAMES)(lambda name: tuple(name_keys(name)))
        self._start()

    def _start(self) -> None:
        self._people: list[tuple[str, int, Details, tuple[str, ...]]] = []
        self._papers: list[tuple[str, int, CheckedPaper]] = []
        self._homes: list[tuple[str, int, str, str, date]] = []
        self._members: list[tuple[int, str, str, str, date]] = []
        self._held: list[tuple[int, str | None, str | None, str, str, date]] = []

    def person(self, identity: str, region: int, details: Details, papers: Sequence[CheckedPaper]) -> None:
        keys = phone_keys(details.phone)
        for paper in papers:
            keys |= id_keys(paper.number)
            self._papers.append((identity, region, paper))
        self._people.append((identity, region, details, (*self._name_keys(details.name), *keys)))

    def household(self, identity: str, region: int, number: str, address: str, formed_on: date) -> None:
        self._homes.append((identity, region, clean_line(number, 40, field="number"), address, formed_on))

    def membership(self, person: str, household: str, region: int, relation: Relation, since: date) -> None:
        self._members.append((region, person, household, relation.value, since))

    def category(
        self, region: int, person: str | None, household: str | None, code: str, source: str, since: date
    ) -> None:
        self._held.append((region, person, household, code, source, since))

    def flush(self) -> None:
        """Send the chunk to the tables of the entered scope, in the order of their references, and start another."""
        for rows, store in (
            (self._people, self._store_people),
            (self._papers, self._store_papers),
            (self._homes, self._store_homes),
            (self._members, self._store_members),
            (self._held, self._store_held),
        ):
            if rows:
                store(*zip(*rows, strict=True))
        self._start()

    def _store_people(
        self, ids: Sequence[str], regions: Sequence[int], people: Sequence[Details], keys: Sequence[tuple[str, ...]]
    ) -> None:
        region = texts(regions)
        columns: dict[str, Any] = {"id": ids, "region": region}
        for field, mask in (("name", mask_name), ("phone", mask_phone), ("address", mask_address)):
            said = [getattr(one, field) for one in people]
            columns[f"{field}_sealed"] = _sealed(PERSON, f"{field}_sealed", ids, said)
            columns[f"{field}_masked"] = _masked(said, mask)
        columns |= {field: texts(getattr(one, field) for one in people) for field in PLAIN}
        columns |= {"version": "1", "registered_at": self._at, "changed_at": self._at}
        self._loader.load(PERSON, columns)
        columns = {"key": self._hashed(keys), "region": region, "person_id": ids}
        self._loader.load_shared("people_personkey", "key", _HASH_BYTES, columns)

    def _hashed(self, keys: Sequence[tuple[str, ...]]) -> list[str]:
        """The hashes of the keys of each person, one after the other."""
        if len(self._hashes) > _MOST_HASHES:
            self._hashes.clear()
        known = self._hashes
        fresh = list(set(chain.from_iterable(keys)).difference(known))
        known |= zip(fresh, map(bytes.hex, vault.blinds(KEY_PURPOSE, fresh)), strict=True)
        return [_BYTES + "".join([known[one] for one in some]) for some in keys]

    def _store_papers(self, people: Sequence[str], regions: Sequence[int], papers: Sequence[CheckedPaper]) -> None:
        ids = [next(self.ids) for _one in papers]
        numbered = [one.kind != DocumentKind.NONE for one in papers]
        numbers = [one.number if there else "" for one, there in zip(papers, numbered, strict=True)]
        blinds = iter(number_blinds([(one.kind, one.number) for one in papers if one.kind != DocumentKind.NONE]))
        columns = {
            "id": ids,
            "region": texts(regions),
            "person_id": people,
            "kind": texts(one.kind for one in papers),
            "number_sealed": _sealed(DOCUMENT, "number_sealed", ids, numbers),
            "number_blind": hexes(next(blinds) if there else None for there in numbered),
            "valid_until": texts(one.valid_until for one in papers),
            "recorded_at": self._at,
        }
        self._loader.load(DOCUMENT, columns)

    def _store_homes(
        self,
        ids: Sequence[str],
        regions: Sequence[int],
        numbers: Sequence[str],
        addresses: Sequence[str],
        formed_on: Sequence[date],
    ) -> None:
        columns = {
            "id": ids,
            "region": texts(regions),
            "number": texts(numbers),
            "address_sealed": _sealed(HOUSEHOLD, "address_sealed", ids, addresses),
            "address_masked": _masked(addresses, mask_address),
            "formed_on": texts(formed_on),
            "version": "1",
            "registered_at": self._at,
        }
        self._loader.load(HOUSEHOLD, columns)

    def _store_members(
        self,
        regions: Sequence[int],
        people: Sequence[str],
        homes: Sequence[str],
        relations: Sequence[str],
        since: Sequence[date],
    ) -> None:
        columns = {
            "id": [next(self.ids) for _one in people],
            "region": texts(regions),
            "person_id": people,
            "household_id": homes,
            "relation": texts(relations),
            "since": texts(since),
        }
        self._loader.load("people_membership", columns)

    def _store_held(
        self,
        regions: Sequence[int],
        people: Sequence[str | None],
        homes: Sequence[str | None],
        codes: Sequence[str],
        sources: Sequence[str],
        since: Sequence[date],
    ) -> None:
        columns = {
            "id": [next(self.ids) for _one in codes],
            "region": texts(regions),
            "person_id": texts(people),
            "household_id": texts(homes),
            "code": texts(codes),
            "source": texts(sources),
            "since": texts(since),
            "recorded_at": self._at,
        }
        self._loader.load("people_categoryassignment", columns)


def _sealed(table: str, column: str, rows: Sequence[str], words: Sequence[str]) -> list[str]:
    """The words of a column encrypted, each for its row; nothing where there are none."""
    told = [(row, text) for row, text in zip(rows, words, strict=True) if text]
    sealed = iter(hexes(vault.seal_many(table, column, [row for row, _text in told], [text for _row, text in told])))
    return [next(sealed) if text else NULL for text in words]


def _masked(words: Iterable[str], mask: Callable[[str], str]) -> list[str]:
    known = lru_cache(maxsize=None)(mask)
    return texts(known(text) for text in words)
