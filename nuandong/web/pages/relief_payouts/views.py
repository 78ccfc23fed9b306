"""The list of payouts, one payout with everything of it, its files and registers."""

from io import BytesIO
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.kernel.batches import batches
from nuandong.kernel.books import XLSX
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.relief import selectors_payout as selectors
from nuandong.relief.actions.take_bank_file import take_bank_file
from nuandong.relief.forms.library import forms
from nuandong.relief.papers.lists import MOST_LISTED
from nuandong.relief.papers.registers import register as made_register
from nuandong.relief.paying.late import due_money
from nuandong.relief.policies_payout import PLAN, payout_of
from nuandong.relief.steps import PayoutState
from nuandong.web.form_page import select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief import listing
from nuandong.web.pages.relief_deciding import months, rooms
from nuandong.web.pages.relief_payouts import showing
from nuandong.web.pages.relief_payouts.acts import crumbs
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor

_LINE_PAGES: Final = 100_000_000


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Payouts, and decided money that has not arrived."""
    cursor = uuid_cursor(request.GET.get("after"))
    state = _state(request)
    found = selectors.payouts(request.actor, state=state, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda row: row.id, cursor=cursor)
    today = local_date(request.now)
    waiting = [one for season in selectors.open_seasons(request.actor) for one in due_money(season, today)]
    context = {
        "page": Page(showing.rows(page.rows), page.next, page.first),
        "state_box": select_box("state", [("", _("全部状态")), *PayoutState.choices], state),
        "filtered": bool(state),
        "waiting": waiting,
        "late": any(one.late for one in waiting),
        "may_plan": permissions.allows(request.actor, PLAN),
    }
    return render(request, "relief_payouts/list.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The same list as a workbook: payouts and their sums."""
    state = _state(request)
    found = batches(
        lambda after, limit: selectors.payouts(request.actor, state=state, after=after, limit=limit),
        lambda row: row.id,
        most=MOST_LISTED,
    )
    rows = (cells for batch in found for cells in showing.payout_cells(batch))
    return listing.workbook(request, "payouts", _("资金发放"), showing.PAYOUT_COLUMNS, rows, None)


def _state(request: SignedRequest) -> str:
    asked = request.GET.get("state", "")
    return asked if asked in PayoutState.values else ""


@require_safe
def payout(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """One payout: where it stands, what is wrong, other money to its people, lines, files, samples."""
    row = payout_of(payout_id, by=request.actor)
    chosen, after = request.GET.get("state", ""), _number(request.GET.get("after"))
    found = selectors.lines(row, state=chosen, after=after, limit=SIZE + 1)
    context: dict[str, Any] = {
        **showing.payout(request, row),
        **rooms.lines(row.season, local_date(request.now), selectors.by_village(row), words="", what="claimed"),
        "months": months.paid([row.season], local_date(row.planned_at)),
        "lines": showing.lines(found[:SIZE]),
        "next": found[SIZE - 1].serial if len(found) > SIZE else None,
        "chosen": chosen,
        "crumbs": crumbs(),
    }
    return render(request, "relief_payouts/payout.html", context)


@require_safe
def bank_file(request: SignedRequest, bank_file_id: UUID) -> FileResponse:
    """A file to the bank or from it, byte for byte."""
    row, data = take_bank_file(by=request.actor, now=request.now, file=bank_file_id)
    return FileResponse(BytesIO(data), as_attachment=True, filename=row.name, content_type="application/octet-stream")


@require_safe
def register(request: SignedRequest, payout_id: UUID, register_code: str) -> FileResponse:
    """A register as a workbook."""
    row = payout_of(payout_id, by=request.actor)
    plain = request.GET.get("plain") == "1"
    file = made_register(row, register_code, by=request.actor, now=request.now, plain=plain)
    name = f"{forms()[register_code].title}-{row.season.year}-{row.number}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _number(text: str | None) -> int:
    return min(int(text), _LINE_PAGES) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
