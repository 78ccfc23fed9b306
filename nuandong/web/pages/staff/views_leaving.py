"""Handing over what is open, the printed list, moving to another unit, leaving office."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.org import cards, handover
from nuandong.org.actions.hand_over import hand_over
from nuandong.org.actions.transfer_staff import release_staff, transfer_staff
from nuandong.org.handover_sheet import sheet
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.forms import HandoverForm, ReasonForm, TransferForm, offer, people_choices, unit_choices
from nuandong.web.pages.staff.shared import done, form_page, staff_crumbs, staff_url


def staff_handover(request: SignedRequest, staff: UUID) -> HttpResponse:
    """Everything open with somebody, and to whom it goes at once."""
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    groups = handover.open_things(person.id)
    form = HandoverForm(request.POST or None)
    text = request.GET.get("q", "")
    people = people_choices(cards.colleagues(request.actor, text=text, near=person.unit, without=[person.id]))
    offer(form.fields["taker"], people)
    offer(form.fields["witness"], people)
    if request.method == "POST":
        record = attempt(
            request,
            form,
            "org.hand_over",
            lambda data: hand_over(by=request.actor, now=request.now, giver=person.id, **data).id,
        )
        if record:
            return done(request, _("已全部移交，请打印清单，由三方签字。"), reverse("handover_sheet", args=[record]))
    context = {
        "form": form,
        "person": person,
        "groups": [{"title": _(group.provider.title), "things": group.things} for group in groups],
        "count": sum(len(group.things) for group in groups),
        "text": text,
        "back": back,
        "crumbs": staff_crumbs(person.name, back),
    }
    return render(request, "staff/handover.html", context, status=STATUS_REFUSED if form.errors else 200)


def handover_sheet(request: SignedRequest, record: UUID) -> HttpResponse:
    """The list that three people sign (移交清单)."""
    found = sheet(record, by=request.actor)
    context = {
        "sheet": found,
        "lines": [
            {"title": _(group.title), "label": label, "since": since}
            for group in found.groups
            for label, since in group.lines
        ],
        "signatures": [{"title": _(one.title), "name": one.name, "unit": one.unit} for one in found.signatures],
        "crumbs": staff_crumbs(),
    }
    return render(request, "staff/handover_sheet.html", context)


def staff_transfer(request: SignedRequest, staff: UUID) -> HttpResponse:
    """To another unit; posts end, new ones are given there."""
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    form = TransferForm(request.POST or None)
    units = [unit for unit in cards.units_to_choose(request.actor) if unit.id != person.unit_id]
    offer(form.fields["to_unit"], unit_choices(units))
    if request.method == "POST" and attempt(
        request,
        form,
        "org.transfer_staff",
        lambda data: transfer_staff(by=request.actor, now=request.now, staff=person.id, **data).id,
    ):
        return done(request, _("已调动，请在新单位任职。"), back)
    note = _("调动后现有岗位和委托全部结束，本人需要重新登录；新岗位另行任职。")
    return _leave_page(request, form, staff=person.id, title=_("调动"), note=note)


def staff_leave(request: SignedRequest, staff: UUID) -> HttpResponse:
    """Out of office; the row stays, since acts name it."""
    person = cards.staff_card(staff, by=request.actor)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and attempt(
        request,
        form,
        "org.release_staff",
        lambda data: release_staff(by=request.actor, now=request.now, staff=person.id, **data).id,
    ):
        return done(request, _("已离任，账号已停用。"), staff_url(person.id))
    note = _("离任后岗位、委托和账号全部停用，经办过的记录保留姓名。")
    return _leave_page(request, form, staff=person.id, title=_("离任"), note=note)


def _leave_page(request: SignedRequest, form: PageForm, *, staff: UUID, title: str, note: str) -> HttpResponse:
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    return form_page(
        request,
        form,
        title=title,
        lead=f"{person.name} · {person.unit.name}",
        note=note,
        back=back,
        submit=title,
        icon="user-minus",
        danger=True,
        open_count=handover.count_open(person.id),
        handover_url=reverse("staff_handover", args=[person.id]),
        crumbs=staff_crumbs(person.name, back),
    )
