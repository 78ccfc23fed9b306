"""Events of informants and their rewards. Subject: the informant; of a naming, the clue."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds_informant import Ground, Shown


class _OfInformant(journal.Payload):
    subject_type: ClassVar[str] = "rescue.informant"


class _OfReward(_OfInformant):
    reward: UUID
    clue: UUID
    amount_fen: int


@journal.register
class InformantRegistered(_OfInformant):
    kind: ClassVar[str] = "rescue.informant_registered"
    title: ClassVar[str] = _("登记信息员")
    reporter_kind: str


@journal.register
class InformantChanged(_OfInformant):
    """`fields` names what was changed."""

    kind: ClassVar[str] = "rescue.informant_changed"
    title: ClassVar[str] = _("修改信息员")
    fields: list[str]


@journal.register
class InformantEnded(_OfInformant):
    kind: ClassVar[str] = "rescue.informant_ended"
    title: ClassVar[str] = _("信息员离任")


@journal.register
class InformantRevealed(_OfInformant):
    """A name or number was shown in full."""

    kind: ClassVar[str] = "rescue.informant_revealed"
    title: ClassVar[str] = _("查看信息员完整信息")
    shown: Shown


@journal.register
class ClueInformantNamed(journal.Payload):
    """The operator said who the caller was; without an informant: that he is none."""

    subject_type: ClassVar[str] = "rescue.clue"
    kind: ClassVar[str] = "rescue.clue_informant_named"
    title: ClassVar[str] = _("指定线索的信息员")
    informant: UUID | None


@journal.register
class RewardProposed(_OfReward):
    kind: ClassVar[str] = "rescue.reward_proposed"
    title: ClassVar[str] = _("提出信息员奖励")
    ground: Ground


@journal.register
class RewardApproved(_OfReward):
    kind: ClassVar[str] = "rescue.reward_approved"
    title: ClassVar[str] = _("批准信息员奖励")


@journal.register
class RewardRefused(_OfReward):
    kind: ClassVar[str] = "rescue.reward_refused"
    title: ClassVar[str] = _("不批准信息员奖励")


@journal.register
class RewardPaid(_OfReward):
    """The day is that of the voucher; its number stands with the reward."""

    kind: ClassVar[str] = "rescue.reward_paid"
    title: ClassVar[str] = _("发放信息员奖励")
    paid_on: date
