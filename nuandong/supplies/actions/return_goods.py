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
from nuandong.supplies.errors import no_such
from nuandong.supplies.goods import Lot, Moved, Part, Wanted, check_wanted
from nuandong.supplies.kinds import MovementKind
from nuandong.supplies.ledger import Act
from nuandong.supplies.models import Movement


@transaction.atomic
def return_goods(*, by: Actor, now: datetime, issue: UUID, lines: Sequence[Wanted] = (), reason: str = "") -> Moved:
    """Take back what an issue gave out, as whole pieces fit to be given again; without `lines`, all of it.

    Also the way to undo an issue entered by mistake. Raises Forbidden, OutOfScope, NotFound, Invalid for more than is
    still out. What comes back spoilt is taken back and written off.
    """
    given = list(Movement.objects.filter(act=issue, kind=MovementKind.ISSUE).order_by("id"))
    if not given:
        raise no_such(_("发放记录"))
    place = ledger.lock_store(given[0].store_id)
    permissions.check(by, "supplies.stock.issue", region=place.region)
    out = _still_out(issue, given)
    parts = _chosen(out, lines) if lines else [Part(lot, quantity) for lot, quantity in out.items() if quantity]
    if not parts:
        raise Invalid("supplies.nothing_out", _("这次发放的物资已经全部退回。"), _("请刷新页面核对。"))
    first = given[0]
    act = Act(
        act=new_id(now),
        kind=MovementKind.RETURN,
        now=now,
        acted_at=now,
        undoes=issue,
        person=first.person_id,
        encounter=first.encounter,
        team=first.team,
    )
    ledger.put_in(place, parts, act)
    payload = events.GoodsReturned(store=place.id, **events.lines(parts))
    journal.record(payload, by=by, now=now, region=place.region, subject=issue, reason=reason or None)
    return Moved(act.act, place.id, tuple(parts))


def _still_out(issue: UUID, given: Sequence[Movement]) -> dict[Lot, int]:
    out: dict[Lot, int] = {}
    for row in [*given, *Movement.objects.filter(undoes=issue)]:
        lot = Lot(row.item_id, row.size, row.batch, row.expiry)
        out[lot] = out.get(lot, 0) - row.sign * row.quantity
    return out


def _chosen(out: dict[Lot, int], lines: Sequence[Wanted]) -> list[Part]:
    items = check_wanted(lines)
    parts: dict[Lot, int] = {}
    for line in lines:
        left = line.quantity
        for lot in [lot for lot in out if lot.item == line.item and line.size in ("", lot.size)]:
            some = min(left, out[lot])
            out[lot] -= some
            left -= some
            parts[lot] = parts.get(lot, 0) + some
        if left:
            raise Invalid(
                "supplies.more_than_out",
                _("%(item)s退回的数量比发出的多 %(left)d。"),
                _("请核对数量；另外得到的物资请办理入库。"),
                field="lines",
                item=items[line.item].name,
                left=left,
            )
    return [Part(lot, quantity) for lot, quantity in parts.items() if quantity]
