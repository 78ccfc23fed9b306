import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, lookups, permissions
from nuandong.org.actions.sign_in import clean_username
from nuandong.org.actors import check_in_person
from nuandong.org.models import Account
from nuandong.org.passwords import new_one_time_password

_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


@dataclass(frozen=True, slots=True)
class Opened:
    """The account, and the password to be told to its owner once; it is stored nowhere."""

    account: Account
    one_time_password: str = field(repr=False)


@transaction.atomic
def create_account(*, by: Actor, now: datetime, staff: UUID, username: str) -> Opened:
    """Open an account for a member of staff. The one-time password must be changed at the first signing in.

    Raises Invalid for a malformed user name, Conflict when the name is taken or the person has an account already.
    """
    owner = lookups.staff_of(staff, lock=True)
    permissions.check(by, "org.account.change", region=owner.unit.region)
    check_in_person(by)
    name = checked_username(username)
    if Account.objects.filter(staff=owner).exists():
        raise Conflict("org.account_exists", _("此人已有账号。"), _("忘记密码请重置；停用的账号可以恢复。"))
    password = new_one_time_password()
    try:
        with transaction.atomic():
            account = Account.objects.create(
                id=new_id(now),
                username=name,
                staff=owner,
                password=make_password(password),
                password_changed_at=now,
                created_at=now,
            )
    except IntegrityError as error:
        raise Conflict("org.username_taken", _("用户名已被使用。"), _("请换一个用户名。"), field="username") from error
    journal.record(events.AccountCreated(staff=owner.id), by=by, now=now, region=owner.unit.region, subject=account.id)
    return Opened(account, password)


def checked_username(text: str) -> str:
    """Three to forty small letters, digits, dots, dashes; Invalid for anything else."""
    name = clean_username(text)
    if not _USERNAME.fullmatch(name):
        raise Invalid(
            "org.username_form",
            _("用户名的格式不对。"),
            _("请用 3 到 40 个小写字母、数字、点或横线，以字母或数字开头。"),
            field="username",
        )
    return name
