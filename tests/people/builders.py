"""People of the tests, made by the actions themselves."""

from datetime import date
from typing import Any

from nuandong.kernel.actors import Actor
from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.models import Household, Person
from tests.cast import NOW, VILLAGE_A

TODAY = date(2026, 12, 1)
BIRTH = date(1950, 3, 2)
CARD = demo_id_number(BIRTH, Sex.FEMALE, serial=7)
OTHER_CARD = demo_id_number(BIRTH, Sex.FEMALE, serial=8)


def person(
    by: Actor, name: str = "王秀英", *, region: int = VILLAGE_A, papers: list[Paper] | None = None, **details: Any
) -> Person:
    return register_person(by=by, now=NOW, region=region, details=Details(name=name, **details), papers=papers or [])


def home(by: Actor, head: Person, *, region: int = VILLAGE_A, **more: Any) -> Household:
    return form_household(by=by, now=NOW, region=region, head=head.id, formed_on=date(2020, 1, 1), **more)
