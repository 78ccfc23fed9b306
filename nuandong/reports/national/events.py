"""The journal events of national systems. Subject: the stay or household, or the uploaded export."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class SerialRecorded(journal.Payload):
    """`system` is a code of library/national; the subject is the case. `earlier` is the number it had before."""

    kind: ClassVar[str] = "reports.serial_recorded"
    title: ClassVar[str] = _("登记系统编号")
    subject_type: ClassVar[str] = "reports.national_case"
    system: str
    serial: str
    earlier: str


@journal.register
class ColumnsOrdered(journal.Payload):
    """A county copies the fields of a system in another order; `columns` are their codes."""

    kind: ClassVar[str] = "reports.columns_ordered"
    title: ClassVar[str] = _("调整抄录单的顺序")
    subject_type: ClassVar[str] = "reports.national_order"
    system: str
    columns: list[str]


class _OfExport(journal.Payload):
    subject_type: ClassVar[str] = "reports.national_import"
    system: str


@journal.register
class ExportUploaded(_OfExport):
    """`sha256` is the digest of the file."""

    kind: ClassVar[str] = "reports.export_uploaded"
    title: ClassVar[str] = _("上传系统导出的表")
    sha256: str
    rows: int


@journal.register
class ExportCompared(_OfExport):
    """How many rows agree, differ, stand only there, only here, or cannot be read."""

    kind: ClassVar[str] = "reports.export_compared"
    title: ClassVar[str] = _("比对系统导出的表")
    same: int
    differing: int
    only_there: int
    only_here: int
    unreadable: int


@journal.register
class DifferenceDecided(_OfExport):
    """`decision`: ours, theirs or noted; `case` is the stay or household, none for what is only there."""

    kind: ClassVar[str] = "reports.difference_decided"
    title: ClassVar[str] = _("认定差异")
    row: int | None
    case: UUID | None
    difference: str
    decision: str
    earlier: str


@journal.register
class DifferenceOpened(_OfExport):
    """What the export says was read in full in some masked fields, to be taken over into our record."""

    kind: ClassVar[str] = "reports.difference_opened"
    title: ClassVar[str] = _("查看差异的完整信息")
    row: int | None
    case: UUID | None
    fields: list[str]


@journal.register
class DifferenceSettled(_OfExport):
    """Theirs was right, and our record now says the same; `case` is none for what was only there."""

    kind: ClassVar[str] = "reports.difference_settled"
    title: ClassVar[str] = _("差异办结")
    row: int | None
    case: UUID | None
