from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.bank.payment import Payment
from nuandong.relief.events.paying import PayoutFrozen
from nuandong.relief.models import Payout, PayoutLine
from nuandong.relief.paying import rows, snapshots
from nuandong.relief.paying.accounts import Account
from nuandong.relief.policies_payout import (
    PLAN,
    changed_meanwhile,
    check_act,
    check_free,
    check_no_objection,
    next_state,
    payout_of,
)


@transaction.atomic
def freeze_payout(*, by: Actor, now: datetime, payout: UUID) -> Payout:
    """Seal every household as it stands, hash each and the list: from now on this is what is paid.

    Raises Invalid while the bank would refuse a line, NotNow (state, audit, objection), NotFound, Forbidden.
    """
    row = payout_of(payout, by=by, permission=PLAN, lock=True)
    check_act(row, "freeze", by)
    check_free(row)
    check_no_objection(row)
    today = local_date(now)
    wrong: set[int] = set()
    hashes: list[str] = []
    frozen = 0
    for lines, made, found in snapshots.looked_at(row, today):
        wrong |= {one.serial for one in found if one.error}
        if wrong:
            # Nothing of it stays; the others are looked at, so that all are told at once.
            continue
        sealed = _sealed(lines, made)
        frozen += rows.freeze(sealed)
        hashes += [one[2] for one in sealed]
    if wrong:
        raise Invalid(
            "relief.payout_problems",
            _("有 %(count)d 户银行不会受理，第一户是第 %(first)d 号。"),
            _("请在下面逐户更正账号，或先移出这一批。"),
            count=len(wrong),
            first=min(wrong),
        )
    digest = snapshots.list_hash(hashes)
    changed = Payout.objects.filter(id=row.id, state=row.state).update(
        state=next_state(row, "freeze"), frozen_at=now, list_hash=digest
    )
    if changed != 1 or frozen != row.lines_count:
        raise changed_meanwhile()
    payload = PayoutFrozen(lines=frozen, total_fen=row.total_fen, list_hash=digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    row.refresh_from_db()
    return row


def _sealed(lines: Sequence[PayoutLine], made: Sequence[tuple[Payment, Account]]) -> list[rows.Frozen]:
    contents = snapshots.sealed(lines, (payment for payment, _account in made))
    return [
        (line.id, content, digest, account.masked, account.blind)
        for line, (content, digest), (_payment, account) in zip(lines, contents, made, strict=True)
    ]
