"""People who may be the same as somebody about to be registered: shown, never blocked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from django.db.models import Q, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.details import Details, checked
from nuandong.people.documents import Paper, checked_paper, number_blind
from nuandong.people.keys import Kind, name_keys
from nuandong.people.kinds import DocumentKind
from nuandong.people.models import IdentityDocument, Person, PersonKey
from nuandong.people.rows import hashed
from nuandong.people.selectors.cards import PersonCard, card_of

MOST: Final = 20
NEAR_YEARS: Final = 3
"""How far an estimated birth year may be off."""


class Likeness(IntEnum):
    """Why two records may be one person; lower is surer."""

    SAME_NUMBER = 0
    SAME_NAME_AND_BIRTH = 1
    SAME_SOUND_AND_BIRTH = 2


@dataclass(frozen=True, slots=True)
class Duplicate:
    card: PersonCard
    likeness: Likeness


def probable_duplicates(details: Details, papers: Iterable[Paper] = (), *, by: Actor, today: date) -> list[Duplicate]:
    """Those within the scope who share a document number, or name (sound) and birth, the surest first, twenty at most.

    Without a birth date or year only numbers are compared. Raises Invalid for details that cannot be.
    """
    permissions.check(by, "people.person.see")
    told = checked(details, today=today)
    known = [paper for paper in (checked_paper(one, today=today) for one in papers) if paper.kind != DocumentKind.NONE]
    found: dict[object, Duplicate] = {}
    blinds = [number_blind(paper.kind, paper.number) for paper in known]
    holders = IdentityDocument.objects.filter(number_blind__in=blinds).values("person")
    _collect(found, Person.objects.filter(id__in=holders), Likeness.SAME_NUMBER)
    cards = [paper.card for paper in known if paper.card is not None]
    birth = told.birth_on or (cards[0].birth if cards else None)
    near = _born(birth, told.birth_year)
    if near is not None and told.name:
        keys = name_keys(told.name)
        for kind, likeness in ((Kind.NAME, Likeness.SAME_NAME_AND_BIRTH), (Kind.SOUND, Likeness.SAME_SOUND_AND_BIRTH)):
            hashes = [hashed(key) for key in keys if key.startswith(f"{kind}:")]
            alike = PersonKey.objects.filter(key__in=hashes).values("person")
            _collect(found, Person.objects.filter(near, id__in=alike), likeness)
    return sorted(found.values(), key=lambda one: one.likeness)[:MOST]


def _born(birth_on: date | None, birth_year: int | None) -> Q | None:
    if birth_on is not None:
        year = birth_on.year
        return Q(birth_on=birth_on) | Q(birth_year__range=(year - NEAR_YEARS, year + NEAR_YEARS))
    if birth_year is None:
        return None
    first, last = birth_year - NEAR_YEARS, birth_year + NEAR_YEARS
    return Q(birth_year__range=(first, last)) | Q(birth_on__range=(date(first, 1, 1), date(last, 12, 31)))


def _collect(found: dict[object, Duplicate], people: QuerySet[Person], likeness: Likeness) -> None:
    for person in people.filter(merged_into__isnull=True).order_by("id")[:MOST]:
        found.setdefault(person.id, Duplicate(card_of(person), likeness))
