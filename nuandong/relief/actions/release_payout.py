from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.books import XLSX
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.relief.actions.check_payout import check_amounts
from nuandong.relief.bank.library import layout_named
from nuandong.relief.bank.writing import Written, files
from nuandong.relief.events.paying import PayoutReleased
from nuandong.relief.models import BankFile, Payout
from nuandong.relief.paying import rows, snapshots
from nuandong.relief.policies_payout import (
    RELEASE,
    changed_meanwhile,
    check_act,
    check_free,
    check_no_objection,
    next_state,
    payout_of,
)
from nuandong.relief.steps import LineState, PayoutState

PURPOSE: Final = "relief.bank_file"
_MIMES: Final = {"xlsx": XLSX, "csv": "text/csv", "fixed": "text/plain"}


@transaction.atomic
def release_payout(*, by: Actor, now: datetime, payout: UUID, voucher: str = "") -> Payout:
    """Write the bank's files and hand the payout over to it, by a third person with the second factor.

    Everything frozen is hashed again first. Released once: a second call by the same person gives what was released.
    `voucher` is the number of the accounting voucher, as far as it is known. Raises Invalid when a snapshot is not what
    was frozen, NotNow, NotFound, Forbidden, OutOfScope. Source: DIS-027.
    """
    row = payout_of(payout, by=by, permission=RELEASE, lock=True)
    if row.state in {PayoutState.RELEASED, PayoutState.SETTLED} and row.released_by == by.staff:
        return row
    check_act(row, "release", by)
    check_free(row)
    check_no_objection(row)
    check_amounts(row)
    written = files(layout_named(row.layout), list(snapshots.frozen(row)))
    by_serial = dict(row.lines.filter(state=LineState.FROZEN).values_list("serial", "id"))
    kept = {_keep(row, one, by=by, now=now): [by_serial[serial] for serial in one.serials] for one in written}
    sent = rows.send(kept)
    changed = Payout.objects.filter(id=row.id, state=row.state).update(
        state=next_state(row, "release"), released_by=by.staff, released_at=now, voucher=clean_line(voucher, 60)
    )
    if changed != 1 or sent != row.lines_count or sum(one.total for one in written) != row.total_fen:
        raise changed_meanwhile()
    payload = PayoutReleased(
        list_hash=row.list_hash, lines=sent, total_fen=row.total_fen, digests=[one.digest for one in written]
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    row.refresh_from_db()
    return row


def _keep(payout: Payout, one: Written, *, by: Actor, now: datetime) -> UUID:
    identity = new_id(now)
    mime = _MIMES[layout_named(payout.layout).request.kind]
    BankFile.objects.create(
        id=identity,
        region=payout.region,
        payout=payout,
        outgoing=True,
        name=one.name,
        layout=payout.layout,
        file=store_document(by=by, now=now, region=payout.region, data=one.data, purpose=PURPOSE, mime=mime),
        digest=one.digest,
        rows=len(one.serials),
        total_fen=one.total,
        made_by=by.staff,
        made_at=now,
    )
    return identity
