from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.callers import open_caller
from nuandong.rescue.events.clue import CallerRevealed
from nuandong.rescue.lookups import clue_of
from nuandong.rescue.policies.crew import belongs_to_crew
from nuandong.rescue.states.clue import RUNNING


@transaction.atomic
def reveal_caller(*, by: Actor, now: datetime, clue: UUID) -> str:
    """The number of a running clue's caller in full, to ring back; who looked is on record.

    For operators, and for the crew on its way. Raises NotFound without a number, Forbidden, OutOfScope, NotNow for a
    clue that has ended. Source: product H.
    """
    found = clue_of(clue)
    permissions.check(by, "rescue.clue.see", region=found.region)
    if not permissions.allows(by, "rescue.dispatch.order") and not belongs_to_crew(by, found, now):
        raise Forbidden(
            "rescue.caller_not_yours",
            _("来电号码只给办理这条线索的人看。"),
            _("请联系值班员。"),
        )
    if found.state not in RUNNING:
        raise NotNow("rescue.caller_closed", _("线索已经结束，来电号码不再显示。"), _("确需查看请联系带班领导。"))
    digits = open_caller(found)
    if not digits:
        raise NotFound("rescue.no_caller", _("没有登记来电号码。"), _("请查看录音或网上留言。"))
    journal.record(CallerRevealed(), by=by, now=now, region=found.region, subject=found.id)
    return digits
