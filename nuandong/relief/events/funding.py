"""The journal events of funds documents, allocations and tranches."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class FundsRecorded(journal.Payload):
    kind: ClassVar[str] = "relief.funds_recorded"
    title: ClassVar[str] = _("登记资金文件")
    subject_type: ClassVar[str] = "relief.funds"
    season: UUID
    source: str
    amount_fen: int


@journal.register
class TrancheOpened(journal.Payload):
    kind: ClassVar[str] = "relief.tranche_opened"
    title: ClassVar[str] = _("开启发放批期")
    subject_type: ClassVar[str] = "relief.tranche"
    season: UUID
    number: int
    funds: UUID


@journal.register
class AllocationDrafted(journal.Payload):
    kind: ClassVar[str] = "relief.allocation_drafted"
    title: ClassVar[str] = _("编制资金分配")
    subject_type: ClassVar[str] = "relief.allocation"
    season: UUID
    number: int
    budget_fen: int
    given_fen: int
    unfunded: int
    list_hash: str


@journal.register
class AllocationDecided(journal.Payload):
    """It binds from now on; the one before, if any, no longer does."""

    kind: ClassVar[str] = "relief.allocation_decided"
    title: ClassVar[str] = _("审定资金分配")
    subject_type: ClassVar[str] = "relief.allocation"
    season: UUID
    number: int
    given_fen: int
    list_hash: str


@journal.register
class ShortfallTaken(journal.Payload):
    """The list of those who are not paid in full went up: how many, and what they lack."""

    kind: ClassVar[str] = "relief.shortfall_taken"
    title: ClassVar[str] = _("下载缺口名单")
    subject_type: ClassVar[str] = "relief.allocation"
    number: int
    unfunded: int
    short_fen: int


@journal.register
class AllocationDropped(journal.Payload):
    kind: ClassVar[str] = "relief.allocation_dropped"
    title: ClassVar[str] = _("作废资金分配草稿")
    subject_type: ClassVar[str] = "relief.allocation"
    number: int
