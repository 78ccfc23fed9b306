"""The journal events of payouts, bank files, results and sample checks. Sums in fen; one event for each act."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_PAYOUT = "relief.payout"
_LIST = "relief.village_list"


@journal.register
class VillageGranted(journal.Payload):
    """A village's part of a decision: its money is owed from now on."""

    kind: ClassVar[str] = "relief.village_granted"
    title: ClassVar[str] = _("村级名单审定")
    subject_type: ClassVar[str] = _LIST
    season: UUID
    decision: UUID
    households: int
    total_fen: int


@journal.register
class VillagePaid(journal.Payload):
    """Nothing of a village's part of a decision is owed any more; written off money is not in `paid_fen`."""

    kind: ClassVar[str] = "relief.village_paid"
    title: ClassVar[str] = _("村级名单发放完毕")
    subject_type: ClassVar[str] = _LIST
    season: UUID
    decision: UUID
    households: int
    paid_fen: int


@journal.register
class PayoutPlanned(journal.Payload):
    kind: ClassVar[str] = "relief.payout_planned"
    title: ClassVar[str] = _("编制发放批次")
    subject_type: ClassVar[str] = _PAYOUT
    season: UUID
    tranche: UUID
    number: int
    lines: int
    total_fen: int
    layout: str
    follows: UUID | None = None


@journal.register
class PayoutLineLeftOut(journal.Payload):
    kind: ClassVar[str] = "relief.payout_line_left_out"
    title: ClassVar[str] = _("从发放批次中移出一户")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    amount_fen: int


@journal.register
class PayoutFrozen(journal.Payload):
    """The households as they stand were sealed; the list has a hash."""

    kind: ClassVar[str] = "relief.payout_frozen"
    title: ClassVar[str] = _("固定发放名单")
    subject_type: ClassVar[str] = _PAYOUT
    lines: int
    total_fen: int
    list_hash: str


@journal.register
class PayoutChecked(journal.Payload):
    """`others` other payments to the same people, homes and accounts were shown, `others_fen` together."""

    kind: ClassVar[str] = "relief.payout_checked"
    title: ClassVar[str] = _("核对发放批次")
    subject_type: ClassVar[str] = _PAYOUT
    list_hash: str
    others: int
    others_fen: int


@journal.register
class PayoutReleased(journal.Payload):
    kind: ClassVar[str] = "relief.payout_released"
    title: ClassVar[str] = _("放款交银行")
    subject_type: ClassVar[str] = _PAYOUT
    list_hash: str
    lines: int
    total_fen: int
    digests: list[str]


@journal.register
class PayoutCancelled(journal.Payload):
    kind: ClassVar[str] = "relief.payout_cancelled"
    title: ClassVar[str] = _("取消发放批次")
    subject_type: ClassVar[str] = _PAYOUT
    lines: int
    total_fen: int


@journal.register
class ResultRecorded(journal.Payload):
    """What one answer of the bank changed; `refused` rows were told and not taken."""

    kind: ClassVar[str] = "relief.payout_result_recorded"
    title: ClassVar[str] = _("登记银行结果")
    subject_type: ClassVar[str] = _PAYOUT
    digest: str
    rows: int
    paid: int
    paid_fen: int
    failed: int
    failed_fen: int
    refused: int
    settled: bool


@journal.register
class BankFileTaken(journal.Payload):
    kind: ClassVar[str] = "relief.bank_file_taken"
    title: ClassVar[str] = _("下载银行文件")
    subject_type: ClassVar[str] = _PAYOUT
    file: UUID
    digest: str


@journal.register
class RegisterTaken(journal.Payload):
    """Somebody took the roster or the approval sheet of a payout."""

    kind: ClassVar[str] = "relief.payout_register_taken"
    title: ClassVar[str] = _("下载发放花名册")
    subject_type: ClassVar[str] = _PAYOUT
    form: str
    rows: int
    plain: bool


@journal.register
class AccountProposed(journal.Payload):
    kind: ClassVar[str] = "relief.account_proposed"
    title: ClassVar[str] = _("更正收款账号")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    household: UUID


@journal.register
class AccountConfirmed(journal.Payload):
    kind: ClassVar[str] = "relief.account_confirmed"
    title: ClassVar[str] = _("复核收款账号")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    household: UUID
    taken: bool


@journal.register
class ReturnRecorded(journal.Payload):
    kind: ClassVar[str] = "relief.return_recorded"
    title: ClassVar[str] = _("登记到账后退回")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    amount_fen: int
    reason: str


@journal.register
class MoneyReturned(journal.Payload):
    """Seen by a second officer: `taken`, the line is owed again; otherwise it stays paid."""

    kind: ClassVar[str] = "relief.money_returned"
    title: ClassVar[str] = _("复核到账后退回")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    amount_fen: int
    taken: bool


@journal.register
class WriteOffRecorded(journal.Payload):
    kind: ClassVar[str] = "relief.write_off_recorded"
    title: ClassVar[str] = _("登记核销")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    amount_fen: int
    reason: str


@journal.register
class MoneyWrittenOff(journal.Payload):
    """Seen by a second officer: `taken`, the money went back to the funds; otherwise it stays owed."""

    kind: ClassVar[str] = "relief.money_written_off"
    title: ClassVar[str] = _("复核核销")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    amount_fen: int
    reason: str
    taken: bool


@journal.register
class WriteOffUndone(journal.Payload):
    """The household turned up: a later tranche may pay it."""

    kind: ClassVar[str] = "relief.write_off_undone"
    title: ClassVar[str] = _("撤销核销")
    subject_type: ClassVar[str] = _PAYOUT
    line: UUID
    amount_fen: int


@journal.register
class SampleDrawn(journal.Payload):
    kind: ClassVar[str] = "relief.payout_sample_drawn"
    title: ClassVar[str] = _("抽取到账抽查样本")
    subject_type: ClassVar[str] = _PAYOUT
    sample: UUID
    seed: str
    confidence: int
    margin: int
    population: int
    size: int


@journal.register
class SampleAnswered(journal.Payload):
    kind: ClassVar[str] = "relief.payout_sample_answered"
    title: ClassVar[str] = _("登记到账抽查")
    subject_type: ClassVar[str] = _PAYOUT
    sample: UUID
    line: UUID
    answer: str
