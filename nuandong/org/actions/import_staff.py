from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from nuandong.geo.errors import RowProblems
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, DomainError
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, permissions
from nuandong.org.actions.appoint import appoint
from nuandong.org.actions.change_staff import change_staff
from nuandong.org.actions.create_account import create_account
from nuandong.org.actions.hire_staff import clean_name, hire_staff
from nuandong.org.actors import check_in_person, valid_at
from nuandong.org.models import Account, Post, Staff
from nuandong.org.phones import same_phone
from nuandong.org.staff_file import StaffRow, heading, read_staff

LOCK: Final = 0x6E64_6F7267  # "nd org": one import at a time


@dataclass(frozen=True, slots=True)
class NewLogin:
    """What is told to somebody once: his user name and one-time password."""

    name: str
    username: str
    one_time_password: str = field(repr=False)


@dataclass(slots=True)
class StaffImport:
    """What an import did."""

    rows: int = 0
    hired: int = 0
    changed: int = 0
    appointed: int = 0
    logins: list[NewLogin] = field(default_factory=list)

    @property
    def any(self) -> bool:
        return bool(self.hired or self.changed or self.appointed or self.logins)


@transaction.atomic
def import_staff(*, by: Actor, now: datetime, data: bytes) -> StaffImport:
    """Import a list of staff with posts and accounts; columns as in `staff_file.COLUMNS`, at most 5,000 rows.

    All or nothing: raises `geo.errors.ImportRefused` with every row at fault, Invalid for a file that is no table. The
    same file again changes nothing and writes no event. Somebody is recognised by his user name, else by unit, name and
    phone. Roles need org.post.change besides org.staff.change, user names need org.account.change.
    """
    permissions.check(by, "org.staff.change")
    check_in_person(by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    problems, done = RowProblems(), StaffImport()
    for row in read_staff(data, by=by, problems=problems):
        done.rows += 1
        try:
            with transaction.atomic():
                _apply(row, done, by=by, now=now)
        except DomainError as error:
            problems.add(row.number, heading(error.field), error.message, **error.params)
    problems.raise_if_any()
    if done.any:
        payload = events.StaffImported(
            rows=done.rows, hired=done.hired, appointed=done.appointed, accounts=len(done.logins)
        )
        journal.record(payload, by=by, now=now, region=by.region, subject=new_id(now))
    return done


def _apply(row: StaffRow, done: StaffImport, *, by: Actor, now: datetime) -> None:
    name = clean_name(row.name)
    staff = _known(row, name)
    if staff is None:
        staff = hire_staff(by=by, now=now, unit=row.unit.id, name=name, sex=row.sex, phone=row.phone)
        done.hired += 1
    elif staff.sex != row.sex or (row.phone and not same_phone(staff, row.phone)):
        change_staff(by=by, now=now, staff=staff.id, sex=row.sex, phone=row.phone or None)
        done.changed += 1
    if row.role and not _holds(staff, row, now):
        appoint(by=by, now=now, staff=staff.id, role=row.role, unit=row.unit.id, region=row.region)
        done.appointed += 1
    if row.username and not Account.objects.filter(staff=staff, username=row.username).exists():
        opened = create_account(by=by, now=now, staff=staff.id, username=row.username)
        done.logins.append(NewLogin(name, opened.account.username, opened.one_time_password))


def _known(row: StaffRow, name: str) -> Staff | None:
    if row.username:
        account = Account.objects.select_related("staff").filter(username=row.username).first()
        if account is not None:
            return _same_person(account.staff, row, name)
    namesakes = Staff.objects.filter(unit=row.unit, name=name, active=True)
    return next((staff for staff in namesakes if same_phone(staff, row.phone)), None)


def _same_person(staff: Staff, row: StaffRow, name: str) -> Staff:
    if not staff.active or staff.name != name or staff.unit_id != row.unit.id:
        raise Conflict(
            "org.username_taken",
            _("用户名已被其他人使用，或此人已调离。"),
            _("请换一个用户名；调动请另行办理。"),
            field="username",
        )
    return staff


def _holds(staff: Staff, row: StaffRow, now: datetime) -> bool:
    held = Post.objects.filter(valid_at(now), staff=staff, role=row.role, unit=row.unit, region=row.region)
    return held.exists()
