"""Imports of plan documents: reading them back, and whether they may be changed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.importing.drafting import draft, written
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import Finding
from nuandong.plans.importing.kept import (
    ADDED,
    DROP,
    KEEP,
    Decision,
    Decisions,
    decided,
    is_number,
    probed,
    unpacked,
)
from nuandong.plans.importing.states import ImportState
from nuandong.plans.models import PlanImport, PlanVersion
from nuandong.plans.schema.obligations import RegionScope
from nuandong.vault import api as vault

SOURCE = "900#1"
"""The code of a text that is none of the library's."""
ENTRY_UNITS: Final = {
    "frequency": ("per day", "per week", "per month", "per quarter", "per half year"),
    "deadline": ("date",),
    "percentage": ("percent",),
}
"""Kinds of findings that a person can add by hand, and their units."""
_LARGEST: Final = 10_000_000_000
_MOST: Final = 100
_SHOWN: Final = 100
_WORK: Final = re.compile(r"[a-z][a-z_]{2,39}")
_DAY: Final = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def get(import_id: UUID) -> PlanImport | None:
    return PlanImport.objects.select_related("version").filter(id=import_id).first()


def stored_as(import_id: UUID) -> PlanVersion:
    """The version of a plan that an import ended in."""
    return PlanVersion.objects.get(imports=import_id)


def open_ones() -> list[PlanImport]:
    """The imports under way in the entered scope, the latest first, a hundred at most."""
    rows = PlanImport.objects.filter(state=ImportState.OPEN).select_related("started_by")
    return list(rows.defer("draft_sealed").order_by("-changed_at")[:_SHOWN])


def found_of(row: PlanImport) -> Found:
    """The document with its findings. Raises NotNow for one that was given up."""
    if not row.found_sealed:
        raise _over()
    return unpacked(vault.open_sealed(PlanImport._meta.db_table, "found_sealed", row.id, bytes(row.found_sealed)))


def text_of(row: PlanImport, *, places: Iterable[str]) -> str:
    """The plan file as it stands: as somebody wrote it on, else as the decisions make it."""
    if row.draft_sealed is not None:
        return vault.open_sealed(PlanImport._meta.db_table, "draft_sealed", row.id, bytes(row.draft_sealed))
    return draft(decided(found_of(row), row.decisions), source=SOURCE, name=f"import-{row.id.hex[-8:]}", places=places)


def seen_as(row: PlanImport) -> str:
    """What a form says it was made from."""
    return row.changed_at.isoformat()


def check_seen(row: PlanImport, seen: str) -> None:
    """Whether the row is still as it was seen."""
    check_changed(int(seen == seen_as(row)))


def check_open(row: PlanImport) -> None:
    if row.state != ImportState.OPEN:
        raise _over()


def check_changed(changed: int) -> None:
    """Whether a conditional update found its row."""
    if changed != 1:
        raise Conflict(
            "plans.import_changed",
            _("这份导入刚刚被别人改过。"),
            _("请返回刷新，核对后再试。"),
        )


def homes(found: Found, *, places: Iterable[str]) -> tuple[frozenset[int], frozenset[int]]:
    """Which findings a draft cannot take as they are: those that only want to be told the work, and all others."""
    known, whole = tuple(places), probed(found, ())
    made, rest = written(whole, source=SOURCE, places=known)
    loose = {place for place, one in enumerate(whole.findings) if any(one is other for other in made.loose)}
    left = frozenset(rest) | loose
    never = frozenset(written(probed(found, left), source=SOURCE, places=known)[1])
    return left - never, never - loose


def check_decisions(found: Found, decisions: Decisions) -> None:
    """A decision is about a finding there is; only a number can be put in place of another."""
    for place, decision in decisions.items():
        if place.startswith(ADDED):
            right = _is_entry(found, decision)
        else:
            right = place.isdecimal() and int(place) < len(found.findings)
            right = right and _is_decision(found.findings[int(place)], decision)
        if not right:
            raise Invalid(
                "plans.decision_wrong",
                _("有一项的核对结果不对。"),
                _("请选择采用或不要；改数的，请填写 0 以上的整数。"),
            )


def _is_decision(finding: Finding, decision: Decision) -> bool:
    if isinstance(decision, Mapping):
        value = decision.get("value")
        return _is_asked(decision) and (value is None or (is_number(finding) and _is_amount(value)))
    return decision in {KEEP, DROP} or (is_number(finding) and _is_amount(decision))


def _is_entry(found: Found, decision: Decision) -> bool:
    if not isinstance(decision, Mapping) or not _is_asked(decision):
        return False
    value, number = decision.get("value"), decision.get("paragraph")
    units = ENTRY_UNITS.get(str(decision.get("kind")), ())
    right = _DAY.fullmatch(str(value)) if units == ("date",) else _is_amount(value) and 1 <= int(str(value)) <= _MOST
    return bool(right) and decision.get("unit") in units and any(one.number == number for one in found.plan.paragraphs)


def _is_asked(decision: Mapping[str, Any]) -> bool:
    work, title = str(decision.get("work")), str(decision.get("title"))
    scopes = {scope.value for scope in RegionScope}
    return bool(_WORK.fullmatch(work)) and 0 < len(title) <= _SHOWN and decision.get("for") in scopes


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _over() -> NotNow:
    return NotNow("plans.import_over", _("这份导入已经存入或放弃。"), _("需要时请重新导入文档。"))
