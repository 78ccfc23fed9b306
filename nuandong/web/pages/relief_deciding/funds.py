"""Money of a season: documents, tranches, the simulator and the allocations kept from it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as geo
from nuandong.kernel.books import XLSX
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError
from nuandong.kernel.money import format_yuan
from nuandong.org import permissions
from nuandong.policy.sharing import PAID
from nuandong.relief import selectors_funding, selectors_season, sharing
from nuandong.relief.actions.draft_allocation import (
    ALLOCATE,
    DECIDE,
    allocation_of,
    decide_allocation,
    draft_allocation,
    drop_allocation,
)
from nuandong.relief.actions.record_funds import RECORD, funds_of, open_tranche, record_funds
from nuandong.relief.shortfall import SHEET, shortfall
from nuandong.relief.steps import Source
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding import forms, rooms, showing
from nuandong.web.pages.relief_deciding.seasons import crumbs
from nuandong.web.paging import uuid_cursor
from nuandong.web.wording import refusal

if TYPE_CHECKING:
    from nuandong.relief.models import Season


@require_safe
def funds(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Documents with their tranches, and every allocation."""
    row = selectors_season.season(season_id, by=request.actor)
    permissions.check(request.actor, selectors_funding.SEE, region=row.region)
    documents: list[dict[str, Any]] = [
        {"row": one, "source": str(Source(one.source).label), "rest": one.amount_fen - one.claimed_fen}
        for one in selectors_funding.documents_of(row)
    ]
    own = [line["row"] for line in documents if line["row"].season_id == row.id]
    context = {
        "row": row,
        "title": showing.title_of(row),
        "documents": documents,
        "held": selectors_funding.held_fen(row),
        "claimed": sum(one.claimed_fen for one in own),
        "allocations": showing.allocation_lines(row.allocations.order_by("-number")),
        "may_record": permissions.allows(request.actor, RECORD, region=row.region) and row.closed_at is None,
        "may_allocate": permissions.allows(request.actor, ALLOCATE, region=row.region) and row.closed_at is None,
        "crumbs": crumbs(row),
    }
    return render(request, "relief_deciding/funds.html", context)


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Record a funds document."""
    row = selectors_season.season(season_id, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        values = {name: data[name] for name in ("number", "title", "source", "issued_on", "received_on")}
        made = record_funds(by=request.actor, now=request.now, season=row.id, amount_fen=data["amount"], **values)
        return made.id

    return form_page(
        request,
        forms.FundsForm(posted(request), initial={"received_on": local_date(request.now).isoformat()}),
        "relief.record_funds",
        do,
        title=_("登记资金文件"),
        back=reverse("relief-funds", args=[row.id]),
        crumbs=crumbs(row),
        done=_("已登记。"),
    )


@require_http_methods(["GET", "POST"])
def tranche(request: SignedRequest, funds_id: UUID) -> HttpResponse:
    """Open a tranche out of a document."""
    row = funds_of(funds_id)
    chosen = uuid_cursor((request.POST or request.GET).get("season")) or row.season_id
    of = selectors_season.season(chosen, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        return open_tranche(by=request.actor, now=request.now, funds=row.id, reason=data["reason"], season=of.id).id

    return form_page(
        request,
        forms.TrancheForm(posted(request), initial={"season": of.id}),
        "relief.open_tranche",
        do,
        title=_("开启发放批期"),
        lead=_("同一户在一个批期里只发放一次；追加资金或新发生灾害，另开一个批期。"),
        back=reverse("relief-funds", args=[of.id]),
        crumbs=crumbs(of),
        facts=[(_("文号"), row.number), (_("金额"), f"{format_yuan(row.amount_fen)} {_('元')}")],
        done=_("已开启。"),
    )


@require_http_methods(["GET", "POST"])
def share(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Try out a budget (GET, nothing is kept), or keep it as a draft (POST)."""
    row = selectors_season.season(season_id, by=request.actor)
    permissions.check(request.actor, selectors_funding.SEE, region=row.region)
    held = selectors_funding.held_fen(row)
    start = {
        "budget": format_yuan(held),
        "basis": "applications",
        "per_person": format_yuan(sharing.PER_PERSON_FEN),
    }
    asked = request.POST if request.method == "POST" else request.GET if "budget" in request.GET else None
    form = forms.ShareForm(asked, initial=start, townships=_townships(row, request))
    context = {
        "row": row,
        "crumbs": [*crumbs(row), (_("资金"), reverse("relief-funds", args=[row.id]))],
        "held": held,
        "most": max(2 * held, 100_000) // 100,
        "may_allocate": permissions.allows(request.actor, ALLOCATE, region=row.region) and row.closed_at is None,
        **showing.first_lines([row.region, *form.townships], request),
    }
    if request.method == "GET":
        context |= _tried(row, form, request)
        part = request.headers.get("HX-Request") == "true"
        return render(request, "relief_deciding/_shared.html" if part else "relief_deciding/share.html", context)

    def do(data: dict[str, Any]) -> UUID:
        made = draft_allocation(
            by=request.actor,
            now=request.now,
            season=row.id,
            budget_fen=data["budget"],
            basis=data["basis"],
            per_person_fen=data["per_person"] or sharing.PER_PERSON_FEN,
            bounds=form.bounds(),
            note=data["note"],
        )
        return made.id

    return form_page(
        request,
        form,
        "relief.draft_allocation",
        do,
        title=_("资金分配模拟"),
        back=reverse("relief-funds", args=[row.id]),
        template="relief_deciding/share.html",
        done=_("已保存为草稿，请由分管领导审定。"),
        leads_to=lambda made: reverse("relief-allocation", args=[made]),
        **context,
    )


def _townships(row: "Season", request: SignedRequest) -> dict[int, str]:
    codes = selectors_season.by_township(row)
    names = geo.names(codes, local_date(request.now))
    return {code: names.get(code, str(code)) for code in codes}


def _tried(row: "Season", form: forms.ShareForm, request: SignedRequest) -> dict[str, Any]:
    """The result of what the address asks, or why there is none."""
    bound = form if form.is_bound else forms.ShareForm(form.initial, townships=form.townships)
    if not bound.is_valid():
        return {"form": form}
    data = bound.cleaned_data
    try:
        shared = sharing.share(
            row,
            data["budget"],
            basis=data["basis"],
            on=local_date(request.now),
            per_person_fen=data["per_person"] or sharing.PER_PERSON_FEN,
            bounds=bound.bounds(),
        )
    except DomainError as error:
        return {"form": form, "refused": refusal(error)}
    return {"form": form, "result": showing.shares(shared, request)}


@require_safe
def allocation(request: SignedRequest, allocation_id: UUID) -> HttpResponse:
    """One allocation as it was kept, with each place's words, and the unfunded list."""
    row = allocation_of(allocation_id)
    permissions.check(request.actor, selectors_funding.SEE, region=row.region)
    line = showing.allocation_lines([row])[0]
    context = {
        "row": row,
        "line": line,
        "crumbs": [*crumbs(row.season), (_("资金"), reverse("relief-funds", args=[row.season_id]))],
        "draft": row.decided_at is None and row.replaced_at is None,
        "may_decide": permissions.allows(request.actor, DECIDE, region=row.region)
        and row.drafted_by != request.actor.staff,
        "may_drop": permissions.allows(request.actor, ALLOCATE, region=row.region),
        "key": PageForm().initial["command_key"],
        "without_any": row.shares.exclude(status=PAID).exists(),
    } | showing.kept_shares(row, request)
    if row.decided_at and row.replaced_at is None:
        context |= rooms.all_lines(row.season, local_date(request.now))
    return render(request, "relief_deciding/allocation.html", context)


@require_safe
def unfunded(request: SignedRequest, allocation_id: UUID) -> FileResponse:
    """Those who are not paid in full, as a workbook that goes up."""
    row = allocation_of(allocation_id)
    file = shortfall(row, by=request.actor, now=request.now)
    name = f"{SHEET}-{row.season.year}-{row.number}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "POST"])
def decide(request: SignedRequest, allocation_id: UUID) -> HttpResponse:
    """Put an allocation into force."""
    row = allocation_of(allocation_id)

    def do(_data: dict[str, Any]) -> UUID:
        seen = request.POST.get("seen", "")
        return decide_allocation(by=request.actor, now=request.now, allocation=row.id, seen=seen).id

    form = forms.SeenForm(posted(request), initial={"seen": row.list_hash})
    return _act(request, form, "relief.decide_allocation", do, row.id, _("审定资金分配"), _("审定"), _facts(row))


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, allocation_id: UUID) -> HttpResponse:
    """Give up a draft."""
    row = allocation_of(allocation_id)

    def do(_data: dict[str, Any]) -> UUID:
        return drop_allocation(by=request.actor, now=request.now, allocation=row.id).id

    form = PageForm(posted(request))
    return _act(request, form, "relief.drop_allocation", do, row.id, _("作废资金分配草稿"), _("作废"), _facts(row))


def _facts(row: Any) -> list[tuple[str, str]]:
    return [
        (_("第几号"), str(row.number)),
        (_("资金总额"), f"{format_yuan(row.budget_fen)} {_('元')}"),
        (_("分到户"), f"{format_yuan(row.given_fen)} {_('元')}"),
    ]


def _act(
    request: SignedRequest, form: PageForm, name: str, do: Any, row: UUID, title: str, submit: str, facts: Any
) -> HttpResponse:
    back = reverse("relief-allocation", args=[row])
    return form_page(request, form, name, do, title=title, back=back, submit=submit, facts=facts)
