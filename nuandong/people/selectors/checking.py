"""What integrity checks ask of the register: people who stand twice, records that contradict their card."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import parse_id_number
from nuandong.people.keys import Kind, key
from nuandong.people.kinds import DocumentKind, PairState, Relation, Sex
from nuandong.people.models import IdentityDocument, Membership, PersonKey, ProposedPair
from nuandong.people.rows import hashed, open_number
from nuandong.people.selectors.pairs import same_as

_CHUNK: Final = 5000


def in_two_households(here: Q) -> Iterator[tuple[UUID, UUID, UUID]]:
    """Person, household and other household of everybody known twice; `here` limits the first of them by `region`.

    Twice: two records decided to be of one person, or called sure by the linkage and not decided; one number of a
    document in two regions.
    """
    doubtful = ProposedPair.objects.filter(Q(state=PairState.SAME) | Q(state=PairState.OPEN, sure=True))
    pairs = set(doubtful.values_list("person_a", "person_b"))
    twice = IdentityDocument.objects.filter(number_blind__isnull=False).values("number_blind").order_by()
    again = twice.annotate(n=Count("person", distinct=True)).filter(n__gt=1).values("number_blind")
    holders: dict[bytes, list[UUID]] = {}
    for blind, person in IdentityDocument.objects.filter(number_blind__in=again).values_list("number_blind", "person"):
        holders.setdefault(bytes(blind or b""), []).append(person)
    pairs |= {(one, other) for several in holders.values() for one in several for other in several if one != other}
    every = {(one, other) for pair in pairs for one, other in (pair, pair[::-1])}
    homes = _homes({one for one, _other in every}, Q())
    near = _homes({one for one, _other in every}, here)
    for one, other in sorted(every):
        if one in near and other in homes and homes[one] != homes[other]:
            yield one, homes[one], homes[other]


def _homes(persons: Collection[UUID], here: Q) -> dict[UUID, UUID]:
    """Person → the household somebody is in now."""
    found: dict[UUID, UUID] = {}
    listed = sorted(persons)
    for start in range(0, len(listed), _CHUNK):
        rows = Membership.objects.filter(here, until=None, person__in=listed[start : start + _CHUNK])
        found.update(rows.values_list("person", "household"))
    return found


def decided_same() -> dict[UUID, frozenset[UUID]]:
    """Person → the other records somebody decided to be of the same person; whoever has none is not in it."""
    rows = ProposedPair.objects.filter(state=PairState.SAME).values_list("person_a", "person_b")
    linked = {person for pair in rows for person in pair}
    return same_as(linked, by=SYSTEM) if linked else {}


def dead_heads(households: Iterable[UUID]) -> frozenset[UUID]:
    """Of these households those whose head has died, as the register knows. One query."""
    heads = Membership.objects.filter(
        household__in=list(households), until=None, relation=Relation.HEAD, person__dead_on__isnull=False
    )
    return frozenset(heads.values_list("household", flat=True))


def cards_that_differ(persons: Iterable[UUID]) -> Iterator[tuple[UUID, frozenset[str]]]:
    """Who has another `birth` or `sex` than an identity card of theirs says. Every card of theirs is opened."""
    listed = list(persons)
    for start in range(0, len(listed), _CHUNK):
        papers = IdentityDocument.objects.filter(
            person__in=listed[start : start + _CHUNK], kind__in=[DocumentKind.ID_CARD, DocumentKind.ID_CARD_LEGACY]
        )
        for paper in papers.select_related("person"):
            person = paper.person
            try:
                card = parse_id_number(
                    open_number(paper), on=paper.recorded_at.date(), allow_demo=settings.NUANDONG_DEMO
                )
            except Invalid:
                continue
            told = set()
            if person.birth_on is not None and person.birth_on != card.birth:
                told.add("birth")
            if person.sex not in {Sex.UNKNOWN, card.sex.value}:
                told.add("sex")
            if told:
                yield person.id, frozenset(told)


def at_phones(phones: Collection[str]) -> dict[str, list[tuple[UUID, UUID]]]:
    """Phone number (digits) → person and household of those who gave it and are in a household; two queries."""
    asked = {hashed(key(Kind.PHONE, digits)): digits for digits in phones if digits}
    rows = PersonKey.objects.filter(key__in=list(asked)).values_list("key", "person")
    holders: dict[UUID, list[str]] = {}
    for blind, person in rows:
        holders.setdefault(person, []).append(asked[bytes(blind)])
    found: dict[str, list[tuple[UUID, UUID]]] = {}
    for person, household in _homes(holders, Q()).items():
        for digits in holders[person]:
            found.setdefault(digits, []).append((person, household))
    return found
