"""The journal events of integrity findings and declared kin."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_FINDING = "relief.finding"
_KINSHIP = "relief.kinship"


@journal.register
class FindingsChecked(journal.Payload):
    """One run over a county: `missing` checks had not what they need; of `heads_alone` households the register knows
    the head alone, so that their size was compared with nothing."""

    kind: ClassVar[str] = "relief.findings_checked"
    title: ClassVar[str] = _("检查冬春救助疑点")
    subject_type: ClassVar[str] = "relief.check"
    season: int
    raised: int
    again: int
    gone: int
    standing: int
    missing: list[str]
    heads_alone: int = 0


@journal.register
class FindingsAsked(journal.Payload):
    """Somebody had the checks run; the run leaves an event of its own."""

    kind: ClassVar[str] = "relief.findings_asked"
    title: ClassVar[str] = _("要求检查疑点")
    subject_type: ClassVar[str] = "relief.check"
    season: int


@journal.register
class FindingDecided(journal.Payload):
    kind: ClassVar[str] = "relief.finding_decided"
    title: ClassVar[str] = _("核实疑点")
    subject_type: ClassVar[str] = _FINDING
    check: str
    decision: str
    digest: str


@journal.register
class FindingReopened(journal.Payload):
    kind: ClassVar[str] = "relief.finding_reopened"
    title: ClassVar[str] = _("撤销疑点结论")
    subject_type: ClassVar[str] = _FINDING
    check: str
    decision: str


@journal.register
class KinDeclared(journal.Payload):
    kind: ClassVar[str] = "relief.kin_declared"
    title: ClassVar[str] = _("申报近亲属")
    subject_type: ClassVar[str] = _KINSHIP
    staff: UUID
    household: UUID


@journal.register
class OutsideListTaken(journal.Payload):
    """`matched` of its rows are people who are registered; the others are not kept."""

    kind: ClassVar[str] = "relief.outside_list_taken"
    title: ClassVar[str] = _("导入外部名单")
    subject_type: ClassVar[str] = "relief.outside_list"
    list_kind: str
    season: int
    digest: str
    rows: int
    matched: int
    rejected: int


@journal.register
class OutsideListEnded(journal.Payload):
    kind: ClassVar[str] = "relief.outside_list_ended"
    title: ClassVar[str] = _("停用外部名单")
    subject_type: ClassVar[str] = "relief.outside_list"
    list_kind: str


@journal.register
class KinEnded(journal.Payload):
    kind: ClassVar[str] = "relief.kin_ended"
    title: ClassVar[str] = _("撤销近亲属申报")
    subject_type: ClassVar[str] = _KINSHIP
    staff: UUID
    household: UUID
