"""The journal events of ledgers. Counts and codes alone: names stand in the stored file and in the registry."""

from typing import ClassVar

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_LEDGER = "relief.ledger"


@journal.register
class LedgerUploaded(journal.Payload):
    kind: ClassVar[str] = "relief.ledger_uploaded"
    title: ClassVar[str] = _("上传台账")
    subject_type: ClassVar[str] = _LEDGER
    form: str
    season: int
    digest: str


@journal.register
class LedgerMapped(journal.Payload):
    kind: ClassVar[str] = "relief.ledger_mapped"
    title: ClassVar[str] = _("对应台账各列")
    subject_type: ClassVar[str] = _LEDGER
    fields: list[str]


@journal.register
class LedgerImported(journal.Payload):
    """One event for a whole batch."""

    kind: ClassVar[str] = "relief.ledger_imported"
    title: ClassVar[str] = _("导入台账")
    subject_type: ClassVar[str] = _LEDGER
    form: str
    season: int
    digest: str
    rows: int
    accepted: int
    rejected: int
    homes: int
    changed: int
    same: int


@journal.register
class LedgerDropped(journal.Payload):
    kind: ClassVar[str] = "relief.ledger_dropped"
    title: ClassVar[str] = _("放弃导入台账")
    subject_type: ClassVar[str] = _LEDGER


@journal.register
class LedgerWithdrawn(journal.Payload):
    kind: ClassVar[str] = "relief.ledger_withdrawn"
    title: ClassVar[str] = _("撤回台账")
    subject_type: ClassVar[str] = _LEDGER
    needs: int


@journal.register
class LedgerTaken(journal.Payload):
    """Somebody took a copy of the sheet with its errors, or the official ledger."""

    kind: ClassVar[str] = "relief.ledger_taken"
    title: ClassVar[str] = _("下载台账")
    subject_type: ClassVar[str] = _LEDGER
    what: str
    rows: int
    plain: bool
