from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import own, totp
from nuandong.org.models import Account
from nuandong.vault import api as vault

ISSUER = "暖冬"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the authenticator app needs: the address for the QR code, and the key for typing in by hand."""

    uri: str = field(repr=False)
    key: str = field(repr=False)


@transaction.atomic
def enrol_totp(*, by: Actor, now: datetime) -> Enrolment:
    """Make a new secret for one's own second factor; it counts only once `confirm_totp` has seen a code of it.

    The secret in use stays valid until then. Raises Forbidden for replacing it without having given a code in this
    session: a stolen session may not take over the second factor.
    """
    account = own.own_account(by)
    if account.has_second_factor and not by.second_factor:
        raise Forbidden(
            "org.second_factor_needed",
            _("更换动态口令前需要先验证现有口令。"),
            _("请先输入现有动态口令；手机丢失请联系系统管理员停用。"),
        )
    secret = totp.new_secret()
    sealed = vault.seal_bytes(Account._meta.db_table, "totp_pending_sealed", account.id, secret)
    Account.objects.filter(id=account.id).update(totp_pending_sealed=sealed)
    return Enrolment(
        uri=totp.enrolment_uri(secret, account.username, ISSUER), key=b32encode(secret).decode().rstrip("=")
    )
