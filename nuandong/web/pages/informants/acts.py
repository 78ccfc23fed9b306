"""Taking informants on, changing what is known of them, letting them go."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.rescue import selectors_informant
from nuandong.rescue.actions.change_informant import Changes, change_informant
from nuandong.rescue.actions.end_informant import end_informant
from nuandong.rescue.actions.register_informant import Enlisted, register_informant
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.informants import forms, showing
from nuandong.web.regions import region_choices

Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def register(request: SignedRequest) -> HttpResponse:
    """Somebody new."""

    def do(data: Data) -> UUID:
        enlisted = Enlisted(
            name=data["name"],
            phone=data["phone"],
            reporter_kind=data["reporter_kind"],
            unit=data["unit"],
            area=data["area"],
        )
        return register_informant(
            by=request.actor, now=request.now, enlisted=enlisted, region=data["region"], since=data["since"]
        ).id

    regions = region_choices(request.actor, local_date(request.now))
    form = forms.RegisterForm(
        posted(request),
        choices={"region": regions},
        initial={"region": request.actor.region, "reporter_kind": "community_informant"},
    )
    return form_page(
        request,
        form,
        "rescue.register_informant",
        do,
        title=_("登记信息员"),
        lead=_("姓名和电话加密保存，列表中只显示一部分。"),
        back=reverse("informants"),
        leads_to=showing.url_of,
        done=_("已登记。"),
        submit=_("登记"),
        crumbs=[(_("信息员"), reverse("informants"))],
    )


@require_http_methods(["GET", "POST"])
def change(request: SignedRequest, informant_id: UUID) -> HttpResponse:
    """Other work, another number, other streets."""
    row = selectors_informant.informant(informant_id, by=request.actor)

    def do(data: Data) -> UUID:
        changes = Changes(
            name=data["name"],
            phone=data["phone"],
            reporter_kind=data["reporter_kind"],
            unit=data["unit"],
            area=data["area"],
            region=data["region"],
        )
        return change_informant(by=request.actor, now=request.now, informant=row.id, changes=changes).id

    form = forms.ChangeForm(
        posted(request),
        choices={"region": region_choices(request.actor, local_date(request.now))},
        initial={
            "reporter_kind": row.reporter_kind,
            "region": row.region,
            "unit": row.unit_words,
            "area": row.area_words,
        },
    )
    return form_page(
        request,
        form,
        "rescue.change_informant",
        do,
        title=_("修改信息员"),
        back=showing.url_of(row.id),
        done=_("已修改。"),
        facts=[(_("姓名"), row.name_masked), (_("电话"), row.phone_masked)],
        crumbs=_crumbs(row.id, row.name_masked),
    )


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, informant_id: UUID) -> HttpResponse:
    """He leaves."""
    row = selectors_informant.informant(informant_id, by=request.actor)
    return form_page(
        request,
        forms.ReasonForm(posted(request)),
        "rescue.end_informant",
        lambda data: end_informant(by=request.actor, now=request.now, informant=row.id, reason=data["reason"]).id,
        title=_("信息员离任"),
        lead=_("离任后不再自动认出他的来电；离任前的线索仍可奖励。"),
        back=showing.url_of(row.id),
        done=_("已离任。"),
        submit=_("离任"),
        danger=True,
        facts=[(_("姓名"), row.name_masked), (_("报告人类型"), showing.kind_words(row.reporter_kind))],
        crumbs=_crumbs(row.id, row.name_masked),
    )


def _crumbs(informant: UUID, name: str) -> list[tuple[str, str]]:
    return [(_("信息员"), reverse("informants")), (name, showing.url_of(informant))]
