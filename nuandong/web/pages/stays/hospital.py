"""To hospital and back, from the station or from the street: admission, verification, discharge, bill, follower."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue import hospitals, selectors_due, selectors_encounter
from nuandong.rescue.actions.change_tracker import change_tracker
from nuandong.rescue.actions.enter_hospital import enter_hospital
from nuandong.rescue.actions.leave_hospital import leave_hospital
from nuandong.rescue.actions.settle_hospital_bill import settle_hospital_bill
from nuandong.rescue.actions.verify_in_hospital import verify_in_hospital
from nuandong.rescue.lookups_station import hospital_case_of, stay_of
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import cases, forms_care, showing
from nuandong.web.pages.stays.acts import act

if TYPE_CHECKING:
    from nuandong.rescue.models import HospitalCase

Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def enter(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Somebody goes to hospital; a named colleague follows the case."""
    choices = {
        "hospital": [("", _("请选择")), *showing.hospitals(request.actor)],
        "tracker": showing.colleagues(request.actor, request.now),
        "payer": forms_care.payers(),
    }
    form = forms_care.HospitalForm(
        posted(request), choices=choices, initial={"tracker": str(request.actor.staff), "payer": "rescue_budget"}
    )

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("hospital", "tracker", "payer", "acted_at")}
        return enter_hospital(by=request.actor, now=request.now, stay=stay_id, **said)

    title, done = _("送医"), _("已登记送医，床位已空出。")
    return act(
        request, stay_of(stay_id), form, "enter_hospital", do, title=title, done=done, icon="ambulance", submit=title
    )


@require_safe
def case(request: SignedRequest, case_id: UUID) -> HttpResponse:
    """One case: where, followed by whom, what is still to be done."""
    row, actor = selectors_due.hospital_case(case_id), request.actor
    met = row.encounter
    # Out of hospital, somebody met on the street still needs a roof.
    to_admit = ""
    if met and not row.stay_id and row.discharged_at and permissions.allows(actor, "rescue.stay.admit"):
        to_admit = "" if selectors_encounter.stay_after(met) else f"{reverse('stay-new')}?encounter={met.id}"
    [line] = cases.lines([row], actor)
    context = {
        "title": cases.called(row),
        "lead": line["hospital"],
        "hospital_case": row,
        "cases": [line],
        "origin": cases.origin(row, actor),
        "to_admit": to_admit,
        "timeline": showing.timeline([row.id], actor),
        "crumbs": _crumbs(row, actor),
    }
    return render(request, "stays/case.html", context)


@require_http_methods(["GET", "POST"])
def verify(request: SignedRequest, case_id: UUID) -> HttpResponse:
    """Whether the rescue budget may pay."""

    def do(data: Data) -> object:
        return verify_in_hospital(
            by=request.actor, now=request.now, case=case_id, eligible=data["eligible"], acted_at=data["acted_at"]
        )

    form = forms_care.VerifyForm(posted(request))
    return _on_case(request, case_id, form, "verify_in_hospital", do, _("到院甄别核实"), _("核实结果已登记。"))


@require_http_methods(["GET", "POST"])
def leave(request: SignedRequest, case_id: UUID) -> HttpResponse:
    """Out of hospital; back to the station or an exit comes next."""
    row = hospital_case_of(case_id)

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("certificate", "note", "acted_at")}
        return leave_hospital(by=request.actor, now=request.now, case=case_id, **said)

    form = forms_care.HospitalLeftForm(posted(request))
    done = _("已登记出院；请登记返站或办理离站。") if row.stay_id else _("已登记出院；需要入站的，请接着接收入站。")
    return _on_case(request, case_id, form, "leave_hospital", do, _("登记出院"), done)


@require_http_methods(["GET", "POST"])
def settle(request: SignedRequest, case_id: UUID) -> HttpResponse:
    """The bill."""
    row = hospital_case_of(case_id)

    def do(data: Data) -> object:
        return settle_hospital_bill(
            by=request.actor,
            now=request.now,
            case=case_id,
            bill_fen=forms_care.fen(data["bill"]),
            paid_fen=forms_care.fen(data["paid"]),
            payer=data["payer"],
        )

    form = forms_care.BillForm(posted(request), initial={"payer": row.payer})
    return _on_case(request, case_id, form, "settle_hospital_bill", do, _("结算医疗费"), _("已结算。"))


@require_http_methods(["GET", "POST"])
def tracker(request: SignedRequest, case_id: UUID) -> HttpResponse:
    """Another colleague follows the case from now on."""

    def do(data: Data) -> object:
        return change_tracker(
            by=request.actor, now=request.now, case=case_id, tracker=data["tracker"], reason=data["reason"]
        )

    form = forms_care.TrackerForm(posted(request), choices={"tracker": showing.colleagues(request.actor, request.now)})
    return _on_case(request, case_id, form, "change_tracker", do, _("更换跟踪人"), _("已更换跟踪人。"))


def _on_case(
    request: SignedRequest,
    case_id: UUID,
    form: PageForm,
    name: str,
    do: Callable[[Data], object],
    title: str,
    done: str,
) -> HttpResponse:
    """The page of one act on a case; it leads back to the stay, or to the case of somebody who has none."""
    row = selectors_due.hospital_case(case_id)

    def carry_out(data: Data) -> UUID:
        do(data)
        return row.id

    where = hospitals.names([row])[row.hospital_id]
    crumbs = [*_crumbs(row, request.actor), (where, reverse("hospital-case", args=[row.id]))]
    return form_page(
        request,
        form,
        f"rescue.{name}",
        carry_out,
        title=title,
        back=reverse("stay", args=[row.stay_id]) if row.stay_id else reverse("hospital-case", args=[row.id]),
        done=done,
        icon="check",
        facts=[(_("人员"), cases.called(row)), (_("医院"), where), (_("甄别结果"), cases.verdict(row) or _("未甄别"))],
        template="stays/act.html",
        crumbs=crumbs,
    )


def _crumbs(row: "HospitalCase", by: Actor) -> list[tuple[str, str]]:
    """The way back, as far as this person may go it."""
    crumbs = [(_("救助站"), reverse("stays"))] if by.may("rescue.stay.see") else []
    came_from = cases.origin(row, by)
    return [*crumbs, (cases.called(row), came_from)] if came_from else crumbs
