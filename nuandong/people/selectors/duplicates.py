"""People who may be the same as somebody about to be registered: shown, never blocked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nuandong.batch.linkage import model
from nuandong.batch.linkage.finding import Found, find
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.people.comparing import record_of, records_of
from nuandong.people.details import Details, checked
from nuandong.people.documents import CheckedPaper, Paper, checked_paper
from nuandong.people.kinds import DocumentKind, Sex
from nuandong.people.models import Person
from nuandong.people.selectors.candidates import Near, near
from nuandong.people.selectors.cards import PersonCard, card_of

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Somebody registered who may be the person, as the linkage compares them.

    `found` is None where it proposes nothing: then a number is the same, or the name and an estimated year agree.
    """

    card: PersonCard
    same_number: bool
    found: Found | None


def probable_duplicates(
    details: Details, papers: Iterable[Paper] = (), *, by: Actor, today: date, region: int | None = None
) -> list[Duplicate]:
    """Those within the scope who may be this person, the surest first, twenty at most.

    `region` is where the person is to be registered. Raises Invalid for details that cannot be.
    """
    permissions.check(by, "people.person.see")
    told = checked(details, today=today)
    known = [paper for paper in (checked_paper(one, today=today) for one in papers) if paper.kind != DocumentKind.NONE]
    told = _with_card(told, known)
    close = near(told, [(paper.kind, paper.number) for paper in known], region)
    people = list(Person.objects.filter(id__in=close.everybody, merged_into=None).order_by("id"))
    found = _compared(told, known, region, people, close)
    shown = [
        Duplicate(card_of(person), person.id in close.same_number, found.get(str(person.id)))
        for person in people
        if str(person.id) in found or person.id in close.same_number | close.by_year
    ]
    return sorted(shown, key=_rank)[:MOST]


def _compared(
    told: Details, known: list[CheckedPaper], region: int | None, people: list[Person], close: Near
) -> dict[str, Found]:
    """Id → what the linkage says of those whom it proposes; without a name there is nothing to compare."""
    named = [person for person in people if person.name_sealed is not None]
    if not told.name or not named:
        return {}
    asked = record_of(told, next((paper.number for paper in known), ""), region)
    found = find(model.load(), asked, list(records_of(named)), sharing=max(close.sharing, 1))
    return {one.id: one for one in found}


def _with_card(told: Details, known: list[CheckedPaper]) -> Details:
    """The details with what an identity card tells; the action refuses what contradicts it."""
    card = next((paper.card for paper in known if paper.card is not None), None)
    if card is None:
        return told
    sex = card.sex.value if told.sex == Sex.UNKNOWN else told.sex
    birth = told.birth_on or card.birth
    return replace(told, sex=sex, birth_on=birth, birth_year=None)


def _rank(one: Duplicate) -> tuple[bool, float]:
    return not one.same_number, -(one.found.weight if one.found else 0.0)
