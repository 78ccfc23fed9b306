"""Who is it: the name that was found, the police who verify it, fingerprints, DNA (RES-039)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.people import selectors as people
from nuandong.people.documents import Paper
from nuandong.rescue.actions.identify_stay import identify_stay
from nuandong.rescue.actions.record_dna_answer import record_dna_answer
from nuandong.rescue.actions.record_police_check import record_police_check
from nuandong.rescue.actions.request_dna import request_dna
from nuandong.rescue.actions.request_police_check import request_police_check
from nuandong.rescue.actions.take_fingerprints import take_fingerprints
from nuandong.rescue.lookups_station import stay_of
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import forms_care
from nuandong.web.pages.stays.acts import act
from nuandong.web.pages.stays.intake import PURPOSE

if TYPE_CHECKING:
    from nuandong.rescue.models import Stay

Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def identify(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The name that was found."""
    row = stay_of(stay_id)
    card = people.card(row.person_id, by=request.actor)

    def do(data: Data) -> object:
        number = data["number"].strip()
        papers = [Paper(data["kind"], number, data["valid_until"])] if data["kind"] and number else []
        return identify_stay(
            by=request.actor,
            now=request.now,
            stay=stay_id,
            version=data["version"],
            name=data["name"],
            papers=papers,
            reason=data["reason"],
            papers_checked=data["papers_checked"],
        )

    form = forms_care.IdentifyForm(posted(request), initial={"version": card.version})
    return act(
        request,
        row,
        form,
        "identify_stay",
        do,
        title=_("登记查明的身份"),
        done=_("姓名已登记；核实身份后寻亲公告自动撤下。"),
        lead=_("有有效证件或核对过证件的，身份为已核实；否则为待核实，请向公安机关申请核查。"),
        icon="user-check",
    )


@require_http_methods(["GET", "POST"])
def police(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The letter to the police who are to verify the identity."""
    title = _("申请公安核查身份")
    return _letter(request, stay_of(stay_id), "request_police_check", request_police_check, title)


@require_http_methods(["GET", "POST"])
def police_answer(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """What the police found out."""

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("confirmed", "note", "acted_at")}
        return record_police_check(by=request.actor, now=request.now, stay=stay_id, **said)

    title, done = _("公安核查身份答复"), _("答复已登记；查明另有姓名的请接着登记身份。")
    return act(
        request,
        stay_of(stay_id),
        forms_care.PoliceAnswerForm(posted(request)),
        "record_police_check",
        do,
        title=title,
        done=done,
    )


@require_http_methods(["GET", "POST"])
def fingerprints(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Taken, when and by whom."""

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("taken_by", "acted_at")}
        return take_fingerprints(by=request.actor, now=request.now, stay=stay_id, **said)

    return act(
        request,
        stay_of(stay_id),
        forms_care.FingerprintForm(posted(request)),
        "take_fingerprints",
        do,
        title=_("登记采集指纹"),
        done=_("已登记采集指纹。"),
        lead=_("指纹由公安机关采集和保管，这里只记时间和采集人。"),
        icon="fingerprint",
    )


@require_http_methods(["GET", "POST"])
def dna(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The letter to the police who are to take a sample."""
    return _letter(request, stay_of(stay_id), "request_dna", request_dna, _("申请公安机关采集 DNA"))


@require_http_methods(["GET", "POST"])
def dna_answer(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """The answer of the police."""

    def do(data: Data) -> object:
        said = {key: data[key] for key in ("matched", "note", "acted_at")}
        return record_dna_answer(by=request.actor, now=request.now, stay=stay_id, **said)

    form = forms_care.DnaForm(posted(request))
    title, done = _("公安机关反馈"), _("反馈已登记；比中的请接着登记身份。")
    return act(request, stay_of(stay_id), form, "record_dna_answer", do, title=title, done=done)


def _letter(request: SignedRequest, row: "Stay", name: str, ask: Callable[..., object], title: str) -> HttpResponse:
    """A written request to the police, with its photo."""

    def do(data: Data) -> object:
        sheet = stored(request, data["sheet_photo"], region=row.region, purpose=PURPOSE)
        return ask(by=request.actor, now=request.now, stay=row.id, sheet_photo=sheet, acted_at=data["acted_at"])

    form = forms_care.LetterForm(posted(request), uploads(request))
    return act(request, row, form, name, do, title=title, done=_("申请已登记。"))
