"""The command board on the screens it stands on: what lies beside what, and that the map outlives the fresh parts."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page

from tests.browser.night_steps import signed
from tests.browser.pages import barriers, overflow, picture, until
from tests.web.clues.conftest import Street
from tests.web.conftest import seat
from tests.web.divisions import divisions

WHERE = """() => Object.fromEntries([['list', '.board-list'], ['table', '.board-table'], ['map', '.board-map > .card']].map(
  ([name, css]) => { const box = document.querySelector(css).getBoundingClientRect(); return [name, [box.left, box.top, box.right, box.bottom]]; }))"""
ROWS = "new Set([...document.querySelectorAll('.grid-six > *')].map(tile => Math.round(tile.getBoundingClientRect().top))).size"


@pytest.fixture
def night(site: str, cast: SimpleNamespace) -> Street:
    for member in ("operator", "leader", "crew", "officer"):
        seat(member)
    divisions()
    street = Street(cast)
    street.clue(minutes_ago=9, words="地下通道有人铺着纸板睡", place_text="中华南路地下通道")
    return street


@pytest.mark.parametrize(("width", "tile_rows"), [(1440, 1), (1024, 2), (390, 3)])
def test_the_map_stands_beside_the_clues_where_there_is_room(
    night: Street, open_page: Callable[..., Page], width: int, tile_rows: int
) -> None:
    page = signed(open_page("desk"), "leader")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/board/")
    until(page, "document.querySelector('.map[data-ready]') !== null")
    box = page.evaluate(WHERE)
    if width == 1440:
        assert box["list"][1] == box["map"][1]
        assert box["list"][2] < box["map"][0]
        assert box["list"][3] < box["table"][1] < box["map"][3]
        assert box["table"][3] == pytest.approx(box["map"][3], abs=2)
    else:
        assert box["list"][3] < box["map"][1] < box["map"][3] < box["table"][1]
    assert page.evaluate(ROWS) == tile_rows
    picture(page, f"board-{width}", whole=True)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_the_map_outlives_what_comes_fresh(night: Street, open_page: Callable[..., Page]) -> None:
    page = signed(open_page("desk"), "leader")
    page.goto("/board/")
    until(page, "document.querySelector('.map[data-ready]') !== null")
    page.evaluate("document.querySelector('.board-map canvas').dataset.same = '1'")
    night.clue(minutes_ago=1, words="又一人", place_text="河滨公园长廊")
    until(page, "document.querySelector('.board-list').textContent.includes('河滨公园长廊')")
    assert page.evaluate("document.querySelector('.board-map canvas').dataset.same") == "1"
