"""The journal events of papers: tables taken, scans that came back. No names in any of them."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class FormTaken(journal.Payload):
    """Somebody took an official table or a village's pack, on paper or as a workbook; the place is the event's."""

    kind: ClassVar[str] = "relief.form_taken"
    title: ClassVar[str] = _("取出救助表册")
    subject_type: ClassVar[str] = "relief.season"
    form: str
    rows: int
    plain: bool
    printed: bool


@journal.register
class ListTaken(journal.Payload):
    """Somebody took a list of the pages as a workbook, masked as it is shown; the place is the event's."""

    kind: ClassVar[str] = "relief.list_taken"
    title: ClassVar[str] = _("导出救助清单")
    subject_type: ClassVar[str] = "relief.list"
    what: str
    rows: int


@journal.register
class ScansTaken(journal.Payload):
    """One upload: pages filed to their records, left to be filed by hand, refused, known already."""

    kind: ClassVar[str] = "relief.scans_taken"
    title: ClassVar[str] = _("扫描件归档")
    subject_type: ClassVar[str] = "relief.scan"
    filed: int
    unread: int
    refused: int
    known: int
    subjects: list[UUID]


@journal.register
class ScanFiled(journal.Payload):
    """A page was filed by hand, or filed anew; without a sheet it was set aside."""

    kind: ClassVar[str] = "relief.scan_filed"
    title: ClassVar[str] = _("扫描件改归档")
    subject_type: ClassVar[str] = "relief.scan"
    sheet: str
    record: UUID | None
    before: str


@journal.register
class TrainingHeld(journal.Payload):
    kind: ClassVar[str] = "relief.training_held"
    title: ClassVar[str] = _("登记摸排培训")
    subject_type: ClassVar[str] = "relief.training"
    season: UUID
    held_on: date
    present: int
    absent: int


@journal.register
class TrainingMadeUp(journal.Payload):
    kind: ClassVar[str] = "relief.training_made_up"
    title: ClassVar[str] = _("登记补训")
    subject_type: ClassVar[str] = "relief.training"
    staff: UUID
    made_up_on: date
