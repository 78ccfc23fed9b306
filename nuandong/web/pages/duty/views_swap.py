"""Shifts change hands by consent: asked on one phone, answered on another, undone by a leader while there is time."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty import details, swaps
from nuandong.duty.actions.accept_swap import accept_swap
from nuandong.duty.actions.ask_swap import ask_swap
from nuandong.duty.actions.decline_swap import decline_swap
from nuandong.duty.actions.undo_swap import undo_swap
from nuandong.duty.actions.withdraw_swap import withdraw_swap
from nuandong.duty.states import SwapState
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import showing
from nuandong.web.pages.duty.choices import Grouped
from nuandong.web.pages.duty.forms import ChoosingForm
from nuandong.web.pages.duty.showing import Button

if TYPE_CHECKING:
    from nuandong.duty.models import Shift, SwapRequest

TONES = {
    SwapState.ASKED: wording.SOON_TONE,
    SwapState.ACCEPTED: wording.OK,
    SwapState.DECLINED: wording.MUTE,
    SwapState.WITHDRAWN: wording.MUTE,
    SwapState.EXPIRED: wording.MUTE,
    SwapState.UNDONE: wording.LATE,
}


class SwapForm(ChoosingForm):
    """Whom to ask: to take the shift, or to give one of his in return."""

    whom = forms.ChoiceField(label=gettext_lazy("请谁"))
    note = forms.CharField(
        label=gettext_lazy("想说的话"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("只有对方和排班人员看得到。"),
    )


@require_http_methods(["GET", "POST"])
def ask(request: SignedRequest, shift: UUID) -> HttpResponse:
    """Ask somebody to take over one's own shift."""
    by, now = request.actor, request.now
    found = details.shift(shift, by=by)
    form = SwapForm(posted(request), choices={"whom": _whom(found, request)})

    def do(data: dict[str, Any]) -> UUID:
        kind, _colon, identity = data["whom"].partition(":")
        return ask_swap(
            by=by,
            now=now,
            shift=shift,
            staff=UUID(identity) if kind == "staff" else None,
            in_return=UUID(identity) if kind == "shift" else None,
            note=data["note"],
        ).id

    return form_page(
        request,
        form,
        "duty.ask_swap",
        do,
        title=_("请人换班"),
        lead=shift_words(found),
        back=reverse("duty-shift", args=[shift]),
        leads_to=_url,
        done=_("已发出，等对方答复。"),
        submit=_("发出"),
        icon="send",
        crumbs=_crumbs(),
    )


@require_GET
def listing(request: SignedRequest) -> HttpResponse:
    """What waits for my answer, what I asked, and for those who make the roster what took effect."""
    by, now = request.actor, request.now
    makes = permissions.allows(by, "duty.roster.change")
    context = {
        "to_answer": [_line(one) for one in swaps.to_answer(by.staff, now=now)],
        "mine": [_line(one) for one in swaps.asked_by(by.staff)],
        "to_know": [_line(one) for one in swaps.to_know(by=by, now=now)] if makes else [],
        "makes": makes,
        "tab": "duty-swaps",
    }
    return render(request, "duty/swaps.html", context)


@require_GET
def swap(request: SignedRequest, swap: UUID) -> HttpResponse:
    """One request with what can be done about it."""
    found = swaps.one(swap, by=request.actor)
    context = {
        **_line(found),
        "note": swaps.note_of(found),
        "buttons": _buttons(found, request.actor, request),
        "crumbs": _crumbs(),
    }
    return render(request, "duty/swap.html", context)


@require_http_methods(["GET", "POST"])
def accept(request: SignedRequest, swap: UUID) -> HttpResponse:
    """Yes: the shifts change hands."""
    return _act(request, swap, accept_swap, title=_("同意换班"), done=_("已换班，值班表已更新。"))


@require_http_methods(["GET", "POST"])
def decline(request: SignedRequest, swap: UUID) -> HttpResponse:
    """No."""
    return _act(request, swap, decline_swap, title=_("谢绝"), done=_("已谢绝。"))


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, swap: UUID) -> HttpResponse:
    """Never mind."""
    return _act(request, swap, withdraw_swap, title=_("收回"), done=_("已收回。"))


@require_http_methods(["GET", "POST"])
def undo(request: SignedRequest, swap: UUID) -> HttpResponse:
    """The leader does not agree."""
    return _act(request, swap, undo_swap, title=_("撤销换班"), done=_("已撤销，班次换回原来的人。"), danger=True)


def shift_words(shift: "Shift") -> str:
    """When and where."""
    return f"{showing.stretch(shift.period.lower, shift.period.upper)} · {showing.place_of(shift)}"


def _act(request: SignedRequest, swap: UUID, act: Callable[..., Any], *, title: str, **more: Any) -> HttpResponse:
    found = swaps.one(swap, by=request.actor)

    def do(_data: dict[str, Any]) -> UUID:
        identity: UUID = act(by=request.actor, now=request.now, swap=swap).id
        return identity

    return form_page(
        request,
        PageForm(posted(request)),
        f"duty.{act.__name__}",
        do,
        title=title,
        lead=_words(found),
        back=_url(swap),
        submit=title,
        crumbs=_crumbs(),
        **more,
    )


def _whom(shift: "Shift", request: SignedRequest) -> Grouped:
    take = [(f"staff:{identity}", name) for identity, name in swaps.partners(shift, now=request.now)]
    change = [
        (f"shift:{one.id}", f"{one.staff.name} · {showing.stretch(one.period.lower, one.period.upper)}")
        for one in swaps.exchanges(shift, now=request.now)
    ]
    groups = ((_("请他替这一班"), take), (_("用他的这一班来换"), change))
    return [("", _("请选择")), *[(title, rows) for title, rows in groups if rows]]


def _line(found: "SwapRequest") -> dict[str, Any]:
    return {
        "swap": found,
        "words": _words(found),
        "shift": shift_words(found.shift),
        "in_return": shift_words(found.in_return) if found.in_return else "",
        "tone": TONES[SwapState(found.state)],
    }


def _words(found: "SwapRequest") -> str:
    words = _("%(a)s 请 %(b)s 换班") if found.in_return_id else _("%(a)s 请 %(b)s 替班")
    return words % {"a": found.asker.name, "b": found.asked.name}


def _buttons(found: "SwapRequest", by: Actor, request: SignedRequest) -> list[Button]:
    """What this person may do now; of others' acts nothing, except that they decide."""
    acts = (
        ("accept", _("同意换班"), "check", by.staff == found.asked_id),
        ("decline", _("谢绝"), "x", by.staff == found.asked_id),
        ("withdraw", _("收回"), "arrow-back-up", by.staff == found.asker_id),
        ("undo", _("撤销换班"), "arrow-back-up", permissions.allows(by, "duty.roster.change", region=found.region)),
    )
    shown = []
    for name, title, icon, concerned in acts:
        fits = SwapState.ACCEPTED if name == "undo" else SwapState.ASKED
        if concerned and found.state == fits:
            why = why_not(lambda act=f"{name}_swap": swaps.check_act(found, act, by=by, now=request.now))  # type: ignore[misc]
            url = reverse(f"duty-swap-{name}", args=[found.id])
            shown.append(Button(title, icon, url, why, primary=name == "accept", at_once=name != "undo"))
    return shown


def _url(swap: UUID) -> str:
    return reverse("duty-swap", args=[swap])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("换班"), reverse("duty-swaps"))]
