"""Search: equality on the key table, probe after probe, until the page is full.

Each probe is one index-only walk in the order (region, person) within one span of the scope, so that any page of any
query costs about the same. The row-level policy stands behind it; the span is repeated in the query because it makes
the walk start at the right place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import parse_id_number
from nuandong.org import permissions
from nuandong.people.documents import number_blind
from nuandong.people.keys import id_keys
from nuandong.people.kinds import DocumentKind
from nuandong.people.models import IdentityDocument
from nuandong.people.query import Probe, Query, Tier, parse_query
from nuandong.people.ranking import ranked
from nuandong.people.rows import hashed
from nuandong.people.selectors.cards import PersonCard, cards

MAX_PAGE: Final = 100
_BY_DOCUMENT: Final = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the probe, and the last person of it."""

    probe: int
    region: int
    person: UUID

    def __str__(self) -> str:
        return f"{self.probe}.{self.region}.{self.person.hex}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Read back what `str` wrote; anything else is None, the first page."""
        try:
            probe, region, person = text.split(".")
            return cls(int(probe), int(region), UUID(hex=person))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class FoundPerson:
    card: PersonCard
    tier: Tier

    @property
    def name_masked(self) -> str:
        return self.card.name


@dataclass(frozen=True, slots=True)
class Page:
    """Found people, closest first, and where the next page starts (None: there is none)."""

    people: tuple[FoundPerson, ...]
    after: Place | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A probe with its keys hashed."""

    tier: Tier
    keys: tuple[bytes, ...]


def search(text: str, *, by: Actor, limit: int = 20, after: Place | None = None) -> Page:
    """Find people within the scope by name, part of it, sound, pinyin, initials, or digits of papers and phones.

    Raises Invalid when the text asks for nothing, Forbidden without people.person.see. Pages by keyset.
    """
    permissions.check(by, "people.person.see")
    query = parse_query(text)
    wanted = min(max(limit, 1), MAX_PAGE)
    found = list(_found(query, by, wanted + 1, after))
    shown = found[:wanted]
    by_id = cards([place.person for _tier, place in shown], by=by)
    people = [FoundPerson(by_id[place.person], tier) for tier, place in shown if place.person in by_id]
    return Page(tuple(ranked(people, query.name)), shown[-1][1] if len(found) > wanted else None)


def _found(query: Query, by: Actor, limit: int, after: Place | None) -> Iterator[tuple[Tier, Place]]:
    if query.number and (places := _documents(query.number)):
        yield from ((Tier.DOCUMENT, place) for place in _later(places, after)[:limit])
        return
    probes = [_Asked(one.tier, tuple(map(hashed, one.keys))) for one in _with_tail(query)]
    left = limit
    for number, probe in enumerate(probes):
        for span in sorted(by.spans):
            if left <= 0 or (after is not None and not _remains(span, number, after)):
                continue
            start = after if after is not None and after.probe == number else None
            for region, person in _walk(probe, probes[:number], span, start, left):
                yield probe.tier, Place(number, region, person)
                left -= 1


def _with_tail(query: Query) -> tuple[Probe, ...]:
    """A whole number that nobody has registered may have been mistyped somewhere: its tail is asked instead."""
    if not query.number or query.probes:
        return query.probes
    return tuple(Probe(Tier.TAIL, (key,)) for key in id_keys(query.number))


def _remains(span: Span, probe: int, after: Place) -> bool:
    return probe > after.probe or (probe == after.probe and span.hi > after.region)


_FAMILIES: Final = [kind for kind in DocumentKind if kind not in {DocumentKind.NONE, DocumentKind.ID_CARD_LEGACY}]


def _documents(number: str) -> list[Place]:
    """Who showed a paper of this number, whatever kind of paper."""
    try:
        card = parse_id_number(number, allow_demo=True).number
    except Invalid:
        card = number
    blinds = [number_blind(kind, card if kind == DocumentKind.ID_CARD else number) for kind in _FAMILIES]
    holders = IdentityDocument.objects.filter(number_blind__in=blinds).values_list("region", "person_id")
    return [Place(_BY_DOCUMENT, *pair) for pair in sorted(set(holders), key=lambda pair: (pair[0], pair[1].int))]


def _later(places: list[Place], after: Place | None) -> list[Place]:
    if after is None:
        return places
    return [place for place in places if (place.region, place.person.int) > (after.region, after.person.int)]


def _walk(probe: _Asked, earlier: list[_Asked], span: Span, start: Place | None, limit: int) -> list[tuple[int, UUID]]:
    """Persons of one span who hold all keys of the probe and were not found by an earlier one."""
    text, values = statement(probe.keys, [one.keys for one in earlier], span, start, limit)
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return [(region, person) for region, person in cursor.fetchall()]


def statement(
    keys: tuple[bytes, ...], earlier: list[tuple[bytes, ...]], span: Span, start: Place | None, limit: int
) -> tuple[str, list[Any]]:
    """The SQL of one walk and its values."""
    text = "SELECT k.region, k.person_id FROM people_personkey k WHERE k.key = %s AND k.region >= %s AND k.region < %s"
    values: list[Any] = [keys[0], span.lo, span.hi]
    if start is not None:
        text += " AND (k.region, k.person_id) > (%s, %s)"
        values += [start.region, start.person]
    for key in keys[1:]:
        text += f" AND {_HOLDS}"
        values.append(key)
    for other in earlier:
        text += f" AND NOT ({' AND '.join([_HOLDS] * len(other))})"
        values += other
    text += " ORDER BY k.region, k.person_id LIMIT %s"
    return text, [*values, limit]


_HOLDS: Final = (
    "EXISTS (SELECT FROM people_personkey o WHERE o.key = %s AND o.region = k.region AND o.person_id = k.person_id)"
)
