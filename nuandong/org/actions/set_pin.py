from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.org import events, locks, own, passwords
from nuandong.org.models import Account
from nuandong.org.verdicts import Verdict


@transaction.atomic
def set_pin(*, by: Actor, now: datetime, password: str, pin: str) -> Verdict:
    """Set one's own six-digit PIN for shared machines; needs the password. Invalid for a PIN of a simple pattern."""
    account = own.own_account(by)
    passwords.check_pin(pin)
    if (refused := own.refusal_of(account, password, now=now)) is not None:
        return refused
    Account.objects.filter(id=account.id).update(pin_hash=make_password(pin))
    locks.release(account.id, locks.Lock.PIN)
    own.note_own(events.PinSet(), account, now=now)
    return Verdict()
