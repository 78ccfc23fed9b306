"""How an encounter ends, who is told of it, and the visits to those who turned help down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.rescue import selectors_encounter
from nuandong.rescue.actions.close_encounter import Disposition, Hospital, Kit, close_encounter
from nuandong.rescue.actions.do_follow_up import do_follow_up
from nuandong.rescue.actions.notify_department import notify_department
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.rescue.reference_station import station
from nuandong.web import behalf
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import form_page
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues.showing import met_line
from nuandong.web.pages.crew.endings import offer
from nuandong.web.pages.crew.forms import KIT, EndForm, TellForm, VisitForm, sizes, when
from nuandong.web.pages.crew.meeting import WILLING, one, page_of
from nuandong.web.wording import said


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, encounter_id: UUID) -> HttpResponse:
    """End an encounter; refused, its page is shown again with the form as it was."""
    row = one(encounter_id)
    asked = request.POST.get("outcome", "")
    if asked not in Outcome.values:
        return redirect("encounter", encounter_id)
    form = EndForm(request.POST, request.FILES, outcome=asked, **offer(request, row))
    behalf.offer(request, form, moment=True)

    def do(data: dict[str, Any]) -> UUID:
        return close_encounter(
            by=behalf.actor(request, data, region=row.region),
            now=request.now,
            encounter=encounter_id,
            done=_disposition(data),
            acted_at=when(data, request.now),
        ).id

    if attempt(request, form, "rescue.close_encounter", do) is not None:
        messages.success(request, _("已办结：%(outcome)s。") % {"outcome": Outcome(asked).label})
        return redirect("encounter", encounter_id)
    return render(request, "crew/encounter.html", page_of(request, row, form), status=STATUS_REFUSED)


@require_http_methods(["GET", "POST"])
def tell(request: SignedRequest, encounter_id: UUID, department: str) -> HttpResponse:
    """Note that a department was told."""
    row = one(encounter_id)
    if department not in station().departments:
        raise Http404
    title = said(station().departments[department].title)

    def do(data: dict[str, Any]) -> UUID:
        return notify_department(
            by=request.actor,
            now=request.now,
            encounter=encounter_id,
            department=department,
            heard_by=data["heard_by"],
            acted_at=when(data, request.now),
        ).id

    return form_page(
        request,
        TellForm(request.POST or None),
        "rescue.notify_department",
        do,
        title=_("通报%(department)s") % {"department": title},
        back=reverse("encounter", args=[encounter_id]),
        done=_("已登记通报。"),
        lead=met_line(row)["who"],
        submit=_("已通报"),
        icon="phone-call",
        template="crew/act.html",
        offline=_("通报%(department)s") % {"department": title},
    )


@require_http_methods(["GET", "POST"])
def visit(request: SignedRequest, visit_id: UUID) -> HttpResponse:
    """A visit to somebody who turned help down."""
    due = selectors_encounter.visit(visit_id)
    back = reverse("encounter", args=[due.encounter_id])

    def do(data: dict[str, Any]) -> UUID:
        do_follow_up(
            by=behalf.actor(request, data, region=due.region),
            now=request.now,
            follow_up=visit_id,
            outcome=data["outcome"],
            note=data["note"],
            acted_at=when(data, request.now),
        )
        return visit_id

    return form_page(
        request,
        behalf.offer(request, VisitForm(request.POST or None, request.FILES or None), moment=True),
        "rescue.do_follow_up",
        do,
        title=_("跟踪劝导"),
        back=back,
        done=_("已登记。"),
        lead=_("再次劝导并查看御寒物资；没有解决的会自动安排下一次。"),
        submit=_("登记"),
        template="crew/act.html",
        offline=_("跟踪劝导"),
    )


def _disposition(data: dict[str, Any]) -> Disposition:
    outcome = data["outcome"]
    hospital = None
    if outcome == Outcome.TO_HOSPITAL and data["hospital"] and data["tracker"]:
        payer = data["payer"] or "who_brings"
        hospital = Hospital(place=UUID(data["hospital"]), tracker=UUID(data["tracker"]), payer=payer)
    store = UUID(data["store"]) if data["store"] else None
    kit = None
    if store or data["declined"]:
        code = data["kit"] or KIT
        kit = Kit(
            store=store,
            kit=code,
            sizes=sizes(data),
            signed=data["signed"],
            declined=data["declined"],
            reason=data["reason"],
        )
    return Disposition(
        outcome=outcome,
        willing=WILLING[data["willing"]],
        kit=kit,
        leaflet=data["leaflet"],
        hospital=hospital,
        legal_ground=data["legal_ground"],
        ground_by=data["ground_by"],
        medically_cleared=data["medically_cleared"],
        confirmed_by=UUID(data["confirmed_by"]) if data["confirmed_by"] else None,
        guardian=data["guardian"],
        note=data["note"],
    )
