"""The list of people, one person, entering and correcting, the telephone."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nuandong.org import cards, selectors
from nuandong.org.actions.change_staff import change_staff
from nuandong.org.actions.hire_staff import hire_staff
from nuandong.org.actions.reveal_phone import reveal_phone
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.http import SignedRequest
from nuandong.web.pages.staff.card import context_of
from nuandong.web.pages.staff.forms import CorrectForm, HireForm, PhoneForm, offer, unit_choices
from nuandong.web.pages.staff.shared import acts, done, form_page, staff_crumbs, staff_url
from nuandong.web.paging import Page, uuid_cursor


def staff(request: SignedRequest) -> HttpResponse:
    """People in office, by name; search and filters by GET."""
    text, unit, role = request.GET.get("q", ""), uuid_cursor(request.GET.get("unit")), request.GET.get("role", "")
    last = uuid_cursor(request.GET.get("after"))
    before = selectors.staff_by_id(last) if last else None
    found = selectors.staff_page(
        request.actor,
        text=text,
        unit=unit,
        role=role or None,
        now=request.now,
        after=(before.name, before.id) if before else None,
    )
    posts = cards.posts_now([one.id for one in found.rows], now=request.now)
    page = Page(
        rows=[{"person": one, "posts": posts.get(one.id, [])} for one in found.rows],
        next=str(found.after[1]) if found.after else None,
        first=before is None,
    )
    context = {
        "page": page,
        "text": text,
        "unit": str(unit) if unit else "",
        "role": role,
        "units": unit_choices(cards.units_to_choose(request.actor)),
        "roles": selectors.roles(),
        "filtered": bool(text or unit or role),
        "acts": acts(
            request,
            request.actor.region,
            ("org.staff.change", _("录入人员"), "user-plus", reverse("staff_new")),
            ("org.staff.change", _("批量导入"), "file-import", reverse("staff_import")),
        ),
        "may_lift": request.actor.may("org.lockout.lift"),
    }
    return render(request, "staff/list.html", context)


def staff_member(request: SignedRequest, staff: UUID) -> HttpResponse:
    """One person: posts, deputies, account, open work, what happened."""
    return render(request, "staff/member.html", context_of(request, cards.staff_card(staff, by=request.actor)))


def staff_new(request: SignedRequest) -> HttpResponse:
    """Somebody new on the register."""
    form = HireForm(request.POST or None, initial={"unit": uuid_cursor(request.GET.get("unit"))})
    offer(form.fields["unit"], unit_choices(cards.units_to_choose(request.actor)))
    if request.method == "POST":
        made = attempt(
            request,
            form,
            "org.hire_staff",
            lambda data: hire_staff(by=request.actor, now=request.now, **data).id,
        )
        if made:
            return done(request, _("人员已录入，接着可以任职和开通账号。"), staff_url(made))
    return form_page(request, form, title=_("录入人员"), back=reverse("staff"), crumbs=staff_crumbs())


def staff_change(request: SignedRequest, staff: UUID) -> HttpResponse:
    """A wrong name, a new phone."""
    person = cards.staff_card(staff, by=request.actor)
    back = staff_url(person.id)
    form = CorrectForm(request.POST or None, initial={"name": person.name, "sex": person.sex})
    if not person.phone_masked:
        del form.fields["no_phone"]

    def change(data: dict[str, object]) -> UUID:
        phone = str(data["phone"]) or ("" if data.get("no_phone") else None)
        return change_staff(
            by=request.actor,
            now=request.now,
            staff=person.id,
            name=str(data["name"]),
            sex=str(data["sex"]),
            phone=phone,
        ).id

    if request.method == "POST" and attempt(request, form, "org.change_staff", change):
        return done(request, _("已更正。"), back)
    lead = _("现在的电话：%(phone)s") % {"phone": person.phone_masked or _("未登记")}
    return form_page(
        request, form, title=_("更正人员信息"), lead=lead, back=back, crumbs=staff_crumbs(person.name, back)
    )


@never_cache
def staff_phone(request: SignedRequest, staff: UUID) -> HttpResponse:
    """The number in full, with a reason; a script gets it as JSON, everybody else on this page."""
    person = cards.staff_card(staff, by=request.actor)
    form = PhoneForm(request.POST or None, initial={"reason": "contact"})
    digits = ""
    if request.method == "POST" and form.is_valid():
        digits = reveal_phone(by=request.actor, now=request.now, staff=person.id, reason=form.words())
        if "X-Requested-With" in request.headers:
            return JsonResponse({"value": digits})
    context = {
        "form": form,
        "person": person,
        "digits": digits,
        "crumbs": staff_crumbs(person.name, staff_url(person.id)),
    }
    return render(request, "staff/phone.html", context, status=STATUS_REFUSED if form.errors else 200)
