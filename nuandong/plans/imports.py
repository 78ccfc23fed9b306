"""Imports of plan documents: reading them back, and whether they may be changed."""

from collections.abc import Iterable
from uuid import UUID

from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.importing.drafting import draft
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.kept import DROP, KEEP, Decisions, decided, is_number, unpacked
from nuandong.plans.importing.states import ImportState
from nuandong.plans.models import PlanImport, PlanVersion
from nuandong.vault import api as vault

SOURCE = "900#1"
"""The code of a text that is none of the library's."""
_LARGEST = 10_000_000_000
_SHOWN = 100


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


def check_decisions(found: Found, decisions: Decisions) -> None:
    """A decision is about a finding there is; only a number can be put in place of another."""
    for place, decision in decisions.items():
        known = place.isdecimal() and int(place) < len(found.findings)
        number = isinstance(decision, int) and known and is_number(found.findings[int(place)])
        if not known or not (decision in {KEEP, DROP} or (number and 0 <= int(decision) <= _LARGEST)):
            raise Invalid(
                "plans.decision_wrong",
                _("有一项的核对结果不对。"),
                _("请选择采用或不要；改数的，请填写 0 以上的整数。"),
            )


def _over() -> NotNow:
    return NotNow("plans.import_over", _("这份导入已经存入或放弃。"), _("需要时请重新导入文档。"))
