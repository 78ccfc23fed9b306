"""States of an informant's reward, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class RewardState(models.TextChoices):
    PROPOSED = "proposed", _("待审批")
    APPROVED = "approved", _("待发放")
    REFUSED = "refused", _("未通过")
    PAID = "paid", _("已发放")


REWARD: Final[Mapping[RewardState, Mapping[str, RewardState]]] = MappingProxyType(
    {
        RewardState.PROPOSED: {
            "approve_reward": RewardState.APPROVED,
            "refuse_reward": RewardState.REFUSED,
        },
        RewardState.APPROVED: {"pay_reward": RewardState.PAID},
        RewardState.REFUSED: {},
        RewardState.PAID: {},
    }
)
"""State → act → next state. What was paid stays paid: money given by mistake is claimed back outside."""

STANDING: Final = (RewardState.PROPOSED, RewardState.APPROVED, RewardState.PAID)
"""At most one reward of a clue and an informant is in one of these; they count towards his month."""
