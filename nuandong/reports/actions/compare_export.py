from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.kinds import Kind
from nuandong.reports.models import NationalDifference, NationalImport
from nuandong.reports.national.comparing import compare
from nuandong.reports.national.events import ExportCompared
from nuandong.reports.national.exports import export_of, sealed_theirs, table_in
from nuandong.reports.national.library import system_of
from nuandong.reports.national.table import SERIAL, names_of


@transaction.atomic
def compare_export(*, by: Actor, now: datetime, export: UUID, columns: Mapping[str, str]) -> NationalImport:
    """Compare an upload with our cases, once; `columns` says which column (from 0) is which field.

    Keeps a line for every row that differs, is only there or cannot be read, and for every case only here. Writes
    nothing into our own records. Raises NotFound, Forbidden, OutOfScope, NotNow when it was compared, Invalid for
    columns that say nothing to find a case by, or a field twice. Source: product A.6.
    """
    row = export_of(export, lock=True)
    permissions.check(by, RECORD, region=row.region)
    if row.compared_at is not None:
        raise NotNow("reports.export_compared", _("这张表已经比对过。"), _("要重新比对，请上传系统新导出的表。"))
    system, chosen = system_of(row.system), {place: code for place, code in columns.items() if code}
    _check_columns(chosen, columns=len(row.headings), known=names_of(system).keys())
    counted: Counter[str] = Counter()
    made = []
    # An export is in Chinese, whatever language its reader has chosen.
    with translation.override("zh-hans"):
        found = list(compare(system, table_in(row), chosen, by=by, region=row.region, since=row.since, until=row.until))
    for line in found:
        counted[line.kind or "same"] += 1
        if line.kind is None:
            continue
        identity = new_id(now)
        made.append(
            NationalDifference(
                id=identity,
                region=row.region,
                source=row,
                kind=line.kind,
                row=line.row,
                case=line.case.id if line.case else None,
                matched=line.matched,
                fields=list(line.fields),
                theirs_sealed=sealed_theirs(identity, line.theirs) if line.theirs else None,
            )
        )
    NationalDifference.objects.bulk_create(made)
    NationalImport.objects.filter(id=row.id).update(columns=chosen, same=counted["same"], compared_at=now)
    payload = ExportCompared(
        system=row.system,
        same=counted["same"],
        differing=counted[Kind.DIFFERS],
        only_there=counted[Kind.THERE],
        only_here=counted[Kind.HERE],
        unreadable=counted[Kind.ERROR],
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return export_of(row.id)


def _check_columns(chosen: Mapping[str, str], *, columns: int, known: Collection[str]) -> None:
    """Raise Invalid unless every column and field exists, no field is there twice, and one of them finds people."""
    places = {str(place) for place in range(columns)}
    if not chosen.keys() <= places or not set(chosen.values()) <= set(known):
        raise Invalid("reports.export_columns", _("没有这一列，或系统里没有这一项。"), _("请刷新页面后重新选择。"))
    if len(set(chosen.values())) != len(chosen):
        raise Invalid("reports.export_twice", _("有两列选了同一项。"), _("每一项只能对应一列，多余的选“不比对”。"))
    if not {SERIAL, "document", "name"} & set(chosen.values()):
        raise Invalid(
            "reports.export_blind",
            _("没有可以找到人的列。"),
            _("系统编号、证件号码、姓名，至少要对应一列。"),
        )
