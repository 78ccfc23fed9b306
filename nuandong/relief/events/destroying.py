"""The journal events of destroying a season's personal data: counts and digests alone."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class DestructionDrafted(journal.Payload):
    """An assessment was begun or changed: so many records to destroy, so many kinds kept as evidence."""

    kind: ClassVar[str] = "relief.destruction_drafted"
    title: ClassVar[str] = _("起草个人信息销毁评估")
    subject_type: ClassVar[str] = "relief.destruction"
    season: UUID
    number: int
    records: int
    kept: list[str]


@journal.register
class DestructionApproved(journal.Payload):
    """A second person approved; `digest` is the SHA-256 of the inventory, which stands from now on."""

    kind: ClassVar[str] = "relief.destruction_approved"
    title: ClassVar[str] = _("审批个人信息销毁")
    subject_type: ClassVar[str] = "relief.destruction"
    season: UUID
    number: int
    items: int
    digest: str
    executor: UUID
    witness: UUID


@journal.register
class DestructionAttended(journal.Payload):
    """The executor (`executor`) or whoever watches (`witness`) is there; with the second of them it begins."""

    kind: ClassVar[str] = "relief.destruction_attended"
    title: ClassVar[str] = _("到场执行或监销")
    subject_type: ClassVar[str] = "relief.destruction"
    season: UUID
    number: int
    role: str


@journal.register
class DestructionDone(journal.Payload):
    """Everything in the inventory is gone; `digest` is that of the approval."""

    kind: ClassVar[str] = "relief.destruction_done"
    title: ClassVar[str] = _("销毁个人信息")
    subject_type: ClassVar[str] = "relief.destruction"
    season: UUID
    number: int
    items: int
    digest: str


@journal.register
class DestructionDropped(journal.Payload):
    """It was given up before anything was destroyed; why stands beside the event, encrypted."""

    kind: ClassVar[str] = "relief.destruction_dropped"
    title: ClassVar[str] = _("撤销个人信息销毁")
    subject_type: ClassVar[str] = "relief.destruction"
    season: UUID
    number: int
