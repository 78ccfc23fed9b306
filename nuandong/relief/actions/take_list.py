"""Lists from elsewhere taken in: people are found by their identity numbers, whoever is not registered is forgotten."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.selectors.registered import registered
from nuandong.relief.checking.cells import Rules
from nuandong.relief.checking.table import Read, read_columns
from nuandong.relief.destroying.ready import check_data_stands
from nuandong.relief.events.finding import OutsideListEnded, OutsideListTaken
from nuandong.relief.forms.library import forms
from nuandong.relief.models import OutsideEntry, OutsideList
from nuandong.relief.policies_findings import reason_of
from nuandong.relief.reading.door import read_book
from nuandong.relief.reading.layout import layout_of, proposed
from nuandong.relief.reading.rows import rows_of
from nuandong.relief.rules import IMPORT
from nuandong.relief.selectors_findings import outside_list
from nuandong.relief.steps import OutsideKind

TITLE_LIMIT = 80
_FORMS = {OutsideKind.AID: "other-aid", OutsideKind.ABSENCE: "absences"}
_BATCH = 2000


@transaction.atomic
def take_list(*, by: Actor, now: datetime, kind: str, region: int, season: int, title: str, data: bytes) -> OutsideList:
    """Take in a workbook of people who got money elsewhere (`aid`) or are long away (`absence`).

    Rows that cannot be read are counted and left out, so are people who are not registered within the scope; somebody
    named twice gets the sum, or the longer absence. Raises Invalid for a file, title or kind that cannot be, Conflict
    when the same file is in force, Forbidden, OutOfScope. Source: DIS-034.
    """
    permissions.check(by, IMPORT, region=region)
    check_data_stands(region, season)
    if kind not in OutsideKind.values:
        raise Invalid("relief.outside_kind", _("没有选择名单的种类。"), _("请选择。"), field="kind")
    said = clean_line(title, TITLE_LIMIT, field="title")
    if not said:
        raise Invalid(
            "relief.outside_title", _("没有写明是什么名单。"), _("例如“民政局 2026 年临时救助”。"), field="title"
        )
    digest = hashlib.sha256(data).hexdigest()
    same = OutsideList.objects.filter(region=region, season=season, kind=kind, digest=digest, ended_at=None)
    if same.exists():
        raise Conflict("relief.outside_there", _("这个文件已经导入过。"), _("请在名单页面查看。"), field="file")
    read = _read(data, OutsideKind(kind), now)
    found = _entries(read, OutsideKind(kind), by)
    row = OutsideList.objects.create(
        id=new_id(now),
        region=region,
        season=season,
        kind=kind,
        title=said,
        digest=digest,
        rows=len(read.rows),
        matched=len(found),
        rejected=len(_wrong(read)),
        uploaded_by=by.staff,
        uploaded_at=now,
    )
    entries = [OutsideEntry(id=new_id(now), outside=row, **values) for values in found.values()]
    OutsideEntry.objects.bulk_create(entries, batch_size=_BATCH)
    payload = OutsideListTaken(
        list_kind=kind, season=season, digest=digest, rows=row.rows, matched=row.matched, rejected=row.rejected
    )
    journal.record(payload, by=by, now=now, region=region, subject=row.id, text={"title": said})
    return row


@transaction.atomic
def end_list(*, by: Actor, now: datetime, outside: UUID, reason: str) -> OutsideList:
    """Take a list out of force; its people are forgotten. Raises NotFound, Forbidden, OutOfScope, Invalid, NotNow."""
    row = outside_list(outside)
    permissions.check(by, IMPORT, region=row.region)
    said = reason_of(reason)
    if OutsideList.objects.filter(id=row.id, ended_at=None).update(ended_at=now) != 1:
        raise NotNow("relief.outside_ended", _("这份名单已经停用。"), _("请刷新页面查看。"))
    OutsideEntry.objects.filter(outside=row).delete()
    journal.record(OutsideListEnded(list_kind=row.kind), by=by, now=now, region=row.region, subject=row.id, reason=said)
    row.refresh_from_db()
    return row


def _read(data: bytes, kind: OutsideKind, now: datetime) -> Read:
    code = _FORMS[kind]
    shape = forms()[code]
    book = read_book(data)
    layout = layout_of(book, code)
    chosen = dict(proposed(layout.main.headings, code))
    told = set(chosen.values())
    if missing := [one.title for one in shape.columns if one.required and one.field not in told]:
        raise Invalid(
            "relief.outside_columns",
            _("没有找到这些列：%(missing)s。"),
            _("请照这些名字写列标题后再上传。"),
            field="file",
            missing="、".join(missing),
        )
    rules = Rules(local_date(now), demo=settings.NUANDONG_DEMO)
    return read_columns(rows_of(book, layout, chosen, code), shape, rules)


def _wrong(read: Read) -> set[int]:
    return {row for row, faults in read.faults.items() if any(one.error for one in faults)}


def _entries(read: Read, kind: OutsideKind, by: Actor) -> dict[UUID, dict[str, Any]]:
    """Person → what the list says of him."""
    numbers, names = read.column("person_id_no"), read.column("person_name")
    wrong = _wrong(read)
    kept = [row for row in range(len(read.rows)) if row not in wrong and numbers[row] is not None]
    known = registered({numbers[row].number: names[row] or "" for row in kept}, by=by)
    found: dict[UUID, dict[str, Any]] = {}
    for row, values in _values(read, kind, kept):
        for one in known.get(numbers[row].number, ()):
            before = found.get(one.person)
            if before is None:
                found[one.person] = {"person_id": one.person, "region": one.region, **values}
            elif kind is OutsideKind.AID:
                before["amount_fen"] += values["amount_fen"]
            elif values["since"] < before["since"]:
                before |= values
    return found


def _values(read: Read, kind: OutsideKind, rows: list[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    if kind is OutsideKind.AID:
        amounts = read.column("amount")
        yield from ((row, {"amount_fen": amounts[row]}) for row in rows if amounts[row])
        return
    since, until = read.column("away_since"), read.column("away_until")
    for row in rows:
        if since[row] is not None and (until[row] is None or until[row] >= since[row]):
            yield row, {"since": since[row], "until": until[row]}
