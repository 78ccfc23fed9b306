from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.supplies import events, ledger
from nuandong.supplies.errors import required
from nuandong.supplies.goods import Moved, Part, check_parts
from nuandong.supplies.kinds import Loss, MovementKind
from nuandong.supplies.ledger import Act


@transaction.atomic
def write_off(
    *,
    by: Actor,
    now: datetime,
    store: UUID,
    parts: Sequence[Part],
    cause: str,
    reason: str,
    acted_at: datetime | None = None,
) -> Moved:
    """Strike goods of named lots off a store: expired, damaged, lost; `cause` is a code of `kinds.Loss`.

    Raises Forbidden, OutOfScope, NotFound, Invalid (cause, no reason, lots), Conflict when a lot holds fewer.
    """
    place = ledger.lock_store(store)
    permissions.check(by, "supplies.stock.count", region=place.region)
    if cause not in Loss.values:
        raise Invalid("supplies.cause", _("没有这种报损原因。"), _("请从列表中选择。"), field="cause")
    if not reason.strip():
        raise required("reason", _("情况说明"))
    clean = check_parts(parts)
    act = Act(act=new_id(now), kind=MovementKind.WRITE_OFF, now=now, acted_at=acted_at or now, cause=cause)
    ledger.take_out(place, clean, act)
    payload = events.GoodsWrittenOff(store=place.id, cause=cause, **events.lines(clean))
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=place.region, subject=act.act, reason=reason)
    return Moved(act.act, place.id, tuple(clean))
