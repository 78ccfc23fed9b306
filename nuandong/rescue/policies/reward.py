"""Whom, for what and how much the rescue budget rewards (RES-029)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nuandong.geo.codes import Level, at_level
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue import reference
from nuandong.rescue.errors_station import required, wrong_state
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.models import Clue, Informant, InformantReward
from nuandong.rescue.states.clue import ClueState
from nuandong.rescue.states.reward import REWARD, RewardState

EFFECTIVE: Final = frozenset({Closing.HELPED, Closing.REFUSED})
"""Endings in which somebody in need was found."""
GENUINE: Final = EFFECTIVE | {Closing.DECEASED, Closing.NOT_FOUND}
"""Endings of clues that were meant well; the duplicate of a clue and nonsense are none."""
FEN: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Merit:
    """What a reward is for. `named`: the clue came from him; `kit`: goods were left with somebody met."""

    ground: Ground
    named: bool
    kit: bool


def check_informant(informant: Informant, *, region: int, at: datetime) -> None:
    """Raise Invalid unless he was an informant of the county of `region` at the time of the clue."""
    until = informant.valid_until
    in_office = informant.valid_from <= at and (until is None or until > at)
    if in_office and at_level(informant.region, Level.COUNTY) == at_level(region, Level.COUNTY):
        return
    raise Invalid(
        "rescue.no_informant_then",
        _("来电时这个人不是本县的信息员。"),
        _("请核对信息员和线索；聘任日期登记错了的，先更正名册。"),
        field="informant",
    )


def check_rewardable(clue: Clue) -> None:
    """Raise NotNow for a clue that has not ended, or ended in a way nobody is rewarded for."""
    if clue.state != ClueState.CLOSED:
        raise NotNow("rescue.reward_open_clue", _("线索还没有办结。"), _("请办结后再提出奖励。"))
    if clue.closing not in GENUINE:
        raise NotNow(
            "rescue.reward_closing",
            _("线索按“%(closing)s”办结，不发奖励。"),
            _("重复线索请看它并入的那条。"),
            closing=Closing(clue.closing).label,
        )


def check_merit(clue: Clue, informant: Informant, merit: Merit) -> None:
    """Raise what forbids this reward: an open clue, staff, no informant then, a lead that did not help."""
    check_rewardable(clue)
    check_informant(informant, region=clue.region, at=clue.acted_at)
    kind = reference.reporters().get(informant.reporter_kind)
    if kind is None or not kind.rewardable:
        raise Invalid(
            "rescue.reward_on_duty",
            _("%(kind)s报告线索是本职工作，不发奖励。"),
            _("请核对信息员类型。"),
            field="informant",
            kind=kind.title if kind else informant.reporter_kind,
        )
    if merit.ground is Ground.EFFECTIVE_LEAD:
        _check_lead(clue, merit)


def _check_lead(clue: Clue, merit: Merit) -> None:
    if not merit.named:
        raise Invalid(
            "rescue.reward_not_his_clue",
            _("这条线索不是这位信息员提供的。"),
            _("请先在线索页指定信息员；到场帮忙的，依据选“直接参与救助”。"),
            field="informant",
        )
    if clue.closing not in EFFECTIVE:
        raise Invalid(
            "rescue.reward_no_effect",
            _("没有找到需要救助的人，不能按“提供有效线索”奖励。"),
            _("确实参与了救助的，依据选“直接参与救助”并写明经过。"),
            field="ground",
        )
    if clue.closing == Closing.REFUSED and not merit.kit:
        raise Invalid(
            "rescue.reward_no_kit",
            _("本人不愿接受救助，也没有发放物资，不能按“提供有效线索”奖励。"),
            _("请核对现场救助记录中的物资发放。"),
            field="ground",
        )


def check_words(ground: Ground, words: str) -> None:
    """Direct help has to be told: nobody else wrote it down."""
    if ground is Ground.DIRECT_HELP and not words:
        raise required("reason", _("参与救助的经过"))


def check_amount(amount_fen: int, month_fen: int) -> None:
    """Raise Invalid unless more than nothing, within the ceiling, and within the rest of the month.

    `month_fen` is what stands for him in this month already. Source: library/rescue/rewards.yaml.
    """
    most = reference.rewards()
    if amount_fen <= 0:
        raise Invalid("rescue.reward_nothing", _("金额应大于 0。"), _("请填写奖励金额。"), field="amount")
    if amount_fen > most.once_fen:
        raise Invalid(
            "rescue.reward_once",
            _("每条线索最多奖励 %(most)s 元。"),
            _("请减少金额。"),
            field="amount",
            most=_yuan(most.once_fen),
        )
    if month_fen + amount_fen > most.month_fen:
        raise Invalid(
            "rescue.reward_month",
            _("这位信息员本月已有 %(had)s 元，每月最多 %(most)s 元。"),
            _("请减少金额，或下月再提出。"),
            field="amount",
            had=_yuan(month_fen),
            most=_yuan(most.month_fen),
        )


def can_move(reward: InformantReward, act: str) -> bool:
    return act in REWARD[RewardState(reward.state)]


def check_move(reward: InformantReward, act: str) -> None:
    """Raise NotNow naming the state that forbids the act."""
    if not can_move(reward, act):
        raise wrong_state(_("奖励"), str(RewardState(reward.state).label))


def _yuan(fen: int) -> str:
    whole, rest = divmod(fen, FEN)
    return f"{whole}.{rest:02d}" if rest else str(whole)
