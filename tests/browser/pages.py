"""What browser tests do again and again: sizes, signing in, pictures, accessibility, waiting for the map."""

from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import ConsoleMessage, Error, Page

from nuandong.org import sessions
from nuandong.org.models import Account, Means
from nuandong.web import identity

PICTURES: Final = Path(__file__).resolve().parent.parent.parent / "test-output" / "screenshots"
TRIES: Final = 5
SIZES: Final[dict[str, dict[str, Any]]] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
LOCALE: Final[dict[str, Any]] = {
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "geolocation": {"longitude": 106.7135, "latitude": 26.5783, "accuracy": 12},
    "permissions": ["geolocation"],
}
RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Pins stand where the places are: WCAG 2.5.8 excepts them, and each is a row of the list beside the map.
NOT_JUDGED: Final = {"exclude": [[".maplibregl-marker"], [".maplibregl-canvas"]]}
# A refused form (422), a page that is not for this person, a broken network: the browser reports these as errors.
EXPECTED: Final = ("the server responded with a status of 4", "net::ERR_", "GL Driver Message")


def fault_of(message: ConsoleMessage) -> list[str]:
    """A console message that must not happen, as a list of none or one."""
    bad = message.type == "error" and not any(words in message.text for words in EXPECTED)
    return [message.text] if bad else []


def sign_in(page: Page, account: Account, *, second_factor: bool = False, field: bool = False) -> None:
    """Give the page's browser a living session of this account, as the sign-in page would."""
    now = timezone.now()
    signed = sessions.open_session(account, machine=uuid4(), means=Means.PASSWORD, now=now, field=field)
    if second_factor:
        type(signed).objects.filter(id=signed.id).update(second_factor_at=now)
    stored = SessionStore()
    stored[identity.SESSION] = str(signed.id)
    stored.create()
    if not page.url.startswith("http"):
        page.goto("/healthz")
    base = page.url
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": stored.session_key or "", "url": base}])


def picture(page: Page, name: str, *, whole: bool = False) -> Path:
    """Keep a screenshot under test-output/screenshots.

    A browser without a graphics card on a busy machine now and then has no frame to give, which says nothing about the
    page: it is asked again.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    for attempt in range(1, TRIES + 1):
        try:
            page.screenshot(path=path, full_page=whole, animations="disabled", timeout=40_000)
        except Error:
            if attempt == TRIES:
                raise
            page.wait_for_timeout(attempt * 500)
        else:
            break
    return path


def barriers(page: Page) -> list[str]:
    """What keeps people out by WCAG 2.2 A and AA: rule, number of places and the first of them; empty is good.

    A bar that stays in sight covers some field in every window, which scrolling frees. So what is found is judged again
    in a window as high as the page: what a bar still covers there can never be reached.
    """
    if not (found := _judged(page)):
        return []
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = _judged(page)
    page.set_viewport_size(size)
    return found


def _judged(page: Page) -> list[str]:
    found = Axe().run(page, context=NOT_JUDGED, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['target']} {rule['nodes'][0]['failureSummary']}"
        for rule in found.response["violations"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window; nothing but tables may scroll sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def until(page: Page, script: str, *, seconds: float = 30) -> None:
    """Wait until a script is true. Polled from here, since the page's policy forbids evaluating strings inside."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"still not true after {seconds} s: {script}")
