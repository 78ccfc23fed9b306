"""Another account for a household whose payment failed or would fail: one officer proposes it, another confirms it."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, clean_text, halfwidth
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.masking import mask_number
from nuandong.relief.checking.registry import ACCOUNT
from nuandong.relief.events.paying import AccountConfirmed, AccountProposed
from nuandong.relief.models import AccountChange
from nuandong.relief.paying.accounts import CHANGE
from nuandong.relief.policies_payout import CHECK, PLAN, SEE, changed_meanwhile, line_of
from nuandong.relief.steps import OWED, LineState
from nuandong.vault import api as vault

SHAPE: Final = re.compile(r"[0-9]{12,23}")


@transaction.atomic
def correct_line(*, by: Actor, now: datetime, line: UUID, account: str, bank: str = "", reason: str) -> AccountChange:
    """Propose another account for a line that failed, or that is not frozen yet; another officer has to confirm it.

    An earlier proposal that nobody confirmed is dropped. Raises Invalid for an account of another length or without a
    reason, NotNow for a line under way or paid, NotFound, Forbidden, OutOfScope. Source: DIS-027.
    """
    row = line_of(line, by=by, permission=PLAN)
    if row.state not in {LineState.PLANNED, *OWED}:
        raise NotNow("relief.line_under_way", _("这一户不能更正账号。"), _("固定之前或发放失败之后才能更正。"))
    number = re.sub(r"[\s-]", "", halfwidth(account))
    if SHAPE.fullmatch(number) is None:
        raise Invalid(
            "relief.account_shape", _("账号应为 12 到 23 位数字。"), _("请对照社保卡或存折填写。"), field="account"
        )
    why = clean_text(reason, 300)
    if not why:
        raise Invalid("relief.reason_missing", _("没有填写原因。"), _("请写明为什么。"), field="reason")
    AccountChange.objects.filter(line=row, confirmed_at=None, dropped_at=None).update(dropped_at=now)
    identity = new_id(now)
    try:
        with transaction.atomic():
            made = AccountChange.objects.create(
                id=identity,
                region=row.region,
                line=row,
                household_id=row.household_id,
                bank=clean_line(bank, 60),
                account_sealed=vault.seal(CHANGE, "account_sealed", identity, number),
                account_masked=mask_number(number),
                account_blind=vault.blind(ACCOUNT, number),
                reason_sealed=vault.seal(CHANGE, "reason_sealed", identity, why),
                proposed_by=by.staff,
                proposed_at=now,
            )
    except IntegrityError as error:
        raise Conflict(
            "relief.account_confirmed", _("这一户的新账号已经复核过。"), _("要再改，请等下一次发放失败后更正。")
        ) from error
    payload = AccountProposed(line=row.id, household=row.household_id)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.payout_id)
    return made


@transaction.atomic
def confirm_account(*, by: Actor, now: datetime, change: UUID, take: bool = True) -> AccountChange:
    """The second pair of eyes: the account is what the household's card says (`take`), or it is not.

    By anybody who plans or checks payouts, but for whoever proposed it. Raises Forbidden, Conflict, NotFound.
    """
    row = AccountChange.objects.select_for_update(of=("self",)).select_related("line").filter(id=change).first()
    if row is None:
        raise NotFound("relief.no_change", _("没有找到这次更正。"), _("请从发放批次中打开。"))
    permissions.check(by, SEE, region=row.region)
    if not any(permissions.allows(by, one, region=row.region) for one in (PLAN, CHECK)):
        permissions.check(by, CHECK, region=row.region)
    if by.staff == row.proposed_by:
        raise Forbidden("relief.account_own", _("这个账号是您更正的，要由另一人复核。"), _("请由同事复核。"))
    values = {"confirmed_by": by.staff, "confirmed_at": now} if take else {"dropped_at": now}
    changed = AccountChange.objects.filter(id=row.id, confirmed_at=None, dropped_at=None).update(**values)
    if changed != 1:
        raise changed_meanwhile()
    payload = AccountConfirmed(line=row.line_id, household=row.household_id, taken=take)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.line.payout_id)
    row.refresh_from_db()
    return row
