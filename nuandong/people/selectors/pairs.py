"""Pairs of records that may be of one person: the queue, one of them, and who was decided to be the same."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.kinds import PairState
from nuandong.people.lookups import pair_of
from nuandong.people.models import ProposedPair
from nuandong.people.pair_rules import SEE

MILLION: Final = 1_000_000
"""What probabilities are counted in."""
_MOST: Final = 20
"""Pairs of one person that are told on a page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; None and the empty region stand for everything."""

    state: str = ""
    sure: bool | None = None
    region: int | None = None
    persons: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class AfterPair:
    """The last pair of a page: the next one is less likely, or as likely with a greater id."""

    probability: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.probability}:{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """None for what is no such cursor."""
        probability, _colon, rest = (text or "").partition(":")
        try:
            found = cls(int(probability), UUID(rest))
        except ValueError:
            return None
        return found if 0 <= found.probability <= MILLION else None


def pairs(*, by: Actor, wanted: Wanted, limit: int, after: AfterPair | None = None) -> list[ProposedPair]:
    """Pairs within the scope, the likeliest first. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = _narrowed(wanted)
    if after is not None:
        rows = rows.filter(Q(probability__lt=after.probability) | Q(probability=after.probability, id__gt=after.id))
    return list(rows.order_by("-probability", "id")[:limit])


def pair_counts(*, by: Actor) -> dict[str, int]:
    """State → how many pairs of the scope stand so; one query. Raises Forbidden."""
    permissions.check(by, SEE)
    found = dict(ProposedPair.objects.order_by().values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in PairState}


def pair(pair: UUID, *, by: Actor) -> ProposedPair:
    """One pair. Raises NotFound outside the scope, Forbidden."""
    permissions.check(by, SEE)
    return pair_of(pair)


def pairs_of_person(person: UUID, *, by: Actor) -> list[ProposedPair]:
    """The pairs that one person stands in and that nobody called different, the likeliest first, twenty at most."""
    permissions.check(by, SEE)
    rows = ProposedPair.objects.filter(Q(person_a=person) | Q(person_b=person)).exclude(state=PairState.DIFFERENT)
    return list(rows.order_by("-probability", "id")[:_MOST])


def same_as(persons: Collection[UUID], *, by: Actor) -> dict[UUID, frozenset[UUID]]:
    """Person → the other records that somebody decided to be of the same person, over any number of pairs.

    Only as far as the scope reaches: who does not see a pair does not see what it links. One query. Raises Forbidden.
    """
    permissions.check(by, "people.person.see")
    found: dict[UUID, set[UUID]] = {person: set() for person in persons}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE linked (root, person) AS ("
            " SELECT one, one FROM unnest(%s::uuid[]) one"
            " UNION SELECT linked.root,"
            " CASE WHEN pair.person_a_id = linked.person THEN pair.person_b_id ELSE pair.person_a_id END"
            " FROM linked JOIN people_proposedpair pair ON pair.state = %s"
            " AND (pair.person_a_id = linked.person OR pair.person_b_id = linked.person))"
            " SELECT root, person FROM linked WHERE root <> person",
            [list(found), PairState.SAME.value],
        )
        for root, person in cursor.fetchall():
            found[root].add(person)
    return {person: frozenset(others) for person, others in found.items()}


def _narrowed(wanted: Wanted) -> QuerySet[ProposedPair]:
    rows = ProposedPair.objects.all()
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.sure is not None:
        rows = rows.filter(sure=wanted.sure)
    if wanted.region is not None:
        rows = rows.filter(in_region(wanted.region))
    if wanted.persons is not None:
        rows = rows.filter(Q(person_a__in=wanted.persons) | Q(person_b__in=wanted.persons))
    return rows
