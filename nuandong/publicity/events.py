"""The journal events of publicity and of public opinion."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from pydantic import Field

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.publicity.catalogue import channels, works
from nuandong.publicity.kinds import Seriousness, Verdict

if TYPE_CHECKING:
    Channel = str
    Counted = str
else:
    # Closed to the codes of the files, so that a plan that asks for another one is refused where it is read.
    Channel = StrEnum("Channel", {code.upper(): code for code in channels()})
    Counted = StrEnum("Counted", {code.upper(): code for code in sorted(works())})


class _OfAnnouncement(journal.Payload):
    subject_type: ClassVar[str] = "publicity.announcement"
    unit: UUID


@journal.register
class Announced(_OfAnnouncement):
    """Something was made known; what was said lies in the sidecar. `work` lists the kinds of work it counts as, each of
    which has an event of its own."""

    kind: ClassVar[str] = "publicity.announced"
    title: ClassVar[str] = _("登记宣传")
    through: Channel
    times: int = Field(ge=1)
    copies: int | None
    reached: int | None
    work: list[Counted]
    files: list[UUID]


@journal.register
class AnnouncementVoided(_OfAnnouncement):
    kind: ClassVar[str] = "publicity.announcement_voided"
    title: ClassVar[str] = _("作废宣传登记")


class _OfOpinion(journal.Payload):
    subject_type: ClassVar[str] = "publicity.opinion"
    unit: UUID


@journal.register
class OpinionFound(_OfOpinion):
    """Something about our work is said in public; what it is lies in the sidecar, the unit has `task`."""

    kind: ClassVar[str] = "publicity.opinion_found"
    title: ClassVar[str] = _("发现舆情")
    platform: str
    seriousness: Seriousness
    due_at: datetime
    task: UUID


@journal.register
class OpinionVerified(_OfOpinion):
    kind: ClassVar[str] = "publicity.opinion_verified"
    title: ClassVar[str] = _("核实舆情")
    verdict: Verdict


@journal.register
class OpinionAnswered(_OfOpinion):
    """The answer lies in the sidecar; `in_time` whether it stood by its time."""

    kind: ClassVar[str] = "publicity.opinion_answered"
    title: ClassVar[str] = _("回应舆情")
    in_time: bool


@journal.register
class OpinionReturned(_OfOpinion):
    kind: ClassVar[str] = "publicity.opinion_returned"
    title: ClassVar[str] = _("退回舆情回应")


@journal.register
class OpinionClosed(_OfOpinion):
    kind: ClassVar[str] = "publicity.opinion_closed"
    title: ClassVar[str] = _("舆情办结")
    in_time: bool
