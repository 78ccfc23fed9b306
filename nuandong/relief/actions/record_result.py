import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.bank.answering import Answered, read_answer
from nuandong.relief.bank.library import layout_named
from nuandong.relief.bank.opening import MAX_BYTES, refused
from nuandong.relief.events.paying import ResultRecorded
from nuandong.relief.models import BankFile, Pack, Payout
from nuandong.relief.paying import rows, snapshots
from nuandong.relief.paying.complete import tell_paid
from nuandong.relief.paying.matching import Matched, Sent, match
from nuandong.relief.policies_payout import RELEASE, changed_meanwhile, payout_of
from nuandong.relief.preparing import prepare_notices, results_of
from nuandong.relief.steps import HOLDING, LineState, PayoutState

PURPOSE: Final = "relief.bank_result"
_MIME: Final = "application/octet-stream"
_AFTER: Final = frozenset({PayoutState.RELEASED, PayoutState.SETTLED})
_OPEN: Final = (LineState.PLANNED, LineState.FROZEN, LineState.SENT, LineState.UNKNOWN)
_KEPT: Final = 1000
"""Refused rows that are kept with the file; nobody reads more."""


@transaction.atomic
def record_result(*, by: Actor, now: datetime, payout: UUID, name: str, data: bytes) -> BankFile:
    """Take in what the bank answered: paid and failed lines; rows that cannot be believed are kept and told.

    The same bytes are taken in once. Answers may come in parts, late, and after the payout was settled. Raises Invalid
    for a file that cannot be read or is half of one (nothing is taken then), NotNow before the release, NotFound,
    Forbidden, OutOfScope.
    """
    row = payout_of(payout, by=by, permission=RELEASE, lock=True)
    if row.state not in _AFTER or row.released_at is None:
        raise NotNow("relief.result_early", _("这个批次还没有交给银行。"), _("请核对批次号。"))
    if len(data) > MAX_BYTES:
        raise refused("too_big")
    digest = hashlib.sha256(data).hexdigest()
    if (same := row.files.filter(outgoing=False, digest=digest).first()) is not None:
        return same
    read = read_answer(layout_named(row.layout), data)
    sent = _sent(row)
    made = match(read, sent, batch=row.number, released=row.released_at, now=now)
    lines = {serial: (line, village) for serial, line, village in row.lines.values_list("serial", "id", "region")}
    changes = [_change(lines[serial][0], sent[serial].state, *one) for serial, one in made.changes.items()]
    changed = rows.answer(changes, now)
    if changed != len(made.changes):
        raise changed_meanwhile()
    settled = _settle(row, now)
    if settled:
        _post_results(row, by=by, now=now)
    kept = _keep(row, made, read, name=name, digest=digest, data=data, by=by, now=now)
    _tell(kept, made, settled, by=by, now=now)
    paid = {lines[serial][1] for serial, (state, _one) in made.changes.items() if state == LineState.PAID}
    of = row.lines.filter(region__in=paid, state=LineState.PAID).order_by().distinct()
    decisions = of.values_list("instalment__entitlement__decision", flat=True)
    tell_paid(by=by, now=now, decisions=list(decisions), villages=paid)
    return kept


def _sent(payout: Payout) -> dict[int, Sent]:
    """What was sent by serial, and for whom another attempt holds the money by now; snapshots so many at a time."""
    mine = payout.lines.filter(state=LineState.FAILED, instalment__attempts__state__in=sorted(HOLDING))
    followed = set(mine.values_list("serial", flat=True))
    columns = ("id", "payout", "serial", "amount_fen", "state", "snapshot_sealed", "snapshot_hash")
    found = {}
    for one in payout.lines.only(*columns).iterator(chunk_size=rows.CHUNK):
        account = "" if one.snapshot_sealed is None else str(snapshots.opened(one)["payment"]["account"])
        found[one.serial] = Sent(one.serial, one.amount_fen, account, LineState(one.state), one.serial in followed)
    return found


def _change(line: UUID, before: LineState, state: LineState, one: Any) -> tuple[Any, ...]:
    failed = state == LineState.FAILED
    code, words = (one.bank_code, clean_line(one.bank_words, 200)) if failed else ("", "")
    return line, before.value, state.value, code, words, one.at


def _settle(payout: Payout, now: datetime) -> bool:
    """Every line answered: what failed waits for its correction and the next payout."""
    if payout.state != PayoutState.RELEASED or payout.lines.filter(state__in=_OPEN).exists():
        return False
    return (
        Payout.objects.filter(id=payout.id, state=PayoutState.RELEASED).update(
            state=PayoutState.SETTLED, settled_at=now
        )
        == 1
    )


def _post_results(payout: Payout, *, by: Actor, now: datetime) -> None:
    """Have every village shown what came of the payment, where the procedure asks for it (DIS-023)."""
    cases = payout.lines.exclude(instalment=None).values_list(
        "instalment__entitlement__application_id", "instalment__entitlement__application__pack_id"
    )
    by_pack: dict[UUID, list[UUID]] = {}
    for case, pack in cases:
        if pack is not None:
            by_pack.setdefault(pack, []).append(case)
    results = results_of([case for some in by_pack.values() for case in some])
    for one in Pack.objects.select_related("season").filter(id__in=list(by_pack)).order_by("id"):
        prepare_notices(pack=one, step="pay", by=by, now=now, only=by_pack[one.id], results=results)


def _keep(
    payout: Payout, made: Matched, read: Answered, *, name: str, digest: str, data: bytes, by: Actor, now: datetime
) -> BankFile:
    states = [state for state, _one in made.changes.values()]
    return BankFile.objects.create(
        id=new_id(now),
        region=payout.region,
        payout=payout,
        outgoing=False,
        name=clean_line(PurePath(name).name[:400], 400)[:120],
        layout=payout.layout,
        file=store_document(by=by, now=now, region=payout.region, data=data, purpose=PURPOSE, mime=_MIME),
        digest=digest,
        rows=read.rows,
        total_fen=read.total,
        paid=states.count(LineState.PAID),
        failed=states.count(LineState.FAILED),
        refused=[one.written() for one in made.refused[:_KEPT]],
        made_by=by.staff,
        made_at=now,
    )


def _tell(file: BankFile, made: Matched, settled: bool, *, by: Actor, now: datetime) -> None:
    sums = dict.fromkeys(LineState, 0)
    for state, one in made.changes.values():
        sums[state] += one.amount
    payload = ResultRecorded(
        digest=file.digest,
        rows=file.rows,
        paid=file.paid,
        paid_fen=sums[LineState.PAID],
        failed=file.failed,
        failed_fen=sums[LineState.FAILED],
        refused=len(made.refused),
        settled=settled,
    )
    journal.record(payload, by=by, now=now, region=file.region, subject=file.payout_id)
