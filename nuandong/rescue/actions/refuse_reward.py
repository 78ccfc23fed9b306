from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue.actions.approve_reward import APPROVE
from nuandong.rescue.errors_station import required
from nuandong.rescue.events.informant import RewardRefused
from nuandong.rescue.lookups_informant import reward_of
from nuandong.rescue.models import InformantReward
from nuandong.rescue.policies.reward import check_move
from nuandong.rescue.rewarding import move
from nuandong.rescue.sealing import seal

_WORDS = 500


@transaction.atomic
def refuse_reward(*, by: Actor, now: datetime, reward: UUID, reason: str) -> InformantReward:
    """Turn a proposal down with a reason; a better one may be proposed for the same clue.

    Raises NotFound, Forbidden (permission, or he proposed it himself), OutOfScope, Invalid without a reason, NotNow,
    Conflict if somebody was first.
    """
    row = reward_of(reward)
    permissions.check(by, APPROVE, region=row.region)
    check_move(row, "refuse_reward")
    why = clean_text(reason, _WORDS, field="reason")
    if not why:
        raise required("reason", _("不批准的理由"))
    separation.note_act(by=by, case=row.id, act=APPROVE, now=now)
    sealed = seal(InformantReward, "refusal_sealed", row.id, why)
    move(row, "refuse_reward", decided_at=now, decided_by=by.staff, refusal_sealed=sealed)
    payload = RewardRefused(reward=row.id, clue=row.clue_id, amount_fen=row.amount_fen)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.informant_id, reason=why)
    return reward_of(row.id)
