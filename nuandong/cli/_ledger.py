"""`nuandong relief import`: what a ledger says, tried or taken over, as lines or as JSON."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.org import permissions, scope
from nuandong.relief import telling
from nuandong.relief.actions.end_ledger import drop_ledger
from nuandong.relief.actions.upload_ledger import upload_ledger
from nuandong.relief.checking.faults import Fault
from nuandong.relief.forms.library import form_of
from nuandong.relief.reading.door import MAX_BYTES, refused
from nuandong.relief.rules import IMPORT, check_columns, check_place
from nuandong.relief.selectors import every_fault
from nuandong.relief.states import LedgerState, Outcome
from nuandong.relief.understanding import Understood, layout_kept, understand
from nuandong.relief.working import take_over

if TYPE_CHECKING:
    from nuandong.relief.models import LedgerFile


def content(name: str) -> bytes:
    """The bytes of a file. Raises Invalid where it cannot be read or is too large."""
    path = Path(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refused("too_big")
        return path.read_bytes()
    except OSError as error:
        raise Invalid(
            "relief.file_unreadable",
            _("读不了文件“%(path)s”：%(why)s。"),
            _("请核对文件名和读取权限。"),
            path=name[:200],
            why=error.strerror or type(error).__name__,
        ) from error


def tried(data: bytes, *, by: Actor, now: datetime, region: int, season: int, form: str) -> dict[str, Any]:
    """What an import would do; nothing is kept. Raises what `understand` raises."""
    permissions.check(by, IMPORT, region=region)
    check_place(region, season)
    made = understand(data, form=form, region=region, season=season, by=by, now=now)
    check_columns(made.form, made.columns.values())
    outcomes = [home.outcome for home in made.homes]
    return {
        "state": "tried",
        "rows": made.rows,
        "accepted": made.rows - made.rejected,
        "rejected": made.rejected,
        "homes": outcomes.count(Outcome.NEW),
        "changed": outcomes.count(Outcome.KNOWN) + outcomes.count(Outcome.CHANGED),
        "same": outcomes.count(Outcome.SAME),
        "faults": list(_tried_faults(made, form)),
        "notes": _notes(layout_kept(made), form),
    }


def taken(
    data: bytes, *, by: Actor, now: datetime, region: int, season: int, form: str, name: str, partial: bool
) -> dict[str, Any]:
    """Check and take a ledger over; with rejected rows only where `partial` says so. The same file changes nothing."""
    with scope.enter(by):
        row = upload_ledger(by=by, now=now, region=region, season=season, form=form, name=name, data=data)
    again = row.state == LedgerState.CONFIRMED
    if row.state == LedgerState.WAITING:
        row = take_over(row.id, now, by=by, partial=partial)
        check_columns(form_of(row.form), row.columns.values())
    elif not again:
        if row.uploaded_by != by.staff:
            raise Conflict(
                "relief.ledger_of_another",
                _("这份文件别人已经上传，还没有导入。"),
                _("请由上传的人在台账页面上确认或者放弃。"),
            )
        # It lies there from an earlier try of the same person: given up, and taken anew.
        with scope.enter(by):
            drop_ledger(by=by, now=now, ledger=row.id)
        return taken(data, by=by, now=now, region=region, season=season, form=form, name=name, partial=partial)
    counts = {one: getattr(row, one) for one in ("rows", "accepted", "rejected", "homes", "changed", "same")}
    if again:
        counts |= {"homes": 0, "changed": 0, "same": row.homes + row.changed + row.same}
    with scope.enter(by):
        faults = [one for sheet, number, kept in every_fault(row) for one in _lines(row, sheet, number, kept)]
    notes = _notes(row.layout, row.form)
    return {"state": row.state, "ledger": str(row.id), **counts, "faults": faults, "notes": notes}


def done(result: dict[str, Any], *, partial: bool) -> bool:
    """Whether every row, or with `partial` every good one, is taken over or could be; a ledger without any is not."""
    known = result["state"] in ("tried", LedgerState.CONFIRMED)
    return known and bool(result["accepted"]) and (partial or not result["rejected"])


def as_lines(result: dict[str, Any]) -> Iterator[str]:
    """Two lines for the ledger, one for each note and each fault."""
    yield _("%(rows)d 行，合格 %(accepted)d 行，有错误 %(rejected)d 行") % result
    yield _("新登记 %(homes)d 户，修改 %(changed)d 户，没有变化 %(same)d 户") % result
    yield from result["notes"]
    for one in result["faults"]:
        mark = "!" if one["error"] else "?"
        yield f"{mark} {one['sheet']} {one['row']} {one['column']} [{one['code']}] {one['message']}"


def as_json(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2)


def _notes(layout: dict[str, Any], form: str) -> list[str]:
    return [*telling.reading_of(layout), *telling.remarks_of(layout, form)]


def _tried_faults(made: Understood, form: str) -> Iterator[dict[str, Any]]:
    read = made.read
    if read is None:
        return
    titles = telling.titles_of(form)
    sheets = {table.sheet: table.name for table in made.layout.tables}
    for row in sorted(read.faults):
        for fault in read.faults[row]:
            yield _line(sheets[read.rows.sheets[row]], read.rows.numbers[row], fault, titles)


def _lines(row: "LedgerFile", sheet: int, number: int, kept: Any) -> Iterator[dict[str, Any]]:
    titles, sheets = telling.titles_of(row.form), row.layout.get("sheets", {})
    for fault in telling.faults_of(kept):
        yield _line(sheets.get(str(sheet), ""), number, fault, titles)


def _line(sheet: str, number: int, fault: Fault, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "row": number,
        "column": titles.get(fault.field, fault.field),
        "code": fault.code,
        "error": fault.error,
        "message": telling.words_of(fault),
    }
