"""What the rules of rewards ask about a clue and an informant."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Sum

from nuandong.kernel.clock import day_start, local_date
from nuandong.rescue.errors import raced
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.models import Clue, Encounter, Informant, InformantReward
from nuandong.rescue.policies.reward import Merit
from nuandong.rescue.states.reward import REWARD, STANDING, RewardState

_LONGEST_MONTH: Final = timedelta(days=32)


def merit_of(clue: Clue, informant: Informant, ground: Ground) -> Merit:
    """What the records say for a reward."""
    met = Encounter.objects.filter(clue=clue, kit_act__isnull=False)
    return Merit(ground=ground, named=clue.informant_id == informant.id, kit=met.exists())


def standing_in_month(informant: Informant, at: datetime) -> int:
    """Fen proposed, approved or paid for him in the Shanghai month of a moment, by the day of the proposal."""
    first = local_date(at).replace(day=1)
    following = (first + _LONGEST_MONTH).replace(day=1)
    rows = InformantReward.objects.filter(
        informant=informant,
        state__in=STANDING,
        proposed_at__gte=day_start(first),
        proposed_at__lt=day_start(following),
    )
    return int(rows.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def move(reward: InformantReward, act: str, **columns: object) -> None:
    """Move a reward on by an act it is in the state for; Conflict if somebody was first."""
    to = REWARD[RewardState(reward.state)][act]
    if InformantReward.objects.filter(id=reward.id, state=reward.state).update(state=to, **columns) != 1:
        raise raced("")
