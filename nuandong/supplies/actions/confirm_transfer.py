from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.rows import only
from nuandong.supplies import events, ledger, policies
from nuandong.supplies.errors import no_such, required
from nuandong.supplies.goods import Lot, Part
from nuandong.supplies.kinds import MovementKind
from nuandong.supplies.ledger import Act
from nuandong.supplies.models import Transfer, TransferLine
from nuandong.supplies.states import TransferState


@transaction.atomic
def confirm_transfer(
    *,
    by: Actor,
    now: datetime,
    transfer: UUID,
    arrived: Mapping[UUID, int] | None = None,
    acted_at: datetime | None = None,
    reason: str = "",
) -> Transfer:
    """Count a transfer in at the receiving store, by its keeper or whoever may receive goods there.

    `arrived` gives pieces by id of line where they differ from what was sent; fewer need a `reason`, more are refused
    (count the sending store instead). Raises Forbidden, OutOfScope, NotFound, Invalid (quantities, no reason),
    Conflict when it was confirmed already. Source: product C.9.
    """
    found = only(Transfer.objects.filter(id=transfer), no_such(_("调拨单")))
    place = ledger.lock_store(found.to_store_id)
    policies.check_may_confirm(by, place)
    when = acted_at or now
    lines = list(TransferLine.objects.filter(transfer=found).order_by("id"))
    counted = _counted(lines, arrived or {})
    lost = sum(line.sent - counted[line.id] for line in lines)
    if lost and not reason.strip():
        raise required("reason", _("差异原因"))
    if when < found.sent_at:
        raise Invalid("supplies.before_sent", _("签收时间早于调出时间。"), _("请核对填写的时间。"), field="acted_at")
    rows = Transfer.objects.filter(id=found.id, state=TransferState.SENT)
    if rows.update(state=TransferState.RECEIVED, received_at=when) != 1:
        raise Conflict("supplies.confirmed_already", _("这张调拨单已经签收。"), _("请刷新页面核对。"))
    for line in lines:
        TransferLine.objects.filter(id=line.id).update(arrived=counted[line.id])
    parts = [Part(_lot(line), counted[line.id]) for line in lines if counted[line.id]]
    ledger.put_in(place, parts, Act(act=found.id, kind=MovementKind.TRANSFER_IN, now=now, acted_at=when))
    payload = events.GoodsTransferred(
        from_store=found.from_store_id, to_store=place.id, lost=lost, **events.lines(parts)
    )
    journal.record(
        payload, by=by, now=now, acted_at=acted_at, region=found.region, subject=found.id, reason=reason or None
    )
    found.refresh_from_db()
    return found


def _counted(lines: list[TransferLine], arrived: Mapping[UUID, int]) -> dict[UUID, int]:
    sent = {line.id: line.sent for line in lines}
    if any(line not in sent or not 0 <= quantity <= sent[line] for line, quantity in arrived.items()):
        raise Invalid(
            "supplies.arrived",
            _("签收数量不能少于零，也不能多于调出数量。"),
            _("确实多出的，请先盘点调出的存放点，再另行调拨。"),
            field="arrived",
        )
    return {**sent, **arrived}


def _lot(line: TransferLine) -> Lot:
    return Lot(line.item_id, line.size, line.batch, line.expiry)
