"""The frame around the pages: language, service worker, answers that a script can read."""

import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from nuandong.web.browser import readable_answers
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("back", "target"),
    [
        ("/clues/?state=open", "/clues/?state=open"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_changing_the_language_leads_back_but_never_elsewhere(client: Client, back: str, target: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": back})
    assert (answer.status_code, answer["Location"]) == (302, target)
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_an_unknown_language_is_not_kept(client: Client) -> None:
    assert settings.LANGUAGE_COOKIE_NAME not in client.post("/language/", {"language": "tlh"}).cookies


def test_the_service_worker_is_a_script_that_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert b"addEventListener" in answer.content


def test_the_component_page_is_for_demo_and_debug_only(client: Client, settings: object) -> None:
    settings.NUANDONG_DEMO = settings.DEBUG = False  # type: ignore[attr-defined]
    assert client.get("/styleguide/").status_code == 404
    settings.NUANDONG_DEMO = True  # type: ignore[attr-defined]
    assert client.get("/styleguide/").status_code == 200


def test_no_page_carries_scripts_or_styles_inside(client: Client, settings: object) -> None:
    settings.NUANDONG_DEMO = True  # type: ignore[attr-defined]
    html = client.get("/styleguide/").content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    assert "'unsafe" not in client.get("/styleguide/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("method", "by_script", "status"),
    [("post", True, 204), ("post", False, 302), ("get", True, 302)],
)
def test_a_redirect_is_readable_for_a_script_that_posts(method: str, by_script: bool, status: int) -> None:
    headers = {"X-Requested-With": "fetch"} if by_script else {}
    request = getattr(RequestFactory(headers=headers), method)("/clues/")
    request.now, request.signed = NOW, None

    def view(request: object) -> HttpResponse:
        return HttpResponseRedirect("/clues/7/")

    answer = readable_answers(view)(request)
    assert answer.status_code == status
    assert answer.get("X-Location" if status == 204 else "Location") == "/clues/7/"
    assert ("Location" in answer) is (status == 302)
    assert answer["X-Now"] == NOW.isoformat()
