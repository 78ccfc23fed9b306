"""From the station to hospital and back: admission, verification on the ward, discharge, bill."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.rescue.actions.enter_hospital import enter_hospital
from nuandong.rescue.actions.leave_hospital import leave_hospital
from nuandong.rescue.actions.settle_hospital_bill import settle_hospital_bill
from nuandong.rescue.actions.verify_in_hospital import verify_in_hospital
from nuandong.rescue.lookups_station import hospital_case_of, stay_of
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import forms_care, showing
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


@require_http_methods(["GET", "POST"])
def verify(request: SignedRequest, stay_id: UUID, case_id: UUID) -> HttpResponse:
    """Whether the rescue budget may pay."""

    def do(data: Data) -> object:
        return verify_in_hospital(
            by=request.actor, now=request.now, case=case_id, eligible=data["eligible"], acted_at=data["acted_at"]
        )

    form = forms_care.VerifyForm(posted(request))
    return _on_case(request, stay_id, case_id, form, "verify_in_hospital", do, _("到院甄别核实"), _("核实结果已登记。"))


@require_http_methods(["GET", "POST"])
def leave(request: SignedRequest, stay_id: UUID, case_id: UUID) -> HttpResponse:
    """Out of hospital; back to the station or an exit comes next."""

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("certificate", "note", "acted_at")}
        return leave_hospital(by=request.actor, now=request.now, case=case_id, **said)

    form = forms_care.HospitalLeftForm(posted(request))
    done = _("已登记出院；请登记返站或办理离站。")
    return _on_case(request, stay_id, case_id, form, "leave_hospital", do, _("登记出院"), done)


@require_http_methods(["GET", "POST"])
def settle(request: SignedRequest, stay_id: UUID, case_id: UUID) -> HttpResponse:
    """The bill."""
    case = _case(stay_id, case_id)

    def do(data: Data) -> object:
        return settle_hospital_bill(
            by=request.actor,
            now=request.now,
            case=case_id,
            bill_fen=forms_care.fen(data["bill"]),
            paid_fen=forms_care.fen(data["paid"]),
            payer=data["payer"],
        )

    form = forms_care.BillForm(posted(request), initial={"payer": case.payer})
    return _on_case(request, stay_id, case_id, form, "settle_hospital_bill", do, _("结算医疗费"), _("已结算。"))


def _on_case(
    request: SignedRequest, stay_id: UUID, case_id: UUID, form: Any, name: str, do: Any, title: str, done: str
) -> HttpResponse:
    case = _case(stay_id, case_id)
    return act(request, stay_of(stay_id), form, name, do, title=title, done=done, lead=case.hospital.name, icon="check")


def _case(stay_id: UUID, case_id: UUID) -> "HospitalCase":
    """The case, which must belong to the stay of the address."""
    case = hospital_case_of(case_id)
    return case if case.stay_id == stay_id else hospital_case_of(UUID(int=0))
