"""Copies of ledgers with their faults beside the cells: made in the background, taken by whoever may."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import NotNow
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.org import scope
from nuandong.org.background import TRIES, trouble_of
from nuandong.relief.events.ledger import LedgerTaken
from nuandong.relief.models import LedgerCopy, LedgerFile
from nuandong.relief.reading.copying import Copied, Note, annotated
from nuandong.relief.reading.door import MAX_ROWS, refused
from nuandong.relief.rules import IMPORT, check_copy, ledger_of
from nuandong.relief.selectors import every_fault
from nuandong.relief.telling import faults_of, titles_of, words_of
from nuandong.vault import api as vault

KEPT: Final = timedelta(days=7)
_TABLE: Final = "relief_ledgercopy"


def make_next(now: datetime) -> LedgerCopy | None:
    """Make the copy that waits longest; None when none does. What was made days ago goes.

    One after another: the job's lock sees to it. What goes wrong is kept with it.
    """
    with scope.enter(SYSTEM):
        LedgerCopy.objects.filter(made_at__lt=now - KEPT).delete()
        row = LedgerCopy.objects.filter(made_at=None, trouble="").order_by("id").first()
        if row is None:
            return None
        LedgerCopy.objects.filter(id=row.id).update(tries=F("tries") + 1)
        ledger = LedgerFile.objects.get(id=row.ledger_id)
    trouble = trouble_of(lambda: _make(row, ledger, now), failed="relief.copy_failed", ledger=str(ledger.id))
    if trouble:
        _keep(row, trouble=trouble)
    return row


def take_copy(*, by: Actor, now: datetime, ledger: UUID) -> tuple[LedgerFile, bytes]:
    """The copy as a workbook (.xlsx); the journal keeps who took it. Raises NotNow before it is made, NotFound."""
    row = ledger_of(ledger, by=by, permission=IMPORT)
    check_copy(row, by)
    copy = LedgerCopy.objects.filter(ledger=row, made_at__isnull=False).first()
    if copy is None:
        raise NotNow("relief.no_copy", _("没有标出错误的表。"), _("请在台账页面上重新制作。"))
    data = vault.open_bytes(_TABLE, "content_sealed", copy.id, bytes(copy.content_sealed or b""))
    payload = LedgerTaken(what="copy", rows=copy.notes, plain=True)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row, data


def _make(row: LedgerCopy, ledger: LedgerFile, now: datetime) -> None:
    if row.tries >= TRIES:
        raise refused("unreadable")
    with scope.enter(SYSTEM):
        data, _mime = storing.read(ledger.file)
        notes = list(_notes(ledger))
    try:
        made = run_limited(
            annotated, data, notes, _("核对结果"), MAX_ROWS, memory_mb=1600, cpu_seconds=90, wall_seconds=150
        )
    except TooMuchError:
        made = Copied(refusal="unreadable")
    if made.refusal:
        raise refused(made.refusal)
    sealed = vault.seal_bytes(_TABLE, "content_sealed", row.id, made.data)
    _keep(row, content_sealed=sealed, notes=len(notes), made_at=now)


def _keep(row: LedgerCopy, **values: object) -> None:
    with scope.enter(SYSTEM):
        # Gone meanwhile when the ledger was checked anew: what was made of the old check stays nowhere.
        LedgerCopy.objects.filter(id=row.id, made_at=None).update(**values)


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
