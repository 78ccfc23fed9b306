"""Registering, correcting and identifying people; their papers and categories."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nuandong.geo.cells import read_code
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.people import selectors
from nuandong.people.actions.categorise import add_category, end_category
from nuandong.people.actions.correct_person import Value, correct_person
from nuandong.people.actions.identify_person import identify_person
from nuandong.people.actions.record_document import record_document
from nuandong.people.details import Details
from nuandong.people.documents import Paper, checked_paper
from nuandong.people.selectors.duplicates import Duplicate
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people import registering, showing
from nuandong.web.pages.people.forms import (
    CategoryForm,
    CorrectForm,
    DocumentForm,
    EndForm,
    IdentifyForm,
    RegisterForm,
    correction_initial,
    papers_of,
)
from nuandong.web.regions import region_choices
from nuandong.web.taking_over import Taken, taken
from nuandong.web.wording import refusal

_CLEAR = ("sex", "birth_on", "birth_year", "ethnic_code", "dead_on")
_SEALED = ("name", "phone", "address")


@require_http_methods(["GET", "POST"])
def register(request: SignedRequest) -> HttpResponse:
    """Somebody new. Probable duplicates are shown once; sending the form again registers all the same."""
    by, on = request.actor, local_date(request.now)
    over = taken(request)
    initial = {"region": request.GET.get("region", "")} | over.person(request)
    form = RegisterForm(request.POST or None, regions=region_choices(by, on), initial=initial)
    alike: list[Duplicate] = []

    def do(data: dict[str, Any]) -> UUID:
        # Asked here and not before: a form sent twice must lead to the person it made, not show him as his own twin.
        alike.extend(registering.alike(request, data))
        registering.check_seen(alike, data["seen"])
        return registering.register(request, data)

    if request.method == "POST" and (made := attempt(request, form, "people.register_person", do)) is not None:
        messages.success(request, _("已登记。"))
        return redirect(over.settle(request) or reverse("person", args=[made]))
    lines = showing.person_lines([one.card for one in alike], by=by, on=on)
    context = {
        "form": form,
        "seen": " ".join(str(one.card.id) for one in alike),
        "alike": [(line, registering.reason(one)) for line, one in zip(lines, alike, strict=True)],
        "crumbs": _crumbs(),
    }
    return render(request, "people/register.html", context, status=STATUS_REFUSED if form.is_bound else 200)


@require_POST
def check_number(request: SignedRequest) -> HttpResponse:
    """The check of a number while the form is being filled in: what is wrong, or what the card tells."""
    on = local_date(request.now)
    kind, number = request.POST.get("kind", ""), request.POST.get("number", "").strip()
    context: dict[str, Any] = {"asked": bool(number)}
    papers = papers_of({"kind": kind, "number": number, "valid_until": None}) if number else []
    try:
        for paper in papers:
            context["card"] = checked_paper(paper, today=on).card
            alike = selectors.probable_duplicates(Details(), [paper], by=request.actor, today=on)
            context["lines"] = showing.person_lines([one.card for one in alike], by=request.actor, on=on)
    except Invalid as error:
        context["refused"] = refusal(error)
    return render(request, "people/_number.html", context)


@require_http_methods(["GET", "POST"])
def correct(request: SignedRequest, person: UUID) -> HttpResponse:
    """Correct the record; empty boxes leave the sealed fields as they are."""
    card = selectors.card(person, by=request.actor)
    permissions.check(request.actor, "people.person.change", region=card.region)
    over = taken(request, about=person)
    form = CorrectForm(request.POST or None, initial=correction_initial(card) | over.person(request))

    def do(data: dict[str, Any]) -> UUID:
        return correct_person(
            by=request.actor,
            now=request.now,
            person=person,
            version=data["version"],
            changes=_changes(data),
            reason=data["reason"],
        ).id

    return _page(
        request, person, form, "people.correct_person", do, _("更正信息"), card=card, over=over, template="correct"
    )


def _changes(data: dict[str, Any]) -> dict[str, Value]:
    """The fields that the form speaks of: clear ones always, sealed ones when filled in or ticked away."""
    changes: dict[str, Value] = {field: data[field] for field in _CLEAR}
    changes |= {field: data[field] for field in _SEALED if data[field].strip()}
    changes |= {field: "" for field in ("phone", "address") if data[f"{field}_gone"]}
    code = data["hukou_region"].strip()
    if code and read_code(code) is None:
        raise Invalid(
            "people.hukou_code",
            gettext_noop("户籍地代码不是区划代码。"),
            gettext_noop("请填 6 位或 12 位数字。"),
            field="hukou_region",
        )
    return changes | {"hukou_region": read_code(code) if code else None}


@require_http_methods(["GET", "POST"])
def identify(request: SignedRequest, person: UUID) -> HttpResponse:
    """The name of somebody with a temporary number."""
    card = selectors.card(person, by=request.actor)
    permissions.check(request.actor, "people.person.change", region=card.region)
    over = taken(request, about=person)
    form = IdentifyForm(request.POST or None, initial={"version": card.version} | over.person(request))

    def do(data: dict[str, Any]) -> UUID:
        return identify_person(
            by=request.actor,
            now=request.now,
            person=person,
            version=data["version"],
            name=data["name"],
            papers=papers_of(data),
            reason=data["reason"],
        ).id

    return _page(request, person, form, "people.identify_person", do, _("登记查明的姓名"), card=card, over=over)


@require_http_methods(["GET", "POST"])
def add_document(request: SignedRequest, person: UUID) -> HttpResponse:
    """One more paper."""
    card = selectors.card(person, by=request.actor)
    permissions.check(request.actor, "people.person.change", region=card.region)
    over = taken(request, about=person)
    form = DocumentForm(request.POST or None, initial=over.person(request))

    def do(data: dict[str, Any]) -> UUID:
        paper = Paper(data["kind"], data["number"], data["valid_until"])
        return record_document(by=request.actor, now=request.now, person=person, paper=paper).id

    return _page(request, person, form, "people.record_document", do, _("登记证件"), card=card, over=over)


@require_http_methods(["GET", "POST"])
def categorise(request: SignedRequest, person: UUID) -> HttpResponse:
    """An aid category of a person."""
    card = selectors.card(person, by=request.actor)
    permissions.check(request.actor, "people.person.change", region=card.region)
    form = CategoryForm(request.POST or None, holder="person", initial={"since": local_date(request.now)})

    def do(data: dict[str, Any]) -> UUID:
        return add_category(
            by=request.actor,
            now=request.now,
            person=person,
            code=data["code"],
            since=data["since"],
            until=data["until"],
            source=data["source"],
        ).id

    return _page(request, person, form, "people.add_category", do, _("列入困难群体类别"), card=card)


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, person: UUID, assignment: UUID) -> HttpResponse:
    """End a category of a person."""
    card = selectors.card(person, by=request.actor)
    permissions.check(request.actor, "people.person.change", region=card.region)
    form = EndForm(request.POST or None, initial={"until": local_date(request.now)})

    def do(data: dict[str, Any]) -> UUID:
        return end_category(
            by=request.actor, now=request.now, assignment=assignment, until=data["until"], reason=data["reason"]
        ).id

    return _page(request, person, form, "people.end_category", do, _("结束类别"), card=card)


def _page(
    request: SignedRequest,
    person: UUID,
    form: PageForm,
    name: str,
    do: Callable[[dict[str, Any]], UUID],
    title: str,
    *,
    card: selectors.PersonCard,
    over: Taken | None = None,
    template: str = "form",
) -> HttpResponse:
    """The page of one act on one person: done, back to the person, or to the list of differences that `over` was taken
    from; refused, the form again."""
    over = over or Taken()
    if request.method == "POST" and attempt(request, form, name, do) is not None:
        messages.success(request, _("已保存。"))
        return redirect(over.settle(request) or reverse("person", args=[person]))
    back = reverse("person", args=[person])
    context = {
        "form": form,
        "title": title,
        "card": card,
        "lead": f"{card.name} · {showing.sex_words(card)} · {showing.age_words(card, local_date(request.now))}",
        "back": over.back or back,
        "crumbs": [*_crumbs(), (card.name, back)],
    }
    return render(request, f"people/{template}.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("人员与家庭"), reverse("people"))]
