"""The journal events of reports. Subject: the report; its words stand in the sidecar or sealed with the report."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import ConfigDict, Field

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


class _OfReport(journal.Payload):
    """`report` is the code of its definition; plans ask for it."""

    # Every payload has a version of its own kind: the field is `revision` here, "version" where it is written or read.
    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)
    subject_type: ClassVar[str] = "reports.report"
    report: str
    period_from: date
    period_to: date
    revision: int = Field(alias="version")


@journal.register
class ReportStarted(_OfReport):
    kind: ClassVar[str] = "reports.report_started"
    title: ClassVar[str] = _("开始填报")


@journal.register
class ValueEntered(_OfReport):
    """`row` and `column` are codes of the definition; no value: it was taken out again."""

    kind: ClassVar[str] = "reports.value_entered"
    title: ClassVar[str] = _("填写报表数据")
    row: str
    column: str
    value: int | None
    earlier: int | None


@journal.register
class TextsWritten(_OfReport):
    """`passages` are the codes of what was written or changed."""

    kind: ClassVar[str] = "reports.texts_written"
    title: ClassVar[str] = _("填写报表文字")
    passages: list[str]


@journal.register
class ReportSigned(_OfReport):
    """`digest` is the SHA-256 of what was signed, hexadecimal."""

    kind: ClassVar[str] = "reports.report_signed"
    title: ClassVar[str] = _("签批报表")
    digest: str


@journal.register
class ReportSentBack(_OfReport):
    kind: ClassVar[str] = "reports.report_sent_back"
    title: ClassVar[str] = _("退回报表")


@journal.register
class ReportSubmitted(_OfReport):
    """The sealed report went up; `digest` is its SHA-256. `corrects` is the report it stands in for."""

    kind: ClassVar[str] = "reports.report_submitted"
    title: ClassVar[str] = _("报送报表")
    digest: str
    in_time: bool
    corrects: UUID | None


@journal.register
class CorrectionStarted(_OfReport):
    """A new version of a report that had gone up."""

    kind: ClassVar[str] = "reports.correction_started"
    title: ClassVar[str] = _("更正报表")
    corrects: UUID


class _OfPack(journal.Payload):
    """An inspection pack for some days of a region."""

    subject_type: ClassVar[str] = "reports.pack"
    period_from: date
    period_to: date


@journal.register
class PackAsked(_OfPack):
    kind: ClassVar[str] = "reports.pack_asked"
    title: ClassVar[str] = _("要求生成迎检材料")


@journal.register
class PackMade(_OfPack):
    """It was made and can be taken; `digest` is the SHA-256 of the archive, `size` its bytes."""

    kind: ClassVar[str] = "reports.pack_made"
    title: ClassVar[str] = _("生成迎检材料")
    digest: str
    size: int


@journal.register
class PackTaken(_OfPack):
    """Somebody took the archive away."""

    kind: ClassVar[str] = "reports.pack_taken"
    title: ClassVar[str] = _("取走迎检材料")
    digest: str


class _OfIssue(journal.Payload):
    """An issue of a bulletin that was published to units; its words lie sealed with it."""

    subject_type: ClassVar[str] = "reports.issue"
    report: str
    season: int
    number: int


@journal.register
class BulletinPublished(_OfIssue):
    kind: ClassVar[str] = "reports.bulletin_published"
    title: ClassVar[str] = _("发布简报")
    digest: str
    units: int


@journal.register
class BulletinRead(_OfIssue):
    kind: ClassVar[str] = "reports.bulletin_read"
    title: ClassVar[str] = _("签收简报")
    unit: UUID


@journal.register
class BulletinWithdrawn(_OfIssue):
    kind: ClassVar[str] = "reports.bulletin_withdrawn"
    title: ClassVar[str] = _("撤回简报")
