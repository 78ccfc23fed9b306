"""Households: the list, one page, members coming and going, moving, and the sheet of paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.org import permissions
from nuandong.people import selectors
from nuandong.people.actions.categorise import add_category, end_category
from nuandong.people.actions.form_household import form_household
from nuandong.people.actions.join_household import join_household
from nuandong.people.actions.leave_household import leave_household
from nuandong.people.actions.move_household import move_household
from nuandong.relief.policies_findings import DECLARE
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people import showing
from nuandong.web.pages.people.forms import CategoryForm, EndForm, FormHouseholdForm, JoinForm, MoveForm
from nuandong.web.paging import SIZE, page_of
from nuandong.web.regions import code_of, region_choices
from nuandong.web.wording import refusal

CHANGE = "people.household.change"
_CANDIDATES = 20


@require_GET
def households(request: SignedRequest) -> HttpResponse:
    """Households within the scope, by division or by the village's number."""
    by, on = request.actor, local_date(request.now)
    number = request.GET.get("number", "")
    after = selectors.After.parse(request.GET.get("after", ""))
    region = code_of(request.GET.get("region"))
    rows = selectors.households_of(by=by, on=on, region=region, number=number, limit=SIZE + 1, after=after)
    found = page_of(rows, key=lambda card: selectors.After(card.region, card.id), cursor=after)
    context = {
        "page": found,
        "lines": showing.household_lines(found.rows, on),
        "number": number,
        "region": request.GET.get("region", ""),
        "regions": region_choices(by, on, blank=_("全部"), whole=True),
    }
    return render(request, "people/households.html", context)


@require_GET
def household(request: SignedRequest, household: UUID) -> HttpResponse:
    """One household: members, categories, what happened."""
    by, on = request.actor, local_date(request.now)
    card = selectors.household(household, by=by, on=on)
    held = selectors.categories_ever(by=by, household=household)
    subjects = [household, *(one.id for one in held)]
    context = {
        **_about(card, request),
        "members": showing.member_lines(card.members, on),
        "categories": showing.category_lines(held, on, of_household=True),
        "change": permissions.allows(by, CHANGE, region=card.region) and card.dissolved_on is None,
        "change_person": permissions.allows(by, "people.person.change", region=card.region),
        "may_declare": permissions.allows(by, DECLARE, region=card.region) and card.dissolved_on is None,
        "timeline": showing.timeline(subjects) if by.may("journal.see") else None,
        "crumbs": _crumbs(),
    }
    return render(request, "people/household.html", context)


@require_GET
def sheet(request: SignedRequest, household: UUID) -> HttpResponse:
    """The household on one sheet of paper, masked, for checking at the door."""
    on = local_date(request.now)
    card = selectors.household(household, by=request.actor, on=on)
    held = selectors.categories_ever(by=request.actor, household=household)
    marks = selectors.badges_of([one.person.id for one in card.members], by=request.actor, on=on)
    lines = showing.member_lines(card.members, on)
    context = {
        **_about(card, request),
        "rows": [(line, marks[line.card.id]) for line in lines],
        "categories": [one for one in showing.category_lines(held, on, of_household=True) if not one.over],
        "today": on,
    }
    return render(request, "people/sheet.html", context)


@require_http_methods(["GET", "POST"])
def establish(request: SignedRequest, person: UUID) -> HttpResponse:
    """Open a household with this person as its head."""
    by, on = request.actor, local_date(request.now)
    head = selectors.card(person, by=by)
    permissions.check(by, CHANGE)
    form = FormHouseholdForm(
        request.POST or None, regions=region_choices(by, on), initial={"region": head.region, "formed_on": on}
    )

    def do(data: dict[str, Any]) -> UUID:
        return form_household(
            by=by,
            now=request.now,
            region=data["region"],
            head=person,
            formed_on=data["formed_on"],
            address=data["address"],
            number=data["number"],
        ).id

    lead = _("户主：%(name)s") % {"name": head.name}
    back = reverse("person", args=[person])
    return _form(request, form, "people.form_household", do, _("建立家庭档案"), lead, back, None)


@require_http_methods(["GET", "POST"])
def join(request: SignedRequest, household: UUID) -> HttpResponse:
    """A member more: found by the search first, then how he stands to the head."""
    by, on = request.actor, local_date(request.now)
    card = selectors.household(household, by=by, on=on)
    permissions.check(by, CHANGE, region=card.region)
    words, refused = request.GET.get("q", "").strip(), ""
    found: tuple[selectors.FoundPerson, ...] = ()
    if words:
        try:
            found = selectors.search(words, by=by, limit=_CANDIDATES).people
        except Invalid as error:
            refused = refusal(error)
    context = {
        **_about(card, request),
        "words": words,
        "refused": refused,
        "lines": showing.person_lines([one.card for one in found], by=by, on=on),
        "crumbs": _crumbs(card),
    }
    return render(request, "people/join.html", context)


@require_http_methods(["GET", "POST"])
def join_person(request: SignedRequest, household: UUID, person: UUID) -> HttpResponse:
    """The chosen person becomes a member."""
    by, on = request.actor, local_date(request.now)
    card = selectors.household(household, by=by, on=on)
    permissions.check(by, CHANGE, region=card.region)
    member = selectors.card(person, by=by)
    form = JoinForm(request.POST or None, initial={"since": on})

    def do(data: dict[str, Any]) -> UUID:
        return join_household(
            by=by, now=request.now, household=household, person=person, relation=data["relation"], since=data["since"]
        ).id

    lead = _("新成员：%(name)s") % {"name": member.name}
    return _form(request, form, "people.join_household", do, _("增加成员"), lead, _url(household), card)


@require_http_methods(["GET", "POST"])
def leave(request: SignedRequest, household: UUID, person: UUID) -> HttpResponse:
    """A member leaves; the last one dissolves the household."""
    card = selectors.household(household, by=request.actor, on=local_date(request.now))
    permissions.check(request.actor, CHANGE, region=card.region)
    member = selectors.card(person, by=request.actor)
    form = EndForm(request.POST or None, initial={"until": local_date(request.now)})

    def do(data: dict[str, Any]) -> UUID:
        return leave_household(
            by=request.actor,
            now=request.now,
            household=household,
            person=person,
            until=data["until"],
            reason=data["reason"],
        ).id

    lead = _("离开的成员：%(name)s；最后一名成员离开后家庭注销。") % {"name": member.name}
    return _form(request, form, "people.leave_household", do, _("成员离开"), lead, _url(household), card)


@require_http_methods(["GET", "POST"])
def move(request: SignedRequest, household: UUID) -> HttpResponse:
    """The household with its present members moves to another village."""
    by, on = request.actor, local_date(request.now)
    card = selectors.household(household, by=by, on=on)
    permissions.check(by, CHANGE, region=card.region)
    form = MoveForm(request.POST or None, regions=region_choices(by, on), initial={"version": card.version})

    def do(data: dict[str, Any]) -> UUID:
        return move_household(
            by=by,
            now=request.now,
            household=household,
            version=data["version"],
            to_region=data["to_region"],
            address=data["address"],
            reason=data["reason"],
        ).id

    lead = _("现有成员、证件和类别一起迁移，户编号由迁入村重新编。")
    return _form(request, form, "people.move_household", do, _("家庭迁移"), lead, _url(household), card)


@require_http_methods(["GET", "POST"])
def categorise(request: SignedRequest, household: UUID) -> HttpResponse:
    """An aid category of the whole household."""
    card = selectors.household(household, by=request.actor, on=local_date(request.now))
    permissions.check(request.actor, "people.person.change", region=card.region)
    form = CategoryForm(request.POST or None, holder="household", initial={"since": local_date(request.now)})

    def do(data: dict[str, Any]) -> UUID:
        return add_category(
            by=request.actor,
            now=request.now,
            household=household,
            code=data["code"],
            since=data["since"],
            until=data["until"],
            source=data["source"],
        ).id

    return _form(request, form, "people.add_category", do, _("列入困难群体类别"), "", _url(household), card)


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, household: UUID, assignment: UUID) -> HttpResponse:
    """End a category of the household."""
    card = selectors.household(household, by=request.actor, on=local_date(request.now))
    permissions.check(request.actor, "people.person.change", region=card.region)
    form = EndForm(request.POST or None, initial={"until": local_date(request.now)})

    def do(data: dict[str, Any]) -> UUID:
        return end_category(
            by=request.actor, now=request.now, assignment=assignment, until=data["until"], reason=data["reason"]
        ).id

    return _form(request, form, "people.end_category", do, _("结束类别"), "", _url(household), card)


def _form(
    request: SignedRequest,
    form: PageForm,
    name: str,
    do: Callable[[dict[str, Any]], UUID],
    title: str,
    lead: str,
    back: str,
    card: selectors.HouseholdCard | None,
) -> HttpResponse:
    """The page of one act: done, on to the household; refused, the form again."""
    if request.method == "POST" and (made := attempt(request, form, name, do)) is not None:
        messages.success(request, _("已保存。"))
        return redirect(back if card else _url(made))
    context = {"form": form, "title": title, "lead": lead, "back": back, "crumbs": _crumbs(card)}
    return render(request, "people/form.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _about(card: selectors.HouseholdCard, request: SignedRequest) -> dict[str, Any]:
    line = showing.household_lines([card], local_date(request.now))[0]
    return {"card": card, "line": line}


def _url(household: UUID) -> str:
    return reverse("household", args=[household])


def _crumbs(card: selectors.HouseholdCard | None = None) -> list[tuple[str, str]]:
    crumbs = [(_("人员与家庭"), reverse("people")), (_("家庭"), reverse("households"))]
    return [*crumbs, (_("家庭档案"), _url(card.id))] if card else crumbs
