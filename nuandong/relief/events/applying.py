"""The journal events of the four steps: reports, assessments, packs, reviews."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_APPLICATION = "relief.application"
_MEETING = "relief.meeting"
_PACK = "relief.pack"


@journal.register
class ApplicationReported(journal.Payload):
    kind: ClassVar[str] = "relief.application_reported"
    title: ClassVar[str] = _("受理救助申请")
    subject_type: ClassVar[str] = _APPLICATION
    season: UUID
    household: UUID
    origin: str
    amount_fen: int | None


@journal.register
class ApplicationsTaken(journal.Payload):
    """Households of a village's ledger became applications; `known` had one already."""

    kind: ClassVar[str] = "relief.applications_taken"
    title: ClassVar[str] = _("台账转为申请")
    subject_type: ClassVar[str] = "relief.season"
    made: int
    known: int


@journal.register
class ApplicationRevised(journal.Payload):
    """The facts were corrected; `state` is the one it was in."""

    kind: ClassVar[str] = "relief.application_revised"
    title: ClassVar[str] = _("补正救助申请")
    subject_type: ClassVar[str] = _APPLICATION
    state: str
    amount_fen: int | None


@journal.register
class ApplicationWithdrawn(journal.Payload):
    kind: ClassVar[str] = "relief.application_withdrawn"
    title: ClassVar[str] = _("撤回救助申请")
    subject_type: ClassVar[str] = _APPLICATION
    state: str


@journal.register
class ApplicationReopened(journal.Payload):
    """An assessment is taken back before the household went anywhere."""

    kind: ClassVar[str] = "relief.application_reopened"
    title: ClassVar[str] = _("撤销评议结果")
    subject_type: ClassVar[str] = _APPLICATION


@journal.register
class CardWasSeen(journal.Payload):
    """The card of a household was seen; `same`: it says the number that was on record."""

    kind: ClassVar[str] = "relief.card_seen"
    title: ClassVar[str] = _("核对银行卡")
    subject_type: ClassVar[str] = _APPLICATION
    same: bool


@journal.register
class CardPhotoSeen(journal.Payload):
    """Somebody looked at the photo of a card, on which the number stands in full."""

    kind: ClassVar[str] = "relief.card_photo_seen"
    title: ClassVar[str] = _("查看银行卡照片")
    subject_type: ClassVar[str] = _APPLICATION
    card: UUID


@journal.register
class MeetingHeld(journal.Payload):
    kind: ClassVar[str] = "relief.meeting_held"
    title: ClassVar[str] = _("登记民主评议")
    subject_type: ClassVar[str] = _MEETING
    season: UUID
    invited: int
    present: int
    supported: list[UUID]
    rejected: list[UUID]
    objection: UUID | None


@journal.register
class PackSubmitted(journal.Payload):
    kind: ClassVar[str] = "relief.pack_submitted"
    title: ClassVar[str] = _("上报村级材料")
    subject_type: ClassVar[str] = _PACK
    season: UUID
    number: int
    households: int
    total_fen: int


@journal.register
class PackReviewed(journal.Payload):
    """The township's findings about the households of a pack: those that passed; others are returned one by one.

    `above`: those of them above the limit per person, whom it confirmed.
    """

    kind: ClassVar[str] = "relief.pack_reviewed"
    title: ClassVar[str] = _("乡镇审核通过")
    subject_type: ClassVar[str] = _PACK
    passed: list[UUID]
    total_fen: int
    above: list[UUID] = []


@journal.register
class ReviewUndone(journal.Payload):
    """A township takes its pass back before the household went anywhere."""

    kind: ClassVar[str] = "relief.review_undone"
    title: ClassVar[str] = _("撤销乡镇审核")
    subject_type: ClassVar[str] = _APPLICATION


@journal.register
class ApplicationReturned(journal.Payload):
    kind: ClassVar[str] = "relief.application_returned"
    title: ClassVar[str] = _("退回补正")
    subject_type: ClassVar[str] = _APPLICATION
    state: str


@journal.register
class PackForwarded(journal.Payload):
    kind: ClassVar[str] = "relief.pack_forwarded"
    title: ClassVar[str] = _("上报县级审定")
    subject_type: ClassVar[str] = _PACK
    households: int
    total_fen: int
