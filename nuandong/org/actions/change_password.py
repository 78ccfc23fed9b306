from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, own, passwords, secrets_check, sessions
from nuandong.org.models import Account, End
from nuandong.org.verdicts import Verdict


@transaction.atomic
def change_password(
    *, by: Actor, now: datetime, old_password: str, new_password: str, session: UUID | None = None
) -> Verdict:
    """Change one's own password; every other session ends, `session` (the present one) stays.

    Wrong current passwords count towards the lock and come back as a refusal. Raises Invalid for a new password that is
    too short, common, made of the user name, or the old one again.
    """
    account = own.own_account(by)
    passwords.check_password(new_password, username=account.username)
    if (refused := own.refusal_of(account, old_password, now=now)) is not None:
        return refused
    if secrets_check.matches(new_password, account.password):
        raise Invalid("org.password_same", _("新密码与原密码相同。"), _("请换一个新密码。"), field="new_password")
    Account.objects.filter(id=account.id).update(
        password=make_password(new_password), must_change_password=False, password_changed_at=now
    )
    ended = sessions.end_all(account.id, end=End.PASSWORD, now=now, keep=session)
    own.note_own(events.PasswordChanged(sessions_ended=ended), account, now=now)
    return Verdict()
