"""The journal events of archives. No names in any of them."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class ArchivePaperAdded(journal.Payload):
    """A paper or the number of a voucher, for every archive of the region."""

    kind: ClassVar[str] = "relief.archive_paper_added"
    title: ClassVar[str] = _("补充归档材料")
    subject_type: ClassVar[str] = "relief.archive_paper"
    season: UUID
    what: str
    payout: UUID | None
    number: str
    digest: str


@journal.register
class ArchivePaperWithdrawn(journal.Payload):
    """It was added by mistake; why stands beside the event, encrypted."""

    kind: ClassVar[str] = "relief.archive_paper_withdrawn"
    title: ClassVar[str] = _("撤出归档材料")
    subject_type: ClassVar[str] = "relief.archive_paper"
    season: UUID
    what: str
    number: str
    digest: str


@journal.register
class ArchiveMade(journal.Payload):
    """A version of a village's, township's or county's archive (`level`); `digest` is the SHA-256 of the file."""

    kind: ClassVar[str] = "relief.archive_made"
    title: ClassVar[str] = _("生成冬春救助档案")
    subject_type: ClassVar[str] = "relief.archive"
    season: UUID
    number: int
    files: int
    missing: int
    content: str
    digest: str
    size: int
    level: str = ""


@journal.register
class ArchiveTaken(journal.Payload):
    """Somebody took it; why stands beside the event, encrypted."""

    kind: ClassVar[str] = "relief.archive_taken"
    title: ClassVar[str] = _("取走冬春救助档案")
    subject_type: ClassVar[str] = "relief.archive"
    season: UUID
    number: int
    digest: str
