"""One shift and what can be done with it; the log it hands over."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty import details, policies, roster
from nuandong.duty.actions.cancel_shift import cancel_shift
from nuandong.duty.actions.confirm_handover import confirm_handover
from nuandong.duty.actions.end_shift import end_shift
from nuandong.duty.actions.hand_over_shift import hand_over_shift
from nuandong.duty.actions.note_absence import note_absence
from nuandong.duty.actions.relieve import relieve
from nuandong.duty.actions.start_shift import start_shift
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Forbidden
from nuandong.kernel.text import gettext_noop
from nuandong.rescue import selectors_clue
from nuandong.supplies import selectors as supplies
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import choices, showing
from nuandong.web.pages.duty.forms import HandOverForm, MomentForm, ReasonForm, RelieveForm
from nuandong.web.paging import SIZE, page_of, uuid_cursor

OPEN_TITLES = {
    "rescue.clues": gettext_noop("未办结线索"),
    "duty.vehicles": gettext_noop("在外车辆"),
    "supplies.transfers": gettext_noop("在途调拨"),
}


@require_GET
def shift(request: SignedRequest, shift: UUID) -> HttpResponse:
    """One shift: who, where, when, and its acts with the reason where one is not possible."""
    by, now = request.actor, request.now
    found = details.shift(shift, by=by)
    left = details.handover_of(found.id)
    context = {
        "shift": found,
        "place": showing.place_of(found),
        "hours": showing.hours(found.period.lower, found.period.upper),
        "day": showing.day_words(local_date(found.period.lower)),
        "tone": showing.tone_of(found, now),
        "buttons": showing.buttons(found, by=by, now=now, handed_over=left is not None),
        "left": left,
        "may_call": by.may("duty.phone.reveal"),
        "crumbs": _crumbs(),
    }
    return render(request, "duty/shift.html", context)


@require_http_methods(["GET", "POST"])
def start(request: SignedRequest, shift: UUID) -> HttpResponse:
    """On duty, now or as it was."""

    def do(data: dict[str, Any]) -> UUID:
        return start_shift(by=request.actor, now=request.now, shift=shift, acted_at=data["acted_at"]).id

    form = MomentForm(posted(request))
    return _act(request, shift, form, "duty.start_shift", do, title=_("上岗"), done=_("已上岗。"), icon="user-check")


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, shift: UUID) -> HttpResponse:
    """Off duty, now or as it was."""

    def do(data: dict[str, Any]) -> UUID:
        return end_shift(by=request.actor, now=request.now, shift=shift, acted_at=data["acted_at"]).id

    form = MomentForm(posted(request))
    return _act(request, shift, form, "duty.end_shift", do, title=_("下岗"), done=_("已下岗。"), icon="door-exit")


@require_http_methods(["GET", "POST"])
def absent(request: SignedRequest, shift: UUID) -> HttpResponse:
    """Somebody did not come."""

    def do(data: dict[str, Any]) -> UUID:
        return note_absence(by=request.actor, now=request.now, shift=shift, reason=data["reason"]).id

    form = ReasonForm(posted(request))
    return _act(request, shift, form, "duty.note_absence", do, title=_("记缺勤"), danger=True, icon="user-off")


@require_http_methods(["GET", "POST"])
def cancel(request: SignedRequest, shift: UUID) -> HttpResponse:
    """Off the roster."""

    def do(data: dict[str, Any]) -> UUID:
        return cancel_shift(by=request.actor, now=request.now, shift=shift, reason=data["reason"]).id

    form = ReasonForm(posted(request))
    return _act(request, shift, form, "duty.cancel_shift", do, title=_("取消班次"), danger=True, icon="x")


@require_http_methods(["GET", "POST"])
def relief(request: SignedRequest, shift: UUID) -> HttpResponse:
    """Somebody else takes over, all of it or the rest."""

    def do(data: dict[str, Any]) -> UUID:
        return relieve(
            by=request.actor,
            now=request.now,
            shift=shift,
            staff=UUID(data["staff"]),
            acted_at=data["acted_at"],
            reason=data["reason"],
        ).id

    form = RelieveForm(posted(request), choices={"staff": choices.staff(request.actor, request.now)})
    return _act(request, shift, form, "duty.relieve", do, title=_("替班"), icon="switch-horizontal")


@require_http_methods(["GET", "POST"])
def hand_over(request: SignedRequest, shift: UUID) -> HttpResponse:
    """Write the log for the next shift; what lies open is counted on the way."""
    by, now = request.actor, request.now
    found = details.shift(shift, by=by)
    next_ones = [
        (str(one.id), f"{one.staff.name} · {showing.moment(one.period.lower)}")
        for one in details.takers(found, now=now)
    ]
    open_items = _open_items(by)

    def do(data: dict[str, Any]) -> UUID:
        return hand_over_shift(
            by=by,
            now=now,
            from_shift=shift,
            to_shift=UUID(data["to_shift"]),
            log=data["log"],
            open_items=open_items,
        ).id

    form = HandOverForm(
        posted(request),
        choices={"to_shift": next_ones or [("", _("还没排下一班"))]},
        initial={"to_shift": next_ones[0][0] if next_ones else ""},
    )
    return form_page(
        request,
        form,
        "duty.hand_over_shift",
        do,
        title=_("交班"),
        lead=_shift_words(found),
        back=_url(shift),
        done=_("已交班，等接班人确认。"),
        facts=[(_(OPEN_TITLES[kind]), count) for kind, count in open_items.items()],
        submit=_("交班"),
        icon="arrows-exchange",
        crumbs=[*_crumbs(), (showing.place_of(found), _url(shift))],
    )


def _open_items(by: Actor) -> dict[str, int]:
    """What lies open and the next shift takes on, as far as the actor may see it."""
    counts = {"duty.vehicles": len(details.rides_out(by=by))}
    if by.may("rescue.clue.see"):
        counts["rescue.clues"] = selectors_clue.open_count()
    if by.may("supplies.stock.see"):
        counts["supplies.transfers"] = len(supplies.transfers_coming(by=by))
    return counts


@require_GET
def handovers(request: SignedRequest) -> HttpResponse:
    """The hand-over book, newest first."""
    cursor = uuid_cursor(request.GET.get("before"))
    rows = details.handovers(by=request.actor, before=cursor, limit=SIZE + 1)
    context = {
        "page": page_of(rows, key=lambda one: one.id, cursor=cursor),
        "waiting": roster.waiting_handovers(request.actor.staff),
        "tab": "duty-handovers",
    }
    return render(request, "duty/handovers.html", context)


@require_http_methods(["GET", "POST"])
def handover(request: SignedRequest, handover: UUID) -> HttpResponse:
    """One hand-over with its log; the receiver confirms here."""
    by = request.actor
    found = details.handover(handover, by=by)

    def check() -> None:
        if found.to_shift.staff_id != by.staff:
            raise Forbidden("duty.not_the_receiver", gettext_noop("由接班人本人确认。"), "")

    def do(_data: dict[str, Any]) -> UUID:
        return confirm_handover(by=by, now=request.now, handover=handover).id

    return form_page(
        request,
        PageForm(posted(request)),
        "duty.confirm_handover",
        do,
        title=_("交接班记录"),
        back=reverse("duty-handover", args=[handover]),
        done=_("已确认接班。"),
        template="duty/handover.html",
        handover=found,
        place=showing.place_of(found.from_shift),
        log=roster.log_of(found, by=by),
        open_items=[(_(OPEN_TITLES.get(kind, kind)), count) for kind, count in found.open_items.items()],
        why=why_not(check),
        crumbs=[(_("值班"), reverse("duty")), (_("交接班"), reverse("duty-handovers"))],
    )


def _act(
    request: SignedRequest, shift: UUID, form: PageForm, name: str, do: Any, *, title: str, **context: Any
) -> HttpResponse:
    found = details.shift(shift, by=request.actor)
    policies.check_may_report(request.actor, found)
    return form_page(
        request,
        form,
        name,
        do,
        title=title,
        lead=_shift_words(found),
        back=_url(shift),
        leads_to=_url,
        submit=title,
        crumbs=[*_crumbs(), (showing.place_of(found), _url(shift))],
        **context,
    )


def _shift_words(found: Any) -> str:
    span = showing.hours(found.period.lower, found.period.upper)
    day = showing.day_words(local_date(found.period.lower))
    return f"{found.staff.name} · {showing.place_of(found)} · {day} {span}"


def _url(shift: UUID) -> str:
    return reverse("duty-shift", args=[shift])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("值班"), reverse("duty")), (_("值班表"), reverse("duty-roster"))]
