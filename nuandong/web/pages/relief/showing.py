"""Ledgers on a page: states, counts, faults, the first rows."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.relief import rules, selectors, telling
from nuandong.relief.forms.library import forms
from nuandong.relief.states import LEDGER, UNDER_WAY, LedgerState, RowState
from nuandong.relief.understanding import STEPS
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor

if TYPE_CHECKING:
    from nuandong.relief.models import LedgerFile

TONES: Final = {
    LedgerState.WAITING: wording.INFO,
    LedgerState.COLUMNS: wording.SOON_TONE,
    LedgerState.CHECKED: wording.SOON_TONE,
    LedgerState.WRITING: wording.INFO,
    LedgerState.CONFIRMED: wording.OK,
    LedgerState.WITHDRAWN: wording.MUTE,
    LedgerState.REFUSED: wording.LATE,
}


def lines(request: SignedRequest, rows: "Sequence[LedgerFile]") -> list[dict[str, Any]]:
    """Ledgers of a list."""
    names = org.names_of([one.uploaded_by for one in rows])
    places = (
        divisions.name_paths({one.region for one in rows}, local_date(request.now), top=Level.COUNTY) if rows else {}
    )
    return [
        {
            "row": one,
            "place": places[one.region],
            "who": names.get(one.uploaded_by, ""),
            "tone": TONES[LedgerState(one.state)],
            "under_way": one.state in UNDER_WAY,
            "form": forms()[one.form].title if one.form in forms() else one.form,
        }
        for one in rows
    ]


def ledger(request: SignedRequest, row: "LedgerFile") -> dict[str, Any]:
    """Everything of one ledger."""
    by, state = request.actor, LedgerState(row.state)
    titles = telling.titles_of(row.form)
    chosen = request.GET.get("state", "")
    cursor = uuid_cursor(request.GET.get("after"))
    found = selectors.faulty(row, state=chosen, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda one: one.id, cursor=cursor)
    sheets = row.layout.get("sheets", {})
    several = len(sheets) > 1
    preview = selectors.preview_of(row) if state is LedgerState.CHECKED else {"columns": [], "rows": []}
    names = org.names_of([one for one in (row.uploaded_by, row.confirmed_by, row.withdrawn_by) if one])
    return {
        **lines(request, [row])[0],
        "state": state,
        "steps": _steps(state),
        "max_step": STEPS,
        "confirmer": names.get(row.confirmed_by, "") if row.confirmed_by else "",
        "withdrawer": names.get(row.withdrawn_by, "") if row.withdrawn_by else "",
        "page": Page([_fault_line(one, titles, sheets if several else {}) for one in page.rows], page.next, page.first),
        "chosen": chosen,
        "remarks": telling.remarks_of(row.layout, row.form),
        "told": telling.reading_of(row.layout),
        "preview_titles": [titles.get(name, name) for name in preview["columns"]],
        "preview": preview["rows"],
        "missing": wording.listing(titles.get(name, name) for name in row.layout.get("missing", [])),
        "may": {act: _may(by, row, act) for act in ("map", "confirm", "drop", "withdraw")},
        **_copy(row, by, faulty=bool(page.rows)),
        "changes": row.homes + row.changed,
    }


def _copy(row: "LedgerFile", by: Actor, *, faulty: bool) -> dict[str, Any]:
    """The sheet with its faults: asked for, under way, there, or why not."""
    may = faulty and rules.can_copy(row, by)
    copy = selectors.copy_of(row) if may else None
    return {
        "may_copy": may and (copy is None or bool(copy.trouble)),
        "copy": copy,
        "copying": copy is not None and copy.made_at is None and not copy.trouble,
    }


def _may(by: Actor, row: "LedgerFile", act: str) -> bool:
    needed = rules.CONFIRM if act in {"confirm", "withdraw"} else rules.IMPORT
    if act == "confirm" and not row.accepted:
        return False
    return act in LEDGER[LedgerState(row.state)] and permissions.allows(by, needed, region=row.region)


def _steps(state: LedgerState) -> list[dict[str, str]]:
    """Upload, columns, check, confirmation, done: which are over and which is on."""
    titles = [_("上传"), _("对应列"), _("核对"), _("确认"), _("导入")]
    now = {
        LedgerState.WAITING: 2,
        LedgerState.COLUMNS: 1,
        LedgerState.CHECKED: 3,
        LedgerState.WRITING: 4,
    }.get(state, 5)
    if state in {LedgerState.WITHDRAWN, LedgerState.REFUSED}:
        return []
    marks = ["done" if place < now else "now" if place == now else "next" for place in range(len(titles))]
    return [{"title": title, "state": mark} for title, mark in zip(titles, marks, strict=True)]


def _fault_line(row: Any, titles: dict[str, str], sheets: dict[str, str]) -> dict[str, Any]:
    faults = telling.faults_of(row.faults)
    return {
        "row": row,
        "sheet": sheets.get(str(row.sheet), ""),
        "tone": wording.LATE if row.state == RowState.REJECTED else wording.SOON_TONE,
        "state": _("不导入") if row.state == RowState.REJECTED else _("提醒"),
        "faults": [(titles.get(one.field, one.field), telling.words_of(one), one.code) for one in faults],
    }
