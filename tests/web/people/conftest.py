"""People of two townships, registered by their own clerks."""

from types import SimpleNamespace

import pytest

from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from tests.cast import VILLAGE_A, VILLAGE_B
from tests.people.builders import BIRTH, CARD
from tests.web.divisions import divisions


@pytest.fixture
def town(db, cast) -> SimpleNamespace:
    """王秀英 with household and card in township A, 李大山 without papers there, 周小兰 in township B."""
    now = SystemClock().now()
    divisions()
    with scope.enter(cast.clerk_a):
        wang = register_person(
            by=cast.clerk_a,
            now=now,
            region=VILLAGE_A,
            details=Details(name="王秀英", phone="13985012345", address="新华路街道甲村三组12号"),
            papers=[Paper("id_card", CARD)],
        )
        li = register_person(
            by=cast.clerk_a, now=now, region=VILLAGE_A, details=Details(name="李大山", birth_year=1960)
        )
        home = form_household(by=cast.clerk_a, now=now, region=VILLAGE_A, head=wang.id, formed_on=BIRTH, number="A-017")
    with scope.enter(cast.clerk_b):
        zhou = register_person(by=cast.clerk_b, now=now, region=VILLAGE_B, details=Details(name="周小兰"))
    return SimpleNamespace(wang=wang, li=li, zhou=zhou, home=home, now=now)
