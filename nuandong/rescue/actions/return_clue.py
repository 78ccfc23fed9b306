from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import doors
from nuandong.rescue.callers import seal_text
from nuandong.rescue.details import WORDS
from nuandong.rescue.events.clue import ClueHandedOver
from nuandong.rescue.lookups import clue_of, raced_on
from nuandong.rescue.models import Clue
from nuandong.rescue.policies.clue import check_move


@transaction.atomic
def return_clue(*, by: Actor, now: datetime, clue: UUID, reason: str) -> Clue:
    """Send a clue that is not ours back to the county it came from, where it is open again with its old clock.

    Only before it was taken on. Raises NotFound, Forbidden, OutOfScope, Invalid without a reason or for a clue of our
    own, NotNow once it was taken on or a team was sent, Conflict if the other side changed meanwhile.
    """
    found = clue_of(clue)
    permissions.check(by, "rescue.clue.handover", region=found.region)
    if found.origin is None or found.origin_region is None:
        raise Invalid("rescue.not_handed_over", _("这条线索不是外地移交来的。"), _("直接办理即可。"))
    check_move(found, "return_clue")
    if found.taken_on_at is not None:
        raise NotNow("rescue.taken_on", _("这条线索已经接收，不能退回。"), _("确需对方办理时请重新移交。"))
    said = clean_text(reason, WORDS, field="reason")
    if not said:
        raise Invalid("rescue.return_reason", _("没有写明退回原因。"), _("请写明为什么不归本地办理。"), field="reason")
    if not doors.give_back(found, origin=found.origin, remark=said, by=by, now=now):
        raise raced_on(found.id)
    event = journal.record(
        ClueHandedOver(to_region=found.origin_region, received_as=found.origin),
        by=by,
        now=now,
        region=found.region,
        subject=found.id,
        reason=said,
    )
    Clue.objects.filter(id=found.id).update(
        handed_over_event=event.id, remark_sealed=seal_text("remark_sealed", found.id, said)
    )
    return clue_of(found.id)
