"""The journal events of papers: tables taken, scans that came back. No names in any of them."""

from typing import ClassVar

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
