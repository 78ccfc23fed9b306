from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions, separation
from nuandong.rescue.events.informant import RewardApproved
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.lookups import locked_clue
from nuandong.rescue.lookups_informant import informant_of, reward_of
from nuandong.rescue.models import InformantReward
from nuandong.rescue.policies.reward import check_merit, check_move
from nuandong.rescue.rewarding import merit_of, move

APPROVE = "rescue.reward.approve"


@transaction.atomic
def approve_reward(*, by: Actor, now: datetime, reward: UUID) -> InformantReward:
    """Approve a reward somebody else proposed; the clue must still have ended so that it earns one.

    Raises NotFound, Forbidden (permission, or he proposed it himself), OutOfScope, NotNow, Invalid, Conflict if
    somebody was first. Source: RES-029.
    """
    row = reward_of(reward)
    permissions.check(by, APPROVE, region=row.region)
    check_move(row, "approve_reward")
    clue, informant = locked_clue(row.clue_id), informant_of(row.informant_id)
    check_merit(clue, informant, merit_of(clue, informant, Ground(row.ground)))
    separation.note_act(by=by, case=row.id, act=APPROVE, now=now)
    move(row, "approve_reward", decided_at=now, decided_by=by.staff)
    payload = RewardApproved(reward=row.id, clue=row.clue_id, amount_fen=row.amount_fen)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.informant_id)
    return reward_of(row.id)
