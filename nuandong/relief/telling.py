"""Faults in words, and the copy of a sheet with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.relief.checking.faults import MESSAGES, Fault, read
from nuandong.relief.events.ledger import LedgerTaken
from nuandong.relief.forms.library import choices, fields, form_of
from nuandong.relief.models import LedgerFile
from nuandong.relief.reading.copying import Copied, Note, annotated
from nuandong.relief.reading.door import MAX_ROWS, refused
from nuandong.relief.rules import IMPORT, check_copy, ledger_of
from nuandong.relief.selectors import every_fault


def words_of(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    params = dict(fault.params)
    if fault.code == "list_unknown":
        kind = fields()[fault.field]
        known = choices(kind.list or "relations").values()
        params["known"] = _("、").join(one.title for one in known)
    return _(MESSAGES[fault.code]) % params


def titles_of(form: str) -> dict[str, str]:
    """Field → what the form calls it."""
    return {one.field: one.title for one in form_of(form).columns}


def faults_of(kept: Sequence[Any]) -> list[Fault]:
    return [read(one) for one in kept]


def annotated_copy(*, by: Actor, now: datetime, ledger: UUID) -> tuple[LedgerFile, bytes]:
    """The uploaded sheet with its faults as comments, as a workbook (.xlsx); the journal keeps who took it.

    Raises NotFound, Forbidden, OutOfScope, Invalid.
    """
    row = ledger_of(ledger, by=by, permission=IMPORT)
    check_copy(row, by)
    data, _mime = storing.read(row.file)
    notes = list(_notes(row))
    try:
        made = run_limited(
            annotated, data, notes, _("核对结果"), MAX_ROWS, memory_mb=1600, cpu_seconds=90, wall_seconds=150
        )
    except TooMuchError:
        made = Copied(refusal="unreadable")
    if made.refusal:
        raise refused(made.refusal)
    payload = LedgerTaken(what="copy", rows=len(notes), plain=True)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row, made.data


def _notes(row: LedgerFile) -> list[Note]:
    titles, names = titles_of(row.form), row.layout.get("sheets", {})
    main = {field: int(place) for place, field in row.columns.items()}
    # A ledger of before the places of each sheet were kept has one table, or several of the same headings.
    places = row.layout.get("places", {})
    return [
        Note(
            sheet=names.get(str(sheet), ""),
            number=number,
            column=places.get(str(sheet), main).get(fault.field, -1),
            words=f"{titles.get(fault.field, fault.field)}：{words_of(fault)}",
            error=fault.error,
        )
        for sheet, number, faults in every_fault(row)
        for fault in faults_of(faults)
    ]
