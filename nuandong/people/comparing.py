"""Persons in the clear as the linkage takes them: in memory only, for as long as a comparison takes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Final
from uuid import UUID

import pyarrow as pa
from django.db.models import QuerySet

from nuandong.batch.linkage import columns
from nuandong.people.details import Details
from nuandong.people.kinds import DocumentKind, Sex
from nuandong.people.models import IdentityDocument, Person
from nuandong.people.rows import open_number, opened
from nuandong.vault import api as vault

PURPOSE: Final = "people.pair"
_AT_ONCE: Final = 2000
# A household book has one number for all its members.
_OWN: Final = tuple(kind for kind in DocumentKind if kind not in {DocumentKind.HUKOU_BOOK, DocumentKind.NONE})
_BEST: Final = {DocumentKind.ID_CARD: 0, DocumentKind.ID_CARD_LEGACY: 1}

Record = Mapping[str, str]


def records(people: QuerySet[Person], cards: Mapping[UUID, str]) -> Iterator[Record]:
    """One record of texts for every person with a name, by the names of `linkage.columns.COLUMNS`; `cards` are bank
    accounts of persons."""
    named = people.filter(name_sealed__isnull=False).iterator(chunk_size=_AT_ONCE)
    while chunk := list(islice(named, _AT_ONCE)):
        for record in records_of(chunk):
            yield {**record, "card": cards.get(UUID(record["id"]), "")}


def as_table(rows: Iterable[Record]) -> pa.Table:
    """Records as the linkage reads a list."""
    by_column: dict[str, list[str]] = {name: [] for name in columns.COLUMNS}
    for row in rows:
        for name, values in by_column.items():
            values.append(row.get(name, ""))
    return columns.checked(pa.table({name: pa.array(values, pa.string()) for name, values in by_column.items()}))


def fingerprint(left: Record, right: Record) -> bytes:
    """A keyed hash of everything that is compared of two persons; the same until some of it changes."""
    return vault.blind(PURPOSE, json.dumps([dict(sorted(row.items())) for row in (left, right)], ensure_ascii=False))


def records_of(people: list[Person]) -> Iterator[Record]:
    """Records of persons that are at hand; one query for their papers."""
    numbers = _numbers(people)
    for person in people:
        yield record_of(opened(person), numbers.get(person.id, ""), person.region) | {"id": str(person.id)}


def record_of(told: Details, number: str, region: int | None) -> dict[str, str]:
    """What is told of somebody as a record without an id; "" where nothing is known."""
    return {
        "name": told.name,
        "id_number": number,
        "birth_date": told.birth_on.isoformat() if told.birth_on else "",
        "sex": "" if told.sex == Sex.UNKNOWN else told.sex,
        "region": str(region or ""),
        "address": told.address,
        "phone": told.phone,
    }


def _numbers(people: list[Person]) -> dict[UUID, str]:
    """The number that tells most of each person: of an identity card, of an old one, of any other paper."""
    papers = IdentityDocument.objects.filter(person__in=people, kind__in=_OWN).order_by("id")
    found: dict[UUID, str] = {}
    for paper in sorted(papers, key=lambda one: _BEST.get(DocumentKind(one.kind), len(_BEST))):
        if paper.person_id not in found:
            found[paper.person_id] = open_number(paper)
    return found
