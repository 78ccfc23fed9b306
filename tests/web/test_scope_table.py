"""Every address that names a row × an insider and a neighbour who may do everything: the neighbour finds nothing.

The table is generated from the addresses; a new page without a row to open it with fails until `scope_rows` has one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import DjangoDbBlocker

from nuandong.demo.catching_up import catch_up
from nuandong.demo.county import COUNTY
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import catalogue, scope
from nuandong.org.models import Account, Post, Role, Staff, Unit
from nuandong.web.routing import Needs
from tests import databases
from tests.demo.season import load_tiny
from tests.web.conftest import session_of
from tests.web.scope_rows import OTHERS, OTHERS_OF_PAGE, arguments, leave_what_the_demo_lacks

PUBLIC = {"warning", "warning-message", "warning-outline", "warning-end", "warning-locate"}
"""What a weather service issued is no secret next door; only who may end it is asked when somebody tries."""
NEIGHBOUR = COUNTY + 10**6
# Addresses that name a row by its id; divisions, plans, roles and items are the same for everybody.
ADDRESSES = {
    pattern.name: pattern.pattern.converters
    for pattern in get_resolver("nuandong.web.urls").url_patterns
    if pattern.callback.needs is not Needs.NOTHING
    and any(type(one).__name__ == "UUIDConverter" for one in pattern.pattern.converters.values())
}


@dataclass(frozen=True, slots=True)
class Table:
    """Addresses of rows of the demo's county by their name, and two who may do everything, here and next door."""

    addresses: dict[str, str]
    insider: Client
    neighbour: Client


@pytest.fixture(scope="module")
def table(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Table]:
    """Loaded as the owner; asked with the rights of the web role."""
    now = SystemClock().now()
    with django_db_blocker.unblock(), databases.clone("scope") as name:
        with databases.use_database(name, role="owner"):
            load_tiny(tmp_path_factory.mktemp("divisions"), now)
            databases.settle()
            catch_up(now, None)
            with scope.enter(SYSTEM):
                leave_what_the_demo_lacks(now)
                found = {name: reverse(name, kwargs=arguments(name, list(kinds))) for name, kinds in ADDRESSES.items()}
        with databases.use_database(name, role="web"):
            yield Table(found, almighty(COUNTY), almighty(NEIGHBOUR))


def almighty(region: int) -> Client:
    """A browser of somebody in a county who has every permission."""
    now = SystemClock().now()
    earlier = now - timedelta(days=20)
    with scope.enter(SYSTEM):
        unit = Unit.objects.create(
            id=new_id(earlier), name=f"全权单位 {region}", kind="bureau", region=region, created_at=earlier
        )
        staff = Staff.objects.create(id=new_id(earlier), name="全权", sex="female", unit=unit, hired_at=earlier)
        account = Account.objects.create(
            id=new_id(earlier),
            username=f"almighty-{region}",
            staff=staff,
            password="!",
            must_change_password=False,
            password_changed_at=earlier,
            created_at=earlier,
        )
        role, _ = Role.objects.get_or_create(
            code="almighty",
            defaults={"title": "全权", "permissions": sorted(catalogue.permissions()), "changed_at": earlier},
        )
        Post.objects.create(id=new_id(earlier), staff=staff, role=role, unit=unit, region=region, valid_from=earlier)
        return session_of(account, now, second_factor=True)


def answers(ask: Callable[[str], HttpResponse], addresses: dict[str, str]) -> dict[str, int]:
    return {name: ask(address).status_code for name, address in addresses.items()}


def test_an_insider_opens_every_row(table: Table) -> None:
    found = answers(table.insider.get, table.addresses)
    assert {name: status for name, status in found.items() if status in {403, 404}} == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_neighbour_finds_no_row(table: Table, method: str) -> None:
    found = answers(getattr(table.neighbour, method), table.addresses)
    assert {name: status for name, status in found.items() if status not in {404, 405} and name not in PUBLIC} == {}


def test_what_does_not_exist_looks_the_same(table: Table) -> None:
    nowhere = {name: reverse(name, kwargs=invented(name, kinds)) for name, kinds in ADDRESSES.items()}
    found = answers(table.insider.get, nowhere)
    assert {name: status for name, status in found.items() if status not in {404, 405}} == {}


def invented(name: str, kinds: Mapping[str, object]) -> dict[str, object]:
    others = {**OTHERS, **OTHERS_OF_PAGE.get(name, {})}
    return {key: others.get(key, uuid4()) for key in kinds}
