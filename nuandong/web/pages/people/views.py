"""Finding people, one person's page, and reading a masked field in full."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError, Invalid
from nuandong.org import permissions
from nuandong.people import selectors
from nuandong.people.actions.unmask import unmask
from nuandong.people.categories import categories
from nuandong.people.kinds import DocumentKind, UnmaskField
from nuandong.people.pair_rules import SEE as SEE_PAIRS
from nuandong.people.pair_rules import UNDECIDED
from nuandong.people.selectors import PersonCard
from nuandong.web.acting import STATUS_REFUSED
from nuandong.web.browser import BY_SCRIPT
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people import showing
from nuandong.web.pages.people.forms import UnmaskForm
from nuandong.web.pages.people.helping import helped
from nuandong.web.paging import SIZE, Page, page_of
from nuandong.web.regions import code_of, narrowed, region_choices
from nuandong.web.wording import refusal, said

READ_IN_FULL = "people.person.unmask"


@require_GET
def people(request: SignedRequest) -> HttpResponse:
    """Everybody within the scope, or who a search text finds; filters by division and category."""
    by, on = request.actor, local_date(request.now)
    words, code = request.GET.get("q", "").strip(), request.GET.get("category", "")
    region = code_of(request.GET.get("region"))
    refused = ""
    found: Page[PersonCard] = Page([], None, first=True)
    try:
        if words:
            found = _searched(request, words, region)
        else:
            after = selectors.After.parse(request.GET.get("after", ""))
            rows = selectors.people_of(by=by, on=on, region=region, code=code, limit=SIZE + 1, after=after)
            found = page_of(rows, key=lambda card: selectors.After(card.region, card.id), cursor=after)
    except Invalid as error:
        refused = refusal(error)
    context = {
        "page": found,
        "lines": showing.person_lines(found.rows, by=by, on=on),
        "refused": refused,
        "words": words,
        "code": code,
        "region": request.GET.get("region", ""),
        "regions": region_choices(by, on, blank=_("全部"), whole=True),
        "categories": [(key, said(kind.title)) for key, kind in categories().items()],
        "may_register": permissions.allows(by, "people.person.register"),
        "sees_homes": permissions.allows(by, "people.household.see"),
    }
    return render(request, "people/list.html", context)


def _searched(request: SignedRequest, words: str, region: int | None) -> Page[PersonCard]:
    after = selectors.Place.parse(request.GET.get("after", ""))
    found = selectors.search(words, by=narrowed(request.actor, region), limit=SIZE, after=after)
    rows = [one.card for one in found.people]
    return Page(rows, str(found.after) if found.after else None, first=after is None)


@require_GET
def person(request: SignedRequest, person: UUID) -> HttpResponse:
    """One person: masked card, papers, categories, household, what happened."""
    by, on = request.actor, local_date(request.now)
    card = selectors.card(person, by=by)
    papers = selectors.documents(person, by=by)
    sees_home = permissions.allows(by, "people.household.see")
    home = selectors.household_of_person(person, by=by, on=on) if sees_home else None
    own = selectors.categories_ever(by=by, person=person)
    held = own + [one for one in selectors.categories_of(person, by=by, on=on) if one.household is not None]
    paths = showing.places({card.region} | ({card.hukou_region} if card.hukou_region else set()), on)
    change = permissions.allows(by, "people.person.change", region=card.region)
    context = {
        "card": card,
        "sex": showing.sex_words(card),
        "age": showing.age_words(card, on),
        "birth": showing.birth_words(card),
        "ethnic": showing.ethnic_words(card),
        "place": paths[card.region],
        "hukou": paths.get(card.hukou_region or 0, ""),
        "papers": [(paper, DocumentKind(paper.kind).label) for paper in papers],
        "categories": showing.category_lines(held, on, of_household=False),
        "home": showing.household_lines([home], on)[0] if home else None,
        "members": showing.member_lines(home.members, on) if home else [],
        "sees_home": sees_home,
        "change": change,
        "change_home": permissions.allows(by, "people.household.change", region=card.region),
        "eyes": permissions.allows(by, READ_IN_FULL, region=card.region),
        "needs_code": by.may(READ_IN_FULL) and not by.second_factor,
        "code_url": f"{reverse('code')}?{urlencode({'next': request.path})}",
        "helped": helped(by, person),
        "linked": _linked(by, person, on),
        "alike": _alike(by, person),
        "timeline": _timeline(request, [person, *(one.id for one in own)]),
        "crumbs": [(_("人员与家庭"), reverse("people"))],
    }
    return render(request, "people/person.html", context)


def _linked(by: Actor, person: UUID, on: date) -> list[showing.PersonLine]:
    """The other records that somebody decided to be of the same person."""
    others = selectors.same_as([person], by=by)[person]
    return showing.person_lines(list(selectors.cards(others, by=by).values()), by=by, on=on) if others else []


def _alike(by: Actor, person: UUID) -> list[Any]:
    """The pairs of this person that wait for a decision."""
    if not permissions.allows(by, SEE_PAIRS):
        return []
    return [one for one in selectors.pairs_of_person(person, by=by) if one.state in UNDECIDED]


def _timeline(request: SignedRequest, subjects: list[UUID]) -> list[dict[str, Any]] | None:
    return showing.timeline(subjects) if request.actor.may("journal.see") else None


@never_cache
@require_http_methods(["GET", "POST"])
def unmask_field(request: SignedRequest, person: UUID, field: str) -> HttpResponse:
    """Name, phone or address in full; GET asks for the reason where no script does."""
    if field not in {UnmaskField.NAME, UnmaskField.PHONE, UnmaskField.ADDRESS}:
        raise Http404
    return _unmask(request, person, UnmaskField(field), None)


@never_cache
@require_http_methods(["GET", "POST"])
def unmask_document(request: SignedRequest, person: UUID, document: UUID) -> HttpResponse:
    """The number of one paper in full."""
    return _unmask(request, person, UnmaskField.DOCUMENT, document)


def _unmask(request: SignedRequest, person: UUID, field: UnmaskField, document: UUID | None) -> HttpResponse:
    """Every reading is an act of its own: no command key, a second press is a second reading."""
    card = selectors.card(person, by=request.actor)
    permissions.check(request.actor, READ_IN_FULL, region=card.region)
    form = UnmaskForm(request.POST or None)
    text = ""
    if request.method == "POST" and form.is_valid():
        try:
            text = unmask(
                by=request.actor, now=request.now, person=person, field=field, reason=form.words(), document=document
            )
        except DomainError as error:
            # The dialog of the page reads the words of the error page; a page without scripts shows its form again.
            if BY_SCRIPT in request.headers:
                raise
            form.refuse(error)
    if text and BY_SCRIPT in request.headers:
        return JsonResponse({"value": text})
    context = {"form": form, "card": card, "label": field.label, "value": text, "back": _page_of(person)}
    return render(request, "people/unmask.html", context, status=STATUS_REFUSED if form.errors else 200)


def _page_of(person: UUID) -> str:
    return reverse("person", args=[person])
