"""What the rescue did for a person, on the page of the person."""

from types import SimpleNamespace

import pytest

from nuandong.org import scope
from tests.rescue import station

pytestmark = pytest.mark.django_db


@pytest.fixture
def helped(cast) -> SimpleNamespace:
    """Somebody met on the street who then came to the station."""
    with scope.enter(cast.officer):
        cast.world = SimpleNamespace(house=station.place(cast, "station", "救助站"))
    with scope.enter(cast.station):
        stay = station.inside(cast)
    with scope.enter(cast.crew):
        station.meet(cast.crew, "elderly", person=stay.person_id, willing=True)
    return stay


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize(
    ("member", "shown", "hidden"),
    [
        ("station", ["救助经历", "入站", "现场救助"], []),
        ("crew", ["救助经历", "现场救助"], ["入站 "]),
        ("auditor", ["救助经历", "入站", "现场救助"], []),
    ],
)
def test_stays_and_meetings_stand_on_the_page_of_those_who_may_see_them(helped, client_as, member, shown, hidden):
    page = text(client_as(member).get(f"/people/{helped.person_id}/"))
    for words in shown:
        assert words in page
    for words in hidden:
        assert words not in page
