"""The crew on its phone: the streets of the clue desk, a store with kits in the team's vehicle, a hospital."""

import pytest

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.org import scope
from nuandong.rescue.actions.order_dispatch import order_dispatch
from tests.cast import COUNTY
from tests.supplies import setting as goods
from tests.web.clues.conftest import street

__all__ = ["street"]


@pytest.fixture
def crew(street, cast):
    """The street with an order for 一队, in which the crew member of the cast rides."""
    with scope.enter(cast.officer):
        goods.furnish(cast)
        street.store = goods.stocked(cast.storekeeper, *goods.WARM)
        street.hospital = register_place(
            by=cast.officer,
            now=street.now,
            region=COUNTY,
            details=PlaceDetails(kind=PlaceKind.HOSPITAL, name="人民医院", area=Area.URBAN),
        )
    street.job = street.clue(minutes_ago=6, words="有人睡在桥下", caller="13800001234", place_text="甲秀桥南")
    with scope.enter(cast.operator):
        street.dispatch = order_dispatch(by=cast.operator, now=street.now, clue=street.job.id, team=street.near.id)
    return street
