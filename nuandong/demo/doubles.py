"""People of the demo who stand in the register twice, and twins who only look so."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from nuandong.demo.county import COUNTY, Town
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.idcard import Sex, demo_id_number
from nuandong.people.actions.decide_pair import decide_pair
from nuandong.people.actions.propose_pairs import propose_pairs
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.kinds import DocumentKind, PairState
from nuandong.people.selectors import pairs_of_person

_SERIAL: Final = 4_900_000
"""Far from the numbers of the demo's other people."""
_BORN: Final = date(1951, 4, 9)
_TWINS_BORN: Final = date(2015, 6, 1)


def load_doubles(clerk: Actor, officer: Actor, county: list[Town], now: datetime) -> int:
    """Within the entered scope: three people registered twice, one of them in two townships, and twins, about whom the
    clerk has decided already. Returns how many persons were registered."""
    town = next((one for one in county if one.code == clerk.region), county[0])
    other = next((one for one in county if one.code != town.code), town)
    (here, village), (there, _name) = town.villages[0], other.villages[0]
    home = f"{village}5组"
    phone, second, third = "19900061001", "19900061002", "19900061003"
    number = demo_id_number(_BORN, Sex.FEMALE, serial=_SERIAL)
    people = (
        (here, Details(name="罗桂英", phone=phone, address=home), number),
        (here, Details(name="罗贵英", sex="female", birth_on=_BORN, phone=phone), ""),
        (
            here,
            Details(name="杨建国", sex="male", birth_on=date(1948, 3, 11), phone=second, address=f"{village}2组"),
            "",
        ),
        (there, Details(name="杨建国", sex="male", birth_on=date(1948, 11, 3), phone=second), ""),
        (here, Details(name="侯德明", sex="male", birth_on=date(1960, 2, 8), phone=third), ""),
        (here, Details(name="候德明", sex="male", birth_on=date(1960, 2, 8), address=home), ""),
        (here, Details(name="覃雨涵", sex="female", birth_on=_TWINS_BORN, phone="19900061004", address=home), ""),
        (here, Details(name="覃雨萱", sex="female", birth_on=_TWINS_BORN, phone="19900061004", address=home), ""),
    )
    registered = [_register(officer, now, *one) for one in people]
    propose_pairs(by=SYSTEM, now=now, region=COUNTY)
    for pair in pairs_of_person(registered[-1], by=clerk):
        decide_pair(by=clerk, now=now, pair=pair.id, decision=PairState.DIFFERENT, reason="双胞胎姐妹，看过户口簿")
    return len(people)


def _register(by: Actor, now: datetime, region: int, details: Details, number: str) -> UUID:
    papers = [Paper(DocumentKind.ID_CARD, number)] if number else []
    return register_person(by=by, now=now, region=region, details=details, papers=papers).id
