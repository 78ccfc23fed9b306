from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue.events.informant import RewardProposed
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.lookups import locked_clue
from nuandong.rescue.lookups_informant import informant_of
from nuandong.rescue.models import InformantReward
from nuandong.rescue.policies.reward import check_amount, check_merit, check_words
from nuandong.rescue.rewarding import merit_of, standing_in_month
from nuandong.rescue.sealing import seal

PROPOSE = "rescue.reward.propose"
_WORDS = 500


@transaction.atomic
def propose_reward(
    *, by: Actor, now: datetime, clue: UUID, informant: UUID, ground: Ground, amount_fen: int, reason: str = ""
) -> InformantReward:
    """Propose money (in fen) for an informant on account of a clue that has ended; another person decides.

    Raises NotFound, Forbidden, OutOfScope, NotNow for a clue that earns nothing, Invalid with its field (ground,
    amount above a ceiling, direct help without words), Conflict when one stands already. Source: RES-029.
    """
    found = locked_clue(clue)
    # Proposals for one person follow each other, so that the sum of his month is what it says.
    row = informant_of(informant, lock=True)
    permissions.check(by, PROPOSE, region=found.region)
    permissions.check(by, PROPOSE, region=row.region)
    check_merit(found, row, merit_of(found, row, ground))
    words = clean_text(reason, _WORDS, field="reason")
    check_words(ground, words)
    check_amount(amount_fen, standing_in_month(row, now))
    identity = new_id(now)
    separation.note_act(by=by, case=identity, act=PROPOSE, now=now)
    try:
        with transaction.atomic():
            reward = InformantReward.objects.create(
                id=identity,
                region=row.region,
                clue=found,
                informant=row,
                amount_fen=amount_fen,
                ground=ground,
                reason_sealed=seal(InformantReward, "reason_sealed", identity, words),
                proposed_at=now,
                proposed_by=by.staff,
            )
    except IntegrityError as error:
        raise Conflict(
            "rescue.reward_there", _("已为这位信息员的这条线索提出过奖励。"), _("请在奖励列表中查看。")
        ) from error
    payload = RewardProposed(reward=identity, clue=found.id, amount_fen=amount_fen, ground=ground)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=words or None)
    return reward
