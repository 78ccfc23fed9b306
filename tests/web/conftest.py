"""The cast at their browsers: rows behind each member, a living session, a test client."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.clock import SystemClock
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.org.models import Account, Means, Post, SignedSession, Staff, Unit
from nuandong.org.sessions import ABSOLUTE
from nuandong.web.identity import SESSION
from tests import cast as people

MACHINE = UUID("00000000-0000-4000-8000-00000000aaaa")
NAMES = {
    "operator": "王值班",
    "leader": "李带班",
    "crew": "赵巡查",
    "station": "孙站员",
    "head": "周站长",
    "officer": "吴主管",
    "storekeeper": "郑库管",
    "clerk_a": "钱民政",
    "clerk_b": "陈民政",
    "sysadmin": "褚系统",
    "auditor": "卫审计",
    "cadre_a": "冯村干",
    "cadre_b": "许村干",
    "boss": "何县长",
    "finance": "吕财政",
    "outsider": "蒋邻县",
}
ROLES = {
    "operator": "duty_operator",
    "leader": "duty_leader",
    "crew": "crew_member",
    "station": "station_worker",
    "head": "station_head",
    "officer": "county_officer",
    "storekeeper": "storekeeper",
    "clerk_a": "township_clerk",
    "clerk_b": "township_clerk",
    "sysadmin": "sysadmin",
    "auditor": "auditor",
    "cadre_a": "village_cadre",
    "cadre_b": "village_cadre",
    "boss": "county_leader",
    "finance": "county_finance",
    "outsider": "duty_operator",
}


def seat(member: str) -> tuple[Actor, Account]:
    """The rows behind a member of the cast, with the same ids as its Actor; made once per database."""
    actor: Actor = getattr(people.cast(), member)
    earlier = SystemClock().now() - timedelta(days=400)
    with scope.enter(SYSTEM):
        unit, _ = Unit.objects.get_or_create(
            id=actor.unit,
            defaults={"name": f"单位 {actor.region}", "kind": "bureau", "region": actor.region, "created_at": earlier},
        )
        staff, _ = Staff.objects.get_or_create(
            id=actor.staff,
            defaults={
                "name": NAMES[member],
                "sex": "female" if member in {"head", "clerk_a"} else "male",
                "unit": unit,
                "hired_at": earlier,
            },
        )
        account, made = Account.objects.get_or_create(
            username=member,
            defaults={
                "id": new_id(earlier),
                "staff": staff,
                "password": "!",
                "must_change_password": False,
                "password_changed_at": earlier,
                "created_at": earlier,
            },
        )
        if made:
            Post.objects.create(
                id=new_id(earlier),
                staff=staff,
                role_id=ROLES[member],
                unit=unit,
                region=actor.region,
                valid_from=earlier,
            )
    return actor, account


def client_of(member: str, *, second_factor: bool | None = None, now: datetime | None = None) -> Client:
    """A browser in which a member of the cast has signed in."""
    now = now or SystemClock().now()
    actor, account = seat(member)
    return session_of(account, now, second_factor=actor.second_factor if second_factor is None else second_factor)


def session_of(account: Account, now: datetime, *, second_factor: bool) -> Client:
    """A browser with a living session of an account."""
    session = SignedSession.objects.create(
        id=new_id(now),
        account=account,
        machine=MACHINE,
        means=Means.PASSWORD,
        opened_at=now,
        seen_at=now,
        expires_at=now + ABSOLUTE,
        second_factor_at=now if second_factor else None,
    )
    client = Client(headers={"accept-language": "zh-hans"})
    store = client.session
    store[SESSION] = str(session.id)
    store.save()
    return client


@pytest.fixture
def client_as(db: None) -> Callable[..., Client]:
    """`client_as("operator")`: a browser signed in as that member of the cast."""
    return client_of


@pytest.fixture
def key() -> Callable[[], str]:
    """A fresh command key for a form."""
    return lambda: str(uuid4())
