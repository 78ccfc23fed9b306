"""A small office in the database: a county bureau, a station, two townships, and people with posts."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.create_account import create_account
from nuandong.org.actions.create_unit import create_unit
from nuandong.org.actions.define_role import sync_roles
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.actors import actor_for
from nuandong.org.lookups import account_of
from nuandong.org.models import Account, Staff, Unit
from nuandong.org.verdicts import Verdict
from tests.cast import COUNTY, NOW, OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B

MACHINE = UUID("00000000-0000-4000-8000-00000000aaaa")
EARLIER = NOW - timedelta(days=30)


@dataclass(frozen=True)
class Member:
    """Somebody of the office, with his account and the one-time password."""

    staff: Staff
    account: Account
    password: str


def member(name: str, username: str, unit: Unit, role: str | None, region: int, *, sex: str = "male") -> Member:
    """Hire, appoint and give an account, as the system did a month ago."""
    staff = hire_staff(by=SYSTEM, now=EARLIER, unit=unit.id, name=name, sex=sex, phone="13800001234")
    if role is not None:
        appoint(by=SYSTEM, now=EARLIER, staff=staff.id, role=role, unit=unit.id, region=region)
    opened = create_account(by=SYSTEM, now=EARLIER, staff=staff.id, username=username)
    return Member(staff, opened.account, opened.one_time_password)


def build_office() -> SimpleNamespace:
    """Everything the tests of this module start from."""
    with scope.enter(SYSTEM):
        sync_roles(now=EARLIER)
        bureau = create_unit(by=SYSTEM, now=EARLIER, name="南明区民政局", kind="bureau", region=COUNTY)
        station = create_unit(
            by=SYSTEM, now=EARLIER, name="南明区救助管理站", kind="station", region=COUNTY, parent=bureau.id
        )
        town_a = create_unit(
            by=SYSTEM, now=EARLIER, name="新华路街道", kind="township", region=TOWNSHIP_A, parent=bureau.id
        )
        town_b = create_unit(
            by=SYSTEM, now=EARLIER, name="西湖路街道", kind="township", region=TOWNSHIP_B, parent=bureau.id
        )
        abroad = create_unit(by=SYSTEM, now=EARLIER, name="云岩区民政局", kind="bureau", region=OTHER_COUNTY)
        return SimpleNamespace(
            bureau=bureau,
            station=station,
            town_a=town_a,
            town_b=town_b,
            abroad=abroad,
            operator=member("王值班", "operator", station, "duty_operator", COUNTY),
            leader=member("李带班", "leader", bureau, "duty_leader", COUNTY),
            crew=member("赵巡查", "crew", station, "crew_member", COUNTY),
            officer=member("孙主管", "officer", bureau, "county_officer", COUNTY),
            sysadmin=member("周系统", "sysadmin", bureau, "sysadmin", COUNTY),
            clerk_a=member("钱民政", "clerk_a", town_a, "township_clerk", TOWNSHIP_A, sex="female"),
            clerk_b=member("吴民政", "clerk_b", town_b, "township_clerk", TOWNSHIP_B),
            newcomer=member("郑新人", "newcomer", town_a, None, TOWNSHIP_A),
            outsider=member("冯邻县", "outsider", abroad, "duty_operator", OTHER_COUNTY),
        )


@pytest.fixture
def office(db: None) -> SimpleNamespace:
    return build_office()


def acting(someone: Member, *, now=NOW, second_factor: bool = True):
    """The actor somebody is at a moment."""
    return actor_for(account_of(someone.account.id), now=now, second_factor=second_factor)


def refused(code: str):
    """Expect a refusal with this code."""
    return pytest.raises(DomainError, check=lambda error: error.code == code)


def last(kind: str) -> journal.Event | None:
    """The latest event of a kind, whoever may see it."""
    with scope.enter(SYSTEM):
        return next(iter(journal.history(kinds=[kind], since=NOW, limit=1)), None)


def code_of(verdict: Verdict) -> str | None:
    """The code of a refusal; None when accepted."""
    return verdict.refusal.code if isinstance(verdict.refusal, DomainError) else None


def another_machine() -> UUID:
    return uuid4()
