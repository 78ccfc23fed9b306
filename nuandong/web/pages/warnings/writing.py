"""Relaying a warning by form or by file, saying where one holds, ending one by decision."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.alerts import selectors
from nuandong.alerts.actions import HeardFrom, end_warning, locate_warning, receive, record_by_form
from nuandong.alerts.levels import Level
from nuandong.alerts.states import Move
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.warnings import choosing
from nuandong.web.pages.warnings.buttons import check_change
from nuandong.web.pages.warnings.forms import EndForm, LocateForm, RelayForm, UploadForm
from nuandong.web.pages.warnings.presenting import Shown, shown

_READ_LIMIT: Final = 12_000_000
"""Bytes read at most; what is above 1 MB is refused anyway, with its size if it is below this."""


@require_http_methods(["GET", "POST"])
def relay(request: SignedRequest) -> HttpResponse:
    """Write down a warning that was heard of."""
    actor, now = request.actor, request.now

    def do(data: dict[str, Any]) -> UUID:
        return record_by_form(
            by=actor,
            now=now,
            event=data["event"],
            level=Level(data["level"]),
            issuer=data["issuer"],
            issued_at=data["issued_at"],
            heard_from=HeardFrom(data["heard_from"]),
            regions=data["regions"],
            number=data["number"],
            until=data["until"],
            headline=data["headline"],
            words=data["words"],
            replaces=UUID(data["replaces"]) if data["replaces"] else None,
        ).id

    form = RelayForm(
        request.POST or None,
        regions=choosing.region_choices(actor, now),
        current=choosing.current_choices(actor, now),
        initial={"regions": [str(actor.region)], "replaces": request.GET.get("replaces", "")},
    )
    if request.method == "POST" and (made := attempt(request, form, "alerts.record_by_form", do)):
        messages.success(request, _("预警已录入。"))
        return _see(made)
    return _form(request, "warnings/relay.html", form)


@require_http_methods(["GET", "POST"])
def upload(request: SignedRequest) -> HttpResponse:
    """Take in a message file; a refused one is kept and the page says why.

    Without a command key: the same message twice changes nothing, and what is refused has to be written down too.
    """
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(_READ_LIMIT)
        receipt = receive(by=request.actor, now=request.now, data=data)
        if receipt.message is not None:
            if receipt.repeated:
                messages.warning(request, _("这条预警消息以前收到过，没有变化。"))
            else:
                messages.success(request, _("预警消息已接收。"))
            return redirect("warning-message", receipt.message.id)
        if receipt.refusal is not None:
            refusal = receipt.refusal
            refusal.field = "file"
            form.refuse(refusal)
    return _form(request, "warnings/upload.html", form)


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, warning_id: UUID) -> HttpResponse:
    """End a warning whose lifting was heard of."""
    found = _one(request, warning_id, Move.END)

    def do(data: dict[str, Any]) -> UUID:
        return end_warning(
            by=request.actor,
            now=request.now,
            warning=warning_id,
            reason=data["reason"],
            ended_at=data["ended_at"],
        ).id

    form = EndForm(request.POST or None)
    if request.method == "POST" and attempt(request, form, "alerts.end_warning", do):
        messages.success(request, _("预警已结束。"))
        return _see(warning_id)
    return _form(request, "warnings/end.html", form, warning=found)


@require_http_methods(["GET", "POST"])
def locate(request: SignedRequest, warning_id: UUID) -> HttpResponse:
    """Say where a warning holds whose message named no division that could be read."""
    found = _one(request, warning_id, Move.REPLACE)

    def do(data: dict[str, Any]) -> UUID:
        return locate_warning(by=request.actor, now=request.now, warning=warning_id, regions=data["regions"]).id

    form = LocateForm(request.POST or None, regions=choosing.region_choices(request.actor, request.now))
    if request.method == "POST" and attempt(request, form, "alerts.locate_warning", do):
        messages.success(request, _("影响区域已指定。"))
        return _see(warning_id)
    return _form(request, "warnings/locate.html", form, warning=found)


def _one(request: SignedRequest, warning_id: UUID, move: Move) -> Shown:
    """The warning in words. A form that could only be refused is not opened; a POST is judged by the action alone,
    for the second try of one that succeeded has to succeed as well."""
    row = selectors.get(warning_id)
    if request.method == "GET":
        check_change(request.actor, row, move)
    (found,) = shown([row], region=request.actor.region, now=request.now)
    return found


def _see(warning_id: UUID) -> HttpResponse:
    return redirect("warning", warning_id)


def _form(request: SignedRequest, template: str, form: PageForm, **more: object) -> HttpResponse:
    return render(request, template, {"form": form, **more}, status=STATUS_REFUSED if form.errors else 200)
