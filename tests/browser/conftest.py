"""A real browser on the real application: pages at desk and phone size, signing in, pictures, accessibility.

Without Chromium (or the browser files of `make assets`) these tests are skipped and counted at the end of the run; with
NUANDONG_NO_SKIPS=1, as in CI, that is a failure instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import pages
from tests.browser.server import serving

ROOT = Path(__file__).resolve().parent.parent.parent
VENDOR = ROOT / "nuandong" / "web" / "static" / "vendor" / "icons.svg"
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_skipped: list[str] = []


def _missing() -> str:
    if _chromium() is None:
        return "Chromium is not installed (apt-get install chromium, or name it in NUANDONG_CHROMIUM)"
    if not VENDOR.is_file():
        return "the browser files are missing (make assets)"
    return ""


def _chromium() -> str | None:
    named = os.environ.get("NUANDONG_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = [item for item in items if Path(item.path).parent == Path(__file__).parent]
    for item in here:
        item.add_marker(pytest.mark.browser)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None or not (reason := _missing()):
        return
    if os.environ.get("NUANDONG_NO_SKIPS"):
        pytest.fail(reason, pytrace=False)
    _skipped.append(item.nodeid)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _skipped:
        terminalreporter.write_line(f"{len(_skipped)} browser tests were skipped: {_missing()}", yellow=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each page has a context of its own. Nothing but this machine can be reached."""
    # Playwright's own event loop would make Django think that it runs asynchronously.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=30_000)  # two cores with other work to do take their time
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(committed_db: str, settings: Any) -> Iterator[str]:
    """The address of the application, in demo mode, on this test's own database."""
    settings.NUANDONG_DEMO = True
    with serving() as address:
        yield address


@pytest.fixture
def open_page(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page: `open_page("phone", "dark")`; each call is another person's browser, with cookies of its own.

    Errors of scripts and refusals of the content security policy fail the test at its end.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_(size: str = "desk", theme: str = "light", **options: Any) -> Page:
        context = chromium.new_context(
            **pages.SIZES[size],
            base_url=site,
            color_scheme=theme,
            reduced_motion="reduce",  # a pulse that nobody watches keeps a core busy
            **pages.LOCALE,
            **options,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: faults.extend(pages.fault_of(message)))
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    return open_page("desk")


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page("phone")
