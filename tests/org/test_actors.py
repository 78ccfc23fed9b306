"""Who may what and where, from posts and delegations."""

import pytest

from nuandong.kernel.actors import Span
from tests.cast import TOWNSHIP_A
from tests.org.conftest import acting

pytestmark = pytest.mark.django_db


def test_an_actor_is_built_from_his_post(office):
    clerk = acting(office.clerk_a)
    assert clerk.spans == (Span(TOWNSHIP_A, TOWNSHIP_A + 1000),)
    assert clerk.may("people.household.change")
    assert not clerk.may("rescue.stay.decide_leave")
    assert (clerk.unit, clerk.region, clerk.staff) == (office.town_a.id, TOWNSHIP_A, clerk.typist)
