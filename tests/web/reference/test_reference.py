"""Reference files at the browser: every one is shown as it applies, and nothing else on the disk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from nuandong.config import references
from nuandong.config.check import check_config
from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.rescue import reference as clues
from nuandong.web.pages.reference.views import TITLES

RESPONSE = "rescue/response.yaml"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A county's folder of its own, in use for one test."""
    reference.use_local(tmp_path)
    (tmp_path / "rescue").mkdir()
    clues.response.cache_clear()
    yield tmp_path
    reference.use_local(settings.NUANDONG_LIBRARY)
    clues.response.cache_clear()


def changed(folder: Path, old: str, new: str) -> None:
    text = (reference.LIBRARY / RESPONSE).read_text(encoding="utf-8")
    assert old in text
    (folder / RESPONSE).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_file_of_the_library_has_a_title() -> None:
    found = {str(path.relative_to(reference.LIBRARY)) for path in reference.LIBRARY.glob("*/*.yaml")}
    assert {name for name in found if not name.startswith(("calendar/20", "demo/"))} == set(TITLES)


def test_a_county_s_file_stands_in_for_ours(own: Path, client_as: Callable[..., Client]) -> None:
    assert clues.response().on_scene == 30
    clues.response.cache_clear()
    changed(own, "on_scene: 30", "on_scene: 25")
    assert clues.response().on_scene == 25
    client = client_as("officer")
    page = client.get(f"/reference/{RESPONSE}/").content.decode()
    assert "on_scene: 25" in page
    assert "本地文件" in client.get("/reference/").content.decode()
    assert b"on_scene: 25" in b"".join(client.get(f"/reference/file/{RESPONSE}").streaming_content)


def test_a_mistake_is_named_before_anything_runs_on_it(own: Path) -> None:
    changed(own, "on_scene: 30", "on_scene: thirty")
    with pytest.raises(Invalid, match="on_scene"):
        references.check()
    assert [words for words in references.problems() if RESPONSE in words and "on_scene" in words]
    clues.response.cache_clear()  # ours stood in for it
    assert any(
        finding.blocking and RESPONSE in finding.words
        for finding in check_config({"NUANDONG_DATA": str(own), "NUANDONG_LIBRARY": str(own)})
    )


def test_a_year_the_county_adds_is_listed(own: Path, client_as: Callable[..., Client]) -> None:
    (own / "calendar").mkdir()
    text = "year: 2031\nprovisional: true\nsource: 本县\nholidays: {2031-01-01: 元旦}\nworkdays: []\n"
    (own / "calendar" / "2031.yaml").write_text(text, encoding="utf-8")
    references.check()
    assert "2031" in client_as("officer").get("/reference/").content.decode()
    assert "元旦" in client_as("officer").get("/reference/calendar/2031.yaml/").content.decode()


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "..%2F..%2Fpyproject.toml", "rescue/nothing.yaml", "demo/names.yaml", "/etc/passwd"]
)
def test_nothing_else_is_handed_out(client_as: Callable[..., Client], name: str) -> None:
    client = client_as("officer")
    assert client.get(f"/reference/{name}/").status_code == 404
    assert client.get(f"/reference/file/{name}").status_code == 404
