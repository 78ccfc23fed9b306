"""Ledgers read, checked and written in the background: the next one that waits, step by step."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.errors import Conflict, Forbidden
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import scope
from nuandong.org.background import TRIES, asker, trouble_of
from nuandong.relief.actions.confirm_ledger import confirm_ledger
from nuandong.relief.events.ledger import LedgerImported
from nuandong.relief.models import LedgerCopy, LedgerFile
from nuandong.relief.previewing import preview
from nuandong.relief.rules import CONFIRM, IMPORT, ledger_of
from nuandong.relief.states import UNDER_WAY, LedgerState
from nuandong.relief.understanding import STEPS, Understood, layout_kept, understand
from nuandong.relief.writing import keep_faults, write
from nuandong.vault import api as vault

TABLE: Final = "relief_ledgerfile"


def work_next(now: datetime) -> LedgerFile | None:
    """Do the next step of the ledger that waits longest; None when none does.

    Only one may run at a time: the job's lock sees to it. A ledger that a worker died over is taken up again, three
    times at most; what goes wrong is kept with it.
    """
    with scope.enter(SYSTEM):
        row = LedgerFile.objects.filter(state__in=UNDER_WAY).order_by("id").first()
    return None if row is None else work(row.id, now)


def work(ledger: UUID, now: datetime, *, by: Actor | None = None) -> LedgerFile:
    """Check or write one ledger that waits, and give it back as it is then. `by` is who answers for it, if at hand."""
    with scope.enter(SYSTEM):
        row = LedgerFile.objects.get(id=ledger)
        LedgerFile.objects.filter(id=ledger).update(tries=row.tries + 1, step=0)
    trouble = trouble_of(lambda: _go_on(row, now, by), failed="relief.ledger_failed", ledger=str(row.id))
    if trouble:
        _trouble(row, trouble)
    with scope.enter(SYSTEM):
        return LedgerFile.objects.get(id=ledger)


def _go_on(row: LedgerFile, now: datetime, by: Actor | None) -> None:
    if row.tries >= TRIES:
        raise Forbidden("relief.ledger_exhausted", _("多次办理都没有完成。"), _("请把台账分成几个文件再试。"))
    if row.state == LedgerState.WAITING:
        _check(row, now, by or _actor(row.uploaded_by, now))
    elif row.state == LedgerState.WRITING:
        # What was shown was seen with the eyes of whoever sent it: so it is looked at again.
        made = _understand(row, now, by or _actor(row.uploaded_by, now), IMPORT)
        _write(row, now, by or _actor(row.confirmed_by, now), made)


def take_over(ledger: UUID, now: datetime, *, by: Actor, partial: bool) -> LedgerFile:
    """Check a ledger that waits, confirm it and write it, reading it once; with rejected rows only where `partial`.

    For somebody who stays until it is done. What keeps it from being written is raised.
    """
    with scope.enter(by):
        row = ledger_of(ledger, by=by, permission=IMPORT)
    made = _check(row, now, by)
    with scope.enter(by):
        row.refresh_from_db()
        if row.state == LedgerState.CHECKED and (partial or not row.rejected):
            row = confirm_ledger(by=by, now=now, ledger=ledger, found=row.found, partial=partial)
    if row.state == LedgerState.WRITING:
        _write(row, now, by, made)
        with scope.enter(by):
            row.refresh_from_db()
    return row


def _check(row: LedgerFile, now: datetime, by: Actor) -> Understood:
    made = _understand(row, now, by, IMPORT)
    with scope.enter(by):
        values: dict[str, Any] = {"columns": made.columns, "layout": layout_kept(made)}
        LedgerCopy.objects.filter(ledger=row).delete()
        if made.missing:
            state = LedgerState.COLUMNS
        else:
            state = LedgerState.CHECKED
            keep_faults(row, made, now)
            shown = json.dumps(preview(made), ensure_ascii=False)
            values |= {
                "rows": made.rows,
                "accepted": made.rows - made.rejected,
                "rejected": made.rejected,
                "warned": made.warned,
                "found": made.found,
                "checked_at": now,
                "preview_sealed": vault.seal(TABLE, "preview_sealed", row.id, shown),
            }
        LedgerFile.objects.filter(id=row.id, state=LedgerState.WAITING).update(state=state, **values)
    return made


def _write(row: LedgerFile, now: datetime, by: Actor, made: Understood) -> None:
    if made.found != row.found:
        # What was shown is not what would be done any more: it is checked again, and shown again.
        _again(row)
        return
    with scope.enter(by), transaction.atomic():
        # Claimed first: a second worker waits here, and finds it done.
        held = ledger_of(row.id, by=by, permission=CONFIRM, lock=True)
        if held.state != LedgerState.WRITING:
            return
        try:
            counts = write(row, made, by=by, now=now)
        except IntegrityError as error:
            raise Conflict(
                "relief.ledger_meanwhile",
                _("导入期间有人登记了同样的户，这次没有写入。"),
                _("请重新确认。"),
            ) from error
        LedgerFile.objects.filter(id=row.id).update(
            state=LedgerState.CONFIRMED, written_at=now, preview_sealed=None, trouble="", **counts
        )
        payload = LedgerImported(
            form=row.form,
            season=row.season,
            digest=row.digest,
            rows=row.rows,
            accepted=row.accepted,
            rejected=row.rejected,
            homes=counts["homes"],
            changed=counts["changed"],
            same=counts["same"],
        )
        acted = row.confirmed_at or now
        journal.record(payload, by=by, now=now, acted_at=min(acted, now), region=row.region, subject=row.id)


def _understand(row: LedgerFile, now: datetime, by: Actor, permission: str) -> Understood:
    with scope.enter(by):
        ledger_of(row.id, by=by, permission=permission)
        data, _mime = storing.read(row.file)
    return understand(
        data,
        form=row.form,
        region=row.region,
        season=row.season,
        by=by,
        now=now,
        columns=row.columns or None,
        step=lambda step: _step(row, step),
    )


def _actor(staff: UUID | None, now: datetime) -> Actor:
    gone, advice = _("办理的人已没有账号。"), _("请由有权限的同事重新上传。")
    return asker(staff, now, code="relief.ledger_asker", gone=gone, advice=advice)


def _step(row: LedgerFile, step: int) -> None:
    with scope.enter(SYSTEM):
        LedgerFile.objects.filter(id=row.id).update(step=min(step, STEPS))


def _again(row: LedgerFile) -> None:
    words = _("确认以后，登记里有了变化，所以没有写入，已重新核对。请看过新的结果再确认。")
    with scope.enter(SYSTEM):
        waiting = LedgerFile.objects.filter(id=row.id, state=LedgerState.WRITING)
        waiting.update(state=LedgerState.WAITING, tries=0, trouble=words)


def _trouble(row: LedgerFile, words: str) -> None:
    """A ledger that cannot be read is refused; one that could not be written waits for a person again."""
    refused = row.state == LedgerState.WAITING
    state = LedgerState.REFUSED if refused else LedgerState.CHECKED
    with scope.enter(SYSTEM):
        LedgerFile.objects.filter(id=row.id, state=row.state).update(state=state, trouble=words)
