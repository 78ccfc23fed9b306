from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.supplies.actions.confirm_transfer import confirm_transfer
from nuandong.supplies.actions.dispatch_goods import dispatch_goods
from nuandong.supplies.errors import no_such
from nuandong.supplies.goods import Wanted
from nuandong.supplies.kinds import CARRIED
from nuandong.supplies.models import Store, Transfer


@transaction.atomic
def hand_to_team(
    *, by: Actor, now: datetime, from_store: UUID, to_store: UUID, lines: Sequence[Wanted], reason: str = ""
) -> Transfer:
    """Hand goods over to a team or load them into its vehicle, counted on the spot: sent and received at once.

    What the team gives out later leaves its own store. Raises Invalid unless `to_store` is a team's or a vehicle's,
    and as `dispatch_goods` and `confirm_transfer`. Source: RES-032, product C.9.
    """
    taker = Store.objects.filter(id=to_store).first()
    if taker is None:
        raise no_such(_("存放点"))
    if taker.kind not in CARRIED:
        raise Invalid(
            "supplies.not_carried",
            _("这不是随车或随队的存放点。"),
            _("发往固定存放点的，请办理调拨。"),
            field="to_store",
        )
    sent = dispatch_goods(by=by, now=now, from_store=from_store, to_store=to_store, lines=lines, reason=reason)
    return confirm_transfer(by=by, now=now, transfer=sent.id)
