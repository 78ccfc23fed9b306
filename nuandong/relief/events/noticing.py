"""The journal events of public notices and objections. Nothing here says who objected."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_NOTICE = "relief.notice"
_OBJECTION = "relief.objection"


@journal.register
class NoticesPrepared(journal.Payload):
    """The notices that follow one step of a pack, its households frozen as they will be shown."""

    kind: ClassVar[str] = "relief.notices_prepared"
    title: ClassVar[str] = _("编制公示")
    subject_type: ClassVar[str] = "relief.pack"
    step: str
    notices: list[UUID]
    households: int


@journal.register
class NoticePrepared(journal.Payload):
    """A notice waits to be posted; `code` is its name in the procedure. A duty to post them all counts these."""

    kind: ClassVar[str] = "relief.notice_prepared"
    title: ClassVar[str] = _("公示待张贴")
    subject_type: ClassVar[str] = _NOTICE
    code: str
    households: int


@journal.register
class NoticePosted(journal.Payload):
    """`held` households hang without a clock: an objection to them is open."""

    kind: ClassVar[str] = "relief.notice_posted"
    title: ClassVar[str] = _("张贴公示")
    subject_type: ClassVar[str] = _NOTICE
    code: str = ""
    ends_on: date
    households: int
    held: int


@journal.register
class NoticeEnded(journal.Payload):
    kind: ClassVar[str] = "relief.notice_ended"
    title: ClassVar[str] = _("公示期满")
    subject_type: ClassVar[str] = _NOTICE


@journal.register
class NoticePhotographed(journal.Payload):
    kind: ClassVar[str] = "relief.notice_photographed"
    title: ClassVar[str] = _("拍摄公示末日照片")
    subject_type: ClassVar[str] = _NOTICE


@journal.register
class NoticeTakenDown(journal.Payload):
    """`days_late` days after the day on which it should have come down."""

    kind: ClassVar[str] = "relief.notice_taken_down"
    title: ClassVar[str] = _("撤下公示")
    subject_type: ClassVar[str] = _NOTICE
    code: str = ""
    days_late: int


@journal.register
class NoticeReplaced(journal.Payload):
    """Corrected, or its households stand in a later one: it is not posted any more."""

    kind: ClassVar[str] = "relief.notice_replaced"
    title: ClassVar[str] = _("更正公示，重新编制")
    subject_type: ClassVar[str] = _NOTICE
    successor: UUID


@journal.register
class ObjectionFiled(journal.Payload):
    """`counter`: written down for somebody; else it came in from the public page."""

    kind: ClassVar[str] = "relief.objection_filed"
    title: ClassVar[str] = _("收到异议")
    subject_type: ClassVar[str] = _OBJECTION
    public_notice: UUID
    application: UUID
    counter: bool


@journal.register
class ObjectionAnswered(journal.Payload):
    kind: ClassVar[str] = "relief.objection_answered"
    title: ClassVar[str] = _("答复异议")
    subject_type: ClassVar[str] = _OBJECTION
    application: UUID
    outcome: str


@journal.register
class ObjectionRead(journal.Payload):
    """Somebody opened the contact that whoever objected had left."""

    kind: ClassVar[str] = "relief.objection_contact_read"
    title: ClassVar[str] = _("查看异议人联系方式")
    subject_type: ClassVar[str] = _OBJECTION
