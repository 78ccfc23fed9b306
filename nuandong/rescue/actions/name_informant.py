from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.informant import ClueInformantNamed
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.lookups import clue_of, locked_clue
from nuandong.rescue.lookups_informant import informant_of
from nuandong.rescue.models import Clue
from nuandong.rescue.policies.reward import check_informant
from nuandong.rescue.states.reward import STANDING


@transaction.atomic
def name_informant(*, by: Actor, now: datetime, clue: UUID, informant: UUID | None) -> Clue:
    """Say which informant a clue came from when he rang from another telephone; None: it came from none.

    Possible after the clue has ended too, but not while a reward stands for the lead. Raises NotFound, Forbidden,
    OutOfScope, Invalid for somebody who was no informant then, NotNow. Source: RES-029.
    """
    found = locked_clue(clue)
    permissions.check(by, "rescue.clue.receive", region=found.region)
    permissions.check(by, "rescue.informant.see", region=found.region)
    row = None if informant is None else informant_of(informant)
    if row is not None:
        check_informant(row, region=found.region, at=found.acted_at)
    if found.rewards.filter(ground=Ground.EFFECTIVE_LEAD, state__in=STANDING).exists():
        raise NotNow(
            "rescue.clue_rewarded",
            _("已为这条线索提出奖励，不能再改信息员。"),
            _("确实弄错的，请先不批准那份奖励。"),
        )
    Clue.objects.filter(id=found.id).update(informant=row)
    journal.record(ClueInformantNamed(informant=informant), by=by, now=now, region=found.region, subject=found.id)
    return clue_of(found.id)
