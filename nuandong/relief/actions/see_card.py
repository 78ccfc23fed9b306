import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import store_photo
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, halfwidth
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.masking import mask_number
from nuandong.relief import freezes
from nuandong.relief.actions.correct_line import SHAPE
from nuandong.relief.checking.registry import ACCOUNT
from nuandong.relief.events.applying import CardWasSeen
from nuandong.relief.lookups import application_of
from nuandong.relief.models import CardSeen
from nuandong.relief.paying.accounts import CARD, accounts_of
from nuandong.relief.policies_applying import SUBMIT, check_card_open
from nuandong.vault import api as vault

PURPOSE: Final = "relief.card"


@transaction.atomic
def see_card(
    *, by: Actor, now: datetime, application: UUID, photo: bytes, account: str = "", bank: str = ""
) -> CardSeen:
    """Somebody saw the card or passbook of a household: its number and a photo of it go with the village's papers.

    Without `account` the card says the number that is on record. Money follows it unless a confirmed correction says
    otherwise. Raises NotFound, Forbidden, OutOfScope, NotNow once the household has left the village, Invalid for no
    number, one of another length, or no picture. Source: DIS-026.
    """
    row = application_of(application, lock=True)
    permissions.check(by, SUBMIT, region=row.region)
    check_card_open(row)
    freezes.check_not_frozen([row.region], row.season.year)
    known = accounts_of([row.household_id], row.season.year).get(row.household_id)
    number = re.sub(r"[\s-]", "", halfwidth(account)) or (known.number if known else "")
    if SHAPE.fullmatch(number) is None:
        raise Invalid(
            "relief.account_shape", _("账号应为 12 到 23 位数字。"), _("请对照社保卡或存折填写。"), field="account"
        )
    if not photo:
        raise Invalid("relief.card_photo", _("没有银行卡照片。"), _("请拍卡号一面或存折首页。"), field="photo")
    identity = new_id(now)
    made = CardSeen.objects.create(
        id=identity,
        region=row.region,
        application=row,
        household_id=row.household_id,
        bank=clean_line(bank, 60) or (known.bank if known else ""),
        account_sealed=vault.seal(CARD, "account_sealed", identity, number),
        account_masked=mask_number(number),
        account_blind=vault.blind(ACCOUNT, number),
        photo=store_photo(by=by, now=now, region=row.region, data=photo, purpose=PURPOSE),
        seen_by=by.staff,
        seen_at=now,
    )
    payload = CardWasSeen(same=known is not None and known.number == number)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return made
