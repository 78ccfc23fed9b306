"""Every role × every address: allowed, forbidden, out of scope. The table is generated from the addresses themselves."""

import zlib
from uuid import UUID

import pytest
from django.urls import get_resolver, reverse

from nuandong.org import catalogue, permissions
from nuandong.web.navigation import MENU
from nuandong.web.routing import Needs
from tests import cast as people
from tests.web.conftest import ROLES

pytestmark = pytest.mark.django_db

ENDED_BY_IT = {"logout"}
"""Addresses that end the session they are called in: asked by themselves."""
SAMPLES = {"int": 520102000000, "str": "x", "slug": "x", "path": "x/y", "uuid": UUID(int=7)}


def addresses():
    """(name, address with sample arguments, what it needs) of every page."""
    for pattern in get_resolver("nuandong.web.urls").url_patterns:
        arguments = {}
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            arguments[name] = SAMPLES[kind]
        yield pattern.name, reverse(pattern.name, kwargs=arguments), getattr(pattern.callback, "needs", None)


def asked(client, address, method="get"):
    """The answer to an address; what is streamed is read to its end, as a browser does."""
    answer = getattr(client, method)(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


TABLE = sorted(addresses(), key=lambda row: row[0])


def test_every_address_says_what_it_needs():
    assert [name for name, _, needs in TABLE if needs is None] == []


def test_names_of_addresses_are_unique():
    names = [name for name, _, _ in TABLE]
    assert sorted(names) == sorted(set(names))


def test_every_permission_asked_for_exists():
    asked = {needs for _, _, needs in TABLE if isinstance(needs, str)}
    assert asked - set(catalogue.permissions()) == set()


def test_every_entry_of_the_menu_has_its_page():
    wanted = {entry.name for _, entries in MENU for entry in entries}
    assert wanted - {name for name, _, _ in TABLE} == set()


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_signing_in_only_public_pages_answer(client, method):
    wrong = []
    for name, address, needs in TABLE:
        answer = asked(client, address, method)
        to_login = answer.status_code == 302 and answer["Location"].startswith("/login/")
        if to_login == (needs is Needs.NOTHING) or answer.status_code >= 500:
            wrong.append((name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("member", sorted(ROLES))
def test_a_role_opens_what_its_permissions_say_and_nothing_else(member, method, client_as):
    """Everybody opens every page he may. One rule refuses pages and takes forms: two roles ask for each of them."""
    actors = {name: getattr(people.cast(), name) for name in sorted(ROLES)}
    actor, client = actors[member], client_as(member)
    client.raise_request_exception = False
    wrong = []
    for name, address, needs in TABLE:
        allowed = may(actor, needs)
        asks = member in asking(actors, needs) or (allowed and method == "get")
        if name in ENDED_BY_IT or not asks:
            continue
        status = asked(client, address, method).status_code
        if status >= 500 or (status == 403) == allowed:
            wrong.append((name, needs, "allowed" if allowed else "forbidden", status))
    assert wrong == []


def asking(actors, needs):
    """Somebody who may, and somebody who may not; not the same two for every permission."""
    turn = zlib.crc32(str(needs).encode())
    answers = ([name for name, actor in actors.items() if may(actor, needs) is answer] for answer in (True, False))
    return {those[turn % len(those)] for those in answers if those}


def may(actor, needs):
    return not isinstance(needs, str) or permissions.allows(actor, needs)
