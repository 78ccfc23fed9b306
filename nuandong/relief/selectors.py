"""Reads of ledgers and needs, in the entered scope."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.models import LedgerCopy, LedgerFile, LedgerRow, Need
from nuandong.relief.rules import SEE, ledger_of
from nuandong.relief.states import RowState
from nuandong.relief.working import TABLE
from nuandong.vault import api as vault

PAGE: Final = 50
_BATCH: Final = 5000


@dataclass(frozen=True, slots=True)
class Standing:
    """The needs in force of a region and season, added up; money in fen."""

    homes: int
    size: int
    persons: int
    cash: int
    goods: int


def ledgers(by: Actor, *, after: UUID | None = None, limit: int = PAGE) -> list[LedgerFile]:
    """Ledgers of the scope, the newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = LedgerFile.objects.defer("layout", "columns", "preview_sealed")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def ledger(identity: UUID, *, by: Actor) -> LedgerFile:
    """One ledger. Raises NotFound outside the scope, Forbidden."""
    return ledger_of(identity, by=by, permission=SEE)


def preview_of(ledger: LedgerFile) -> dict[str, Any]:
    """The first rows as they will be taken over, masked; nothing once it is imported."""
    if ledger.preview_sealed is None:
        return {"columns": [], "rows": []}
    text = vault.open_sealed(TABLE, "preview_sealed", ledger.id, bytes(ledger.preview_sealed))
    found: dict[str, Any] = json.loads(text)
    return found


def faulty(ledger: LedgerFile, *, state: str = "", after: UUID | None = None, limit: int = PAGE) -> list[LedgerRow]:
    """Rows with something wrong, in the order of the sheets; `state` keeps the rejected or the accepted ones."""
    rows = LedgerRow.objects.filter(ledger=ledger).exclude(faults=[])
    if state in RowState.values:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id")[:limit])


def copy_of(ledger: LedgerFile) -> LedgerCopy | None:
    """How far the sheet with its faults is; its content stays where it is."""
    return LedgerCopy.objects.filter(ledger=ledger).defer("content_sealed").first()


def every_fault(ledger: LedgerFile) -> Iterator[tuple[int, int, Sequence[Any]]]:
    """Sheet, row number and faults of every row with any."""
    rows = LedgerRow.objects.filter(ledger=ledger).exclude(faults=[]).order_by("id")
    yield from rows.values_list("sheet", "number", "faults").iterator(chunk_size=_BATCH)


def needs_of(region: int, season: int) -> QuerySet[Need]:
    """Needs in force of a region (12-digit code) and season."""
    return Need.objects.filter(in_region(region), season=season, ended_at=None)


def needs_of_homes(by: Actor, homes: Collection[UUID]) -> dict[UUID, list[Need]]:
    """Household → its needs in force, of the latest season first; one query. Raises Forbidden."""
    permissions.check(by, SEE)
    found: dict[UUID, list[Need]] = {}
    for need in Need.objects.filter(household__in=list(homes), ended_at=None).order_by("-season", "id"):
        found.setdefault(need.household_id, []).append(need)
    return found


def standing(by: Actor, *, region: int, season: int) -> Standing:
    """What stands in the ledgers of a region. Raises Forbidden, OutOfScope."""
    permissions.check(by, SEE, region=region)
    found = needs_of(region, season).aggregate(
        homes=Count("id"), size=Sum("size"), persons=Sum("persons"), cash=Sum("cash_fen"), goods=Sum("goods_fen")
    )
    return Standing(**{name: value or 0 for name, value in found.items()})
