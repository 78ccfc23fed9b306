"""How uploaded exports are kept and read back. The scope is entered."""

import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from nuandong.files import storing
from nuandong.kernel.errors import NotFound
from nuandong.kernel.sheets import read_grid
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.kinds import Decision, Kind
from nuandong.reports.models import NationalDifference, NationalImport
from nuandong.reports.national.library import system_of
from nuandong.reports.national.table import Table, table_of
from nuandong.vault import api as vault

PURPOSE = "reports.national_export"
MAX_ROWS = 2000
_TABLE = NationalDifference._meta.db_table
_SHOWN = 50
STAGES: Final[Mapping[str, Mapping[str, object]]] = {
    "left": {"decision": ""},
    "waiting": {"decision": Decision.THEIRS, "agreed_at": None, "kind__in": [Kind.DIFFERS, Kind.THERE]},
    "ours": {"decision": Decision.OURS},
}
"""How far a line is: not decided, our record still to be corrected, or to be taken up with the system."""


def export_of(identity: UUID, *, lock: bool = False) -> NationalImport:
    """One upload, or NotFound. Acts lock it, so that they follow each other."""
    rows = NationalImport.objects.filter(id=identity)
    found = (rows.select_for_update(no_key=True) if lock else rows).first()
    if found is None:
        raise NotFound("reports.no_export", _("没有找到这次比对。"), _("它可能不在您的管辖区域内，请从列表中打开。"))
    return found


def exports(system: str) -> list[NationalImport]:
    """The uploads of a system, the last first; `left` counts differences nobody has decided about, `waiting` those
    where our record is still to be corrected."""
    left, open_ones = (
        Count("differences", filter=Q(**{f"differences__{name}": value for name, value in STAGES[stage].items()}))
        for stage in ("left", "waiting")
    )
    rows = NationalImport.objects.filter(system=system).annotate(left=left, waiting=open_ones)
    return list(rows.order_by("-uploaded_at", "-id")[:_SHOWN])


def remembered(system: str, fingerprint: str) -> Mapping[str, str] | None:
    """The columns that were confirmed for the last export with these headings; None for new headings."""
    rows = NationalImport.objects.filter(system=system, fingerprint=fingerprint, compared_at__isnull=False)
    return rows.order_by("-compared_at").values_list("columns", flat=True).first()


def table_in(row: NationalImport) -> Table:
    """The uploaded table, read again in a child process with limits."""
    data, _mime = storing.read(row.file)
    return table_of(read_grid(data, max_rows=MAX_ROWS), system_of(row.system))


def sealed_theirs(identity: UUID, theirs: Mapping[str, str]) -> bytes:
    return vault.seal(_TABLE, "theirs_sealed", identity, json.dumps(theirs, ensure_ascii=False))


def theirs_of(row: NationalDifference) -> dict[str, str]:
    """What the export says in a row, by field; nothing for what it lacks."""
    if row.theirs_sealed is None:
        return {}
    found: dict[str, str] = json.loads(vault.open_sealed(_TABLE, "theirs_sealed", row.id, bytes(row.theirs_sealed)))
    return found


def differences(
    row: NationalImport, *, kind: str = "", stage: str = "", after: UUID | None = None, limit: int
) -> list[NationalDifference]:
    """The lines of a comparison in the order of the sheet, what is only here last.

    `stage`: `left` for those not decided, `waiting` for those where our record is still to be corrected, `ours` for
    those to take up with the system.
    """
    rows = NationalDifference.objects.filter(source=row)
    if kind:
        rows = rows.filter(kind=kind)
    rows = rows.filter(**STAGES.get(stage, {}))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id")[:limit])


def waiting(row: NationalImport) -> list[NationalDifference]:
    """The lines where theirs is right and our record does not say so yet."""
    return list(NationalDifference.objects.filter(source=row, **STAGES["waiting"]).order_by("id"))


def to_take_up(row: NationalImport) -> list[NationalDifference]:
    """The lines where ours is right: what is to be taken up with whoever keeps the system."""
    return list(NationalDifference.objects.filter(source=row, **STAGES["ours"]).order_by("id"))


def every_row(row: NationalImport) -> list[NationalDifference]:
    """Every line that stands in the sheet, without what it says."""
    return list(NationalDifference.objects.filter(source=row, row__isnull=False).defer("theirs_sealed"))


def difference_of(identity: UUID) -> NationalDifference:
    """One line, or NotFound."""
    found = NationalDifference.objects.select_related("source").filter(id=identity).first()
    if found is None:
        raise NotFound("reports.no_difference", _("没有找到这条差异。"), _("请从比对结果中打开。"))
    return found


def counted(row: NationalImport) -> dict[str, int]:
    """How many lines there are of each kind."""
    rows = NationalDifference.objects.filter(source=row).values_list("kind").annotate(number=Count("id"))
    return dict(rows.order_by("kind"))


def stages(row: NationalImport) -> dict[str, int]:
    """How many lines there are of each of STAGES."""
    counts = {name: Count("id", filter=Q(**asked)) for name, asked in STAGES.items()}
    found: dict[str, int] = NationalDifference.objects.filter(source=row).aggregate(**counts)
    return found
