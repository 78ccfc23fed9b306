"""Events of clues. Words of callers and operators stand in the sidecar."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds import Channel, Closing, Grounds


class _OfClue(journal.Payload):
    subject_type: ClassVar[str] = "rescue.clue"


@journal.register
class ClueReceived(_OfClue):
    """Acted at: when the clock of the arrival starts. `origin` is the clue of another county it came from."""

    kind: ClassVar[str] = "rescue.clue_received"
    title: ClassVar[str] = _("受理线索")
    channel: Channel
    reporter: str = ""
    remote: bool
    hints: list[str]
    count: int | None = None
    severe: bool = False
    origin: UUID | None = None


@journal.register
class ClueSupplemented(_OfClue):
    """`fields` names what was added or corrected later."""

    kind: ClassVar[str] = "rescue.clue_supplemented"
    title: ClassVar[str] = _("补充线索")
    fields: list[str]
    remote: bool
    hints: list[str]


@journal.register
class ClueMerged(_OfClue):
    """`into` is the clue that goes on; the clock of this one never counted."""

    kind: ClassVar[str] = "rescue.clue_merged"
    title: ClassVar[str] = _("并入重复线索")
    into: UUID


@journal.register
class ClueClosed(_OfClue):
    """`confirmed`: a leader, `confirmed_by`, confirmed that nobody need go, which stops the clock of the arrival."""

    kind: ClassVar[str] = "rescue.clue_closed"
    title: ClassVar[str] = _("办结线索")
    closing: Closing
    confirmed: bool = False
    confirmed_by: UUID | None = None


@journal.register
class ClueReopened(_OfClue):
    """Voids the merging or closing."""

    kind: ClassVar[str] = "rescue.clue_reopened"
    title: ClassVar[str] = _("重新打开线索")


@journal.register
class ClueHandedOver(_OfClue):
    """`received_as` is the clue on the other side."""

    kind: ClassVar[str] = "rescue.clue_handed_over"
    title: ClassVar[str] = _("移交线索")
    to_region: int
    received_as: UUID


@journal.register
class ClueTakenOn(_OfClue):
    kind: ClassVar[str] = "rescue.clue_taken_on"
    title: ClassVar[str] = _("接收移交的线索")
    from_region: int


@journal.register
class ClueReturned(_OfClue):
    """On the side that gave it away: the other county sent it back, which voids the hand-over."""

    kind: ClassVar[str] = "rescue.clue_returned"
    title: ClassVar[str] = _("线索被退回")
    from_region: int


@journal.register
class ClueReassigned(_OfClue):
    """Another member of staff answers for it from now on (移交清单)."""

    kind: ClassVar[str] = "rescue.clue_reassigned"
    title: ClassVar[str] = _("线索改由他人负责")
    giver: UUID
    taker: UUID


@journal.register
class ClueTracked(_OfClue):
    """Somebody with the tracking code looked at the masked state."""

    kind: ClassVar[str] = "rescue.clue_tracked"
    title: ClassVar[str] = _("公众查询进度")


@journal.register
class CallerRevealed(_OfClue):
    """The caller's number was shown in full to the officer who handles the clue."""

    kind: ClassVar[str] = "rescue.caller_revealed"
    title: ClassVar[str] = _("查看来电号码")


@journal.register
class ClueEscalated(_OfClue):
    """`to` is the member of staff to ring up, `why` his place on the ladder."""

    kind: ClassVar[str] = "rescue.clue_escalated"
    title: ClassVar[str] = _("线索升级")
    level: int
    to: UUID
    why: str
    grounds: Grounds


@journal.register
class LadderEnded(_OfClue):
    """Every leader on the ladder was rung up and none confirmed; `called` is how many there were."""

    kind: ClassVar[str] = "rescue.ladder_ended"
    title: ClassVar[str] = _("名单上的领导都已呼叫，无人确认")
    called: int
    grounds: Grounds


@journal.register
class EscalationConfirmed(_OfClue):
    kind: ClassVar[str] = "rescue.escalation_confirmed"
    title: ClassVar[str] = _("确认升级事项")
    level: int
    grounds: Grounds
