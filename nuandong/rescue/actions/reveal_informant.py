from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import informants
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.informant import InformantRevealed
from nuandong.rescue.kinds_informant import Shown
from nuandong.rescue.lookups_informant import informant_of
from nuandong.rescue.models import Informant

_WORKING = ("rescue.informant.change", "rescue.reward.pay")
"""Who keeps the register has to ring him up, who pays him has to know him."""


def may_reveal(by: Actor, informant: Informant) -> bool:
    return any(permissions.allows(by, code, region=informant.region) for code in _WORKING)


@transaction.atomic
def reveal_informant(*, by: Actor, now: datetime, informant: UUID, shown: Shown, reason: str) -> str:
    """The name or number of an informant in full; each look is an event with its reason.

    Raises NotFound, Forbidden, Invalid without a reason. Source: architecture §4.14.
    """
    row = informant_of(informant)
    permissions.check(by, "rescue.informant.see", region=row.region)
    if not may_reveal(by, row):
        raise Forbidden(
            "rescue.informant_hidden",
            _("信息员的完整信息只给管理名册和发放奖励的人看。"),
            _("请联系救助站。"),
        )
    why = clean_line(reason, 200, field="reason")
    if not why:
        raise required("reason", _("原因"))
    journal.record(InformantRevealed(shown=shown), by=by, now=now, region=row.region, subject=row.id, reason=why)
    return informants.opened(row, shown)
