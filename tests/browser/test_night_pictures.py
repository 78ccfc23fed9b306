"""The pictures of the README: the demo season as it stands this minute, on the board and on a crew's phone.

They are kept under test-output/screenshots; with NUANDONG_TEST_PICTURES=1 also under docs/screenshots, where the README
shows them.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from nuandong.demo.catching_up import catch_up
from nuandong.demo.county import DIVISIONS
from nuandong.demo.load import load
from nuandong.demo.size import SIZES
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.org.models import Account
from tests.browser.pages import PICTURES, overflow, picture, sign_in, until
from tests.databases import as_role, settle
from tests.demo.season import TINY, divisions

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
FOR_README = bool(os.environ.get("NUANDONG_TEST_PICTURES"))
LARGEST = 300_000
COLOURS = 256


@pytest.fixture
def season(site: str, settings: Any, tmp_path: Path) -> None:
    """A season loaded as the command loads it, the small one for the README; with invented townships where the list
    was not fetched."""
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    now = SystemClock().now()
    with as_role("owner"):
        load(
            SIZES["small"] if FOR_README else TINY,
            as_of=now,
            divisions=DIVISIONS if DIVISIONS.exists() else divisions(tmp_path),
        )
    settle(60)
    with as_role("owner"):
        catch_up(now, settings.NUANDONG_ANCHOR_FILE)


def enter(page: Page, username: str) -> None:
    with scope.enter(SYSTEM):
        sign_in(page, Account.objects.get(username=username), second_factor=True)


def small(path: Path) -> Path:
    """The same picture in few colours; it must not weigh down the repository."""
    folder = DOCS if FOR_README else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name.removeprefix("readme-")
    with Image.open(path) as full:
        full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def test_the_board_and_a_crew_for_the_readme(season: None, open_page: Callable[..., Page]) -> None:
    board = open_page("desk")
    enter(board, "leader")
    board.goto("/board/")
    expect(board.locator("main")).to_contain_text("办理中的线索")
    until(board, "document.querySelector('.map[data-ready]') !== null")
    board.set_viewport_size({"width": 1440, "height": board.evaluate("document.documentElement.scrollHeight")})
    crew = open_page("phone", device_scale_factor=2)
    enter(crew, "crew1")
    crew.goto("/crew/")
    expect(crew.locator("main")).to_contain_text("街面巡查一队")
    for page, name in ((board, "readme-board"), (crew, "readme-crew")):
        assert overflow(page) == 0
        assert small(picture(page, name)).stat().st_size < LARGEST
