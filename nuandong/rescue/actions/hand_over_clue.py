from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import Level, at_level, level_of, validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import doors
from nuandong.rescue.callers import seal_text
from nuandong.rescue.details import WORDS
from nuandong.rescue.events.clue import ClueHandedOver
from nuandong.rescue.lookups import clue_of, locked_clue, raced_on
from nuandong.rescue.models import Clue
from nuandong.rescue.policies.clue import check_leave, check_move


@transaction.atomic
def hand_over_clue(*, by: Actor, now: datetime, clue: UUID, to_region: int, reason: str) -> Clue:
    """Hand a clue to the county where the person is; it is open there at once, and its clock runs on.

    `to_region` is a 12-digit code of another county or within it. What passes: the place in words and coordinates, the
    sealed words and number of the caller, hints and counts. Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow
    while a team is out, Conflict if somebody was first. Source: product C1 (jurisdiction).
    """
    found = locked_clue(clue)
    permissions.check(by, "rescue.clue.handover", region=found.region)
    check_leave(found)
    check_move(found, "hand_over_clue")
    _check_far(found, validate(to_region, field="to_region"))
    said = clean_text(reason, WORDS, field="reason")
    if not said:
        raise Invalid("rescue.handover_reason", _("没有写明移交原因。"), _("请写明为什么由对方办理。"), field="reason")
    received_as = doors.hand_over(found, to_region=to_region, remark=said, by=by, now=now)
    if received_as is None:
        raise raced_on(found.id)
    event = journal.record(
        ClueHandedOver(to_region=to_region, received_as=received_as),
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


def _check_far(clue: Clue, to_region: int) -> None:
    if level_of(to_region) < Level.COUNTY or at_level(to_region, Level.COUNTY) == at_level(clue.region, Level.COUNTY):
        raise Invalid(
            "rescue.handover_near",
            _("移交对象应是另一个县级地区。"),
            _("本县内的线索不用移交，直接派出队伍即可。"),
            field="to_region",
        )
