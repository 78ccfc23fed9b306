"""Leaving: which ways are open, asking for a signature, signing, the exit."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.org import permissions
from nuandong.rescue import selectors_stay
from nuandong.rescue.actions.decide_leave import decide_leave
from nuandong.rescue.actions.discharge import discharge
from nuandong.rescue.actions.request_leave import request_leave
from nuandong.rescue.lookups_station import leave_request_of, stay_of
from nuandong.rescue.policies.leaving import advice
from nuandong.rescue.reference_station import exits, station
from nuandong.rescue.sealing import opened
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import showing
from nuandong.web.pages.stays.acts import act
from nuandong.web.pages.stays.forms_leaving import PHOTOS, AskForm, DecideForm, LeaveForm
from nuandong.web.pages.stays.intake import PURPOSE
from nuandong.web.wording import said

Data = dict[str, Any]


@require_safe
def ways(request: SignedRequest, stay_id: UUID) -> HttpResponse:
    """Every way of leaving: open, to be signed, or refused with the reason."""
    found = selectors_stay.detail(stay_id, by=request.actor, now=request.now)
    row = found.stay
    context = {
        "stay": row,
        "name": showing.name_of(row, found.person),
        "looks": showing.looks(row),
        "alone": found.may_leave_alone,
        "advice": _told(advice("travel", row.age, tuple(row.flags))),
        "adult_at": station().leaving.adult_at,
        "ways": showing.ways_out(found),
        "requests": showing.request_lines(found.leave_requests),
        "may_decide": permissions.allows(request.actor, "rescue.stay.decide_leave", region=row.region),
        "may_leave": permissions.allows(request.actor, "rescue.stay.discharge", region=row.region),
        "kept": [one for one in found.belongings if one.returned_at is None and not one.prohibited],
        "crumbs": [(_("救助站"), reverse("stays")), (row.number, reverse("stay", args=[row.id]))],
    }
    return render(request, "stays/ways.html", context)


def _told(words: str) -> str:
    return _(words) if words else ""


@require_http_methods(["GET", "POST"])
def leave(request: SignedRequest, stay_id: UUID, exit_code: str) -> HttpResponse:
    """The exit itself."""
    if exit_code not in exits():
        raise Http404
    row, how = stay_of(stay_id), exits()[exit_code]
    form = LeaveForm(posted(request), uploads(request), exit_code=exit_code)

    def do(data: Data) -> object:
        files = {
            name: stored(request, data.get(name), region=row.region, purpose=PURPOSE) for name in PHOTOS if name in data
        }
        return discharge(
            by=request.actor,
            now=request.now,
            stay=stay_id,
            leaving=LeaveForm.leaving(exit_code, {**data, **files}),
            acted_at=data["acted_at"],
        )

    return act(
        request,
        row,
        form,
        f"discharge.{exit_code}",
        do,
        title=_("离站：%(way)s") % {"way": said(how.title)},
        done=_("已办理离站，床位已空出。"),
        lead=_told(advice(exit_code, row.age, tuple(row.flags))),
        submit=_("办理离站"),
        icon="door-exit",
        confirm=_("确认办理离站？"),
    )


@require_http_methods(["GET", "POST"])
def ask(request: SignedRequest, stay_id: UUID, exit_code: str) -> HttpResponse:
    """Ask the duty leader to sign."""
    if exit_code not in exits():
        raise Http404
    row = stay_of(stay_id)
    form = AskForm(posted(request), uploads(request))

    def do(data: Data) -> object:
        sheet = stored(request, data["sheet_photo"], region=row.region, purpose=PURPOSE)
        return request_leave(
            by=request.actor,
            now=request.now,
            stay=stay_id,
            exit_kind=exit_code,
            reason=data["reason"],
            sheet_photo=sheet,
        )

    return act(
        request,
        row,
        form,
        f"request_leave.{exit_code}",
        do,
        title=_("申请签批：%(way)s") % {"way": said(exits()[exit_code].title)},
        done=_("申请已提交，等带班领导签批。"),
        submit=_("提交"),
        icon="send",
    )


@require_http_methods(["GET", "POST"])
def decide(request: SignedRequest, stay_id: UUID, request_id: UUID) -> HttpResponse:
    """The duty leader's word."""
    asked = leave_request_of(request_id)
    if asked.stay_id != stay_id:
        raise Http404
    row = stay_of(stay_id)
    form = DecideForm(posted(request), uploads(request))

    def do(data: Data) -> object:
        sheet = stored(request, data["sheet_photo"], region=row.region, purpose=PURPOSE)
        return decide_leave(
            by=request.actor,
            now=request.now,
            request=request_id,
            approve=data["approve"],
            reason=data["reason"],
            sheet_photo=sheet,
        )

    return act(
        request,
        row,
        form,
        "decide_leave",
        do,
        title=_("签批：%(way)s") % {"way": said(exits()[asked.exit].title)},
        done=_("已签批。"),
        lead=opened(asked, "reason_sealed"),
        submit=_("签批"),
        icon="signature",
    )
