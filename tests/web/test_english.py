"""The pages in English: no Chinese is left but what people typed, and what places, people and plans are called.

The rows of the demo are the allow-list: what stands in a column of the database may stand on a page, unless it is a
message of the catalogue as well - then it came from a file of ours and has an English wording.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import product
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import BinaryField
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from pytest_django import DjangoDbBlocker
from ruamel.yaml import YAML

from nuandong.config.settings import LIBRARY, ROOT
from nuandong.demo.catching_up import catch_up
from nuandong.demo.county import COUNTY
from nuandong.demo.logins import CREW_SEATS, SEATS
from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.org.catalogue import default_roles
from nuandong.org.models import Account
from nuandong.people.ethnic import TITLES
from nuandong.plans import imports
from nuandong.plans.importing.telling import told
from nuandong.plans.models import PlanImport
from nuandong.reports.blanks.grid import gaps
from nuandong.reports.blanks.keeping import grid_of
from nuandong.reports.blanks.reading import read_filled
from nuandong.reports.models import BlankEdition, BlankFilling
from nuandong.rescue.reference_station import exits, forms
from nuandong.vault import api as vault
from nuandong.web.navigation import MENU
from nuandong.web.routing import Needs
from tests import databases
from tests.demo.season import load_tiny
from tests.web.conftest import session_of
from tests.web.scope_rows import arguments, leave_what_the_demo_lacks

CATALOGUE: Final = ROOT / "nuandong" / "locale" / "en" / "LC_MESSAGES" / "django.po"
MAIN: Final = ("operator", "station", "storekeeper", "clerk", "crew1")
"""Those whose every page of the menu is read."""
SEATED: Final = (*MAIN, "leader", "head", "officer", "sysadmin", "auditor")
"""Those who are asked in turn for all other pages."""
ROLES: Final = {seat.key: default_roles()[seat.role] for seat in (*SEATS, *CREW_SEATS)}
READ_OUT: Final = frozenset({"title", "placeholder", "aria-label", "alt", "label"})
READ_BY_SCRIPT: Final = frozenset({"data-confirm", "data-label", "data-what", "data-offline"})
CHINESE: Final = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]")
# The language switch offers Chinese by its own name; an official paper is filed by its Chinese title; row and column of
# a report are joined by a bar.
MEANT: Final = re.compile(r"简体中文| \([\u4e00-\u9fff]+[单表书]\)|｜")
NAMED: Final = {"志愿服务队", "救助站接待", *TITLES.values()}
"""A team and a post of the demo that are called by words of ours; peoples, as they stand on identity cards."""
DOCUMENTS: Final = ("plans", "reports", "national", "forms", "relief", "standards", "bank")
BY_CODE: Final[dict[str, dict[str, list[Any]]]] = {
    "code": {
        "division": [COUNTY, COUNTY + 1000],
        "division-close": [COUNTY + 1000],
        "stay-paper": list(forms()),
        "item-change": ["cotton_coat"],
        "": ["duty_operator"],
    },
    "exit_code": {"": list(exits())},
    "form": {"": ["csv"]},
    # The one reference file without a Chinese word: files are shown as they are.
    "name": {"": ["rescue/patrol_modes.yaml"]},
    "plan_id": {"": ["rescue/city-winter-rescue", "rescue/city-kin-search"]},
}
"""Arguments of addresses that are no rows: by argument, then by address, "" for all others."""


class Words(HTMLParser):
    """What a page says: its texts, the attributes that are read out, and the JSON that maps and charts draw from."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = dict(attrs).get("type") or "" if tag == "script" else ""
        self.found += [value for name, value in attrs if value and name in READ_OUT | READ_BY_SCRIPT]

    def handle_endtag(self, tag: str) -> None:
        self._script = ""

    def handle_data(self, data: str) -> None:
        self.found += strings(json.loads(data)) if self._script == "application/json" else [data]


def strings(value: object) -> Iterator[str]:
    """Every text in a value as JSON and YAML have them, keys as well, with single spaces."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (*strings(key), *strings(one))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


class Typed:
    """What people typed, by its first character, the longest first."""

    def __init__(self, texts: set[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for text in sorted(texts, key=len, reverse=True):
            self._by_first.setdefault(text[0], []).append(text)

    def chinese(self, page: str) -> list[str]:
        """The texts of a page in which Chinese is left when what people typed is taken out."""
        texts = (" ".join(text.split()) for text in Words(page).found)
        return [text for text in texts if CHINESE.search(text) and CHINESE.search(self._without(MEANT.sub("", text)))]

    def _without(self, text: str) -> str:
        # The picture of a person is the first character of the name.
        if len(text) == 1 and text in self._by_first:
            return ""
        left, place = "", 0
        while place < len(text):
            known = next((one for one in self._by_first.get(text[place], ()) if text.startswith(one, place)), "")
            left += "" if known else text[place]
            place += len(known) or 1
        return left


@dataclass(frozen=True, slots=True)
class Demo:
    typed: Typed
    browsers: dict[str, Client]
    addresses: list[tuple[str, str, str | Needs]]

    def left(self, username: str, address: str) -> list[str] | None:
        """The Chinese left on a page as somebody sees it; None if it is no page for this person."""
        answer = self.browsers[username].get(address)
        if answer.streaming:
            answer.getvalue()
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            return None
        return self.typed.chinese(answer.content.decode())


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The catalogue as it stands in the sources, not as it was last compiled."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "en" / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalogue())
    with override_settings(LOCALE_PATHS=[folder]):
        yield


@pytest.fixture(scope="module")
def demo(
    english: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Demo]:
    now = SystemClock().now()
    with django_db_blocker.unblock(), databases.clone("english") as name:
        with databases.use_database(name, role="owner"):
            load_tiny(tmp_path_factory.mktemp("divisions"), now)
            databases.settle()
            catch_up(now, None)
            with scope.enter(SYSTEM):
                leave_what_the_demo_lacks(now)
                ours = {text for message in catalogue() for text in strings(message.id)}
                found = (*texts_of_imports(), *texts_of_blanks())
                documents = set(texts_of_plans()) | set(filter(CHINESE.search, found))
                typed = Typed((set(texts_of_rows()) - ours) | NAMED | documents)
                addresses = list(every_address())
        with databases.use_database(name, role="web"):
            browsers = {}
            for username in SEATED:
                with scope.enter(SYSTEM):
                    account = Account.objects.get(username=username)
                    browsers[username] = session_of(account, now, second_factor=True)
                browsers[username].defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
            yield Demo(typed, browsers, addresses)


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def texts_of_rows() -> Iterator[str]:
    """Every Chinese text in a row and in the journal, sealed ones opened."""
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if isinstance(field, BinaryField):
                    value = opened(row, field.column, value)
                yield from filter(CHINESE.search, strings(value))
    events = [event.id for event in journal.history(limit=100_000)]
    yield from filter(CHINESE.search, strings(list(journal.texts(events).values())))


def opened(row: Any, column: str, value: bytes | None) -> object:
    """A sealed text; the answers of a form and the words of a report are kept as JSON."""
    if value is None or not column.endswith("_sealed"):
        return None
    text = vault.open_bytes(row._meta.db_table, column, row.pk, bytes(value)).decode(errors="ignore")
    as_json = (
        column in {"form_sealed", "grid_sealed", "theirs_sealed", "preview_sealed"}
        or row._meta.db_table == "reports_report"
    )
    return json.loads(text) if as_json and text else text


def texts_of_plans() -> Iterator[str]:
    """Plans, reports, ledgers and the fields of national systems are documents in the words of their offices."""
    for path in (path for folder in DOCUMENTS for path in (LIBRARY / folder).rglob("*.yaml")):
        yield from filter(CHINESE.search, strings(YAML(typ="safe", pure=True).load(path.read_text("utf-8"))))


def texts_of_blanks() -> Iterator[str]:
    """A superior's blank says what it says, and so does a filled copy; each gap has a label."""
    filled = (read_filled(storing.read(row.file)[0]) for row in BlankFilling.objects.all())
    for grid in (*map(grid_of, BlankEdition.objects.all()), *filled):
        for cell in (cell for sheet in grid.sheets for cell in sheet.cells):
            yield from (" ".join(cell.text.split()), cell.text, *(gap.label for gap in gaps(cell.text)))


def texts_of_imports() -> Iterator[str]:
    """What was found in a document is said in its language, and so is the plan file made of it."""
    for row in PlanImport.objects.all():
        found = imports.found_of(row)
        yield from (paragraph.text for paragraph in found.plan.paragraphs)
        for finding in found.findings:
            place = found.plan.paragraph(finding.paragraph).text
            yield from (told(finding), place[: finding.start], place[finding.start : finding.end], place[finding.end :])
        yield " ".join(imports.text_of(row, places=()).split())


def every_address() -> Iterator[tuple[str, str, str | Needs]]:
    """Name, address and permission of every page, with a row of the demo for each argument, and with every code."""
    for pattern in get_resolver("nuandong.web.urls").url_patterns:
        name, kinds = pattern.name, list(pattern.pattern.converters)
        needs = pattern.callback.needs
        if needs is Needs.NOTHING and kinds:
            continue
        codes = {key: BY_CODE[key].get(name) or BY_CODE[key][""] for key in kinds if key in BY_CODE}
        rows = arguments(name, [key for key in kinds if key not in codes])
        for chosen in product(*codes.values()):
            yield name, reverse(name, kwargs=rows | dict(zip(codes, chosen, strict=True))), needs


@pytest.mark.parametrize("username", MAIN)
def test_the_pages_of_the_menu_say_everything_in_english(demo: Demo, username: str) -> None:
    pages = {entry.name: reverse(entry.name) for _title, entries in MENU for entry in entries}
    left = {name: demo.left(username, address) for name, address in pages.items()}
    assert sum(found is not None for found in left.values()) >= 5
    assert {name: found for name, found in left.items() if found} == {}


def test_every_page_says_everything_in_english(demo: Demo) -> None:
    """The style guide shows the parts of pages with Chinese samples to whoever makes pages."""
    left: dict[str, list[str]] = {}
    for name, address, needs in demo.addresses:
        able = [one for one in SEATED if isinstance(needs, Needs) or needs in ROLES[one].permissions]
        found = (demo.left(username, address) for username in able)
        said = next((one for one in found if one is not None), None)
        if said is not None and not name.startswith("styleguide"):
            left.setdefault(name, []).extend(said)
    assert len(left) > 150
    assert {name: found for name, found in left.items() if found} == {}


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>Clue at 老车站</p>", []),
        ("<p>线索 at 老车站</p>", ["线索 at 老车站"]),
        ("<p>老车站（Square）</p>", ["老车站（Square）"]),
        ('<a title="派队">Dispatch</a>', ["派队"]),
        ('<script type="application/json">[{"title": "线索"}]</script>', ["线索"]),
        ('<script>const said = "线索";</script>', ['const said = "线索";']),
        ("<h1>Transfer sheet (物资调拨单)</h1>", []),
        ("<span>老</span>", []),
        ("<span>新</span>", ["新"]),
    ],
)
def test_what_is_left_is_found(page: str, left: list[str]) -> None:
    assert Typed({"老车站"}).chinese(page) == left
