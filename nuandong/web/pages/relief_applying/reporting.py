"""A household applies: chosen by a search, asked on the doorstep, its members written down, its facts corrected."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError, Invalid
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.people.actions.join_household import join_household
from nuandong.people.selectors.duplicates import Duplicate
from nuandong.relief import amounts, household_kinds, selectors_season, surveys
from nuandong.relief import selectors_applying as selectors
from nuandong.relief.actions.report_application import report_application
from nuandong.relief.actions.revise_application import revise_application
from nuandong.relief.policies_applying import REPORT
from nuandong.relief.steps import Origin
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people import registering
from nuandong.web.pages.people.households import CHANGE
from nuandong.web.pages.people.showing import person_lines
from nuandong.web.pages.relief_applying import forms, showing
from nuandong.web.pages.relief_applying.views import crumbs
from nuandong.web.pages.relief_deciding import months
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.paging import page_of, uuid_cursor
from nuandong.web.wording import refusal

SIZE = 20
"""Households of one page of the choice: it is read on a phone."""


@require_http_methods(["GET", "POST"])
def report(request: SignedRequest, season_id: UUID, village: int) -> HttpResponse:
    """Write down a household's application with what the survey found; first the household is looked for."""
    of = selectors_season.season(season_id, by=request.actor)
    permissions.check(request.actor, REPORT, region=village)
    chosen = uuid_cursor((request.POST or request.GET).get("household"))
    if chosen is None:
        return _choose(request, season_id, village)
    home = people.household(chosen, by=request.actor, on=local_date(request.now))
    form = forms.SurveyForm(
        posted(request), columns=amounts.asked(of), limit_fen=of.limit_fen, new=True, initial={"household": home.id}
    )

    def do(data: dict[str, Any]) -> UUID:
        return report_application(
            by=request.actor,
            now=request.now,
            season=of.id,
            household=data["household"],
            origin=Origin(data["origin"]),
            **form.values(),
        ).id

    head = home.head.name if home.head else "—"
    return form_page(
        request,
        form,
        "relief.report_application",
        _beside(form, do),
        template="relief_applying/survey.html",
        title=_("登记救助申请"),
        lead=_("入户看过、问清楚再填；金额按标准当场算出。"),
        back=reverse("relief-report", args=[of.id, village]),
        crumbs=crumbs(of.id),
        submit=_("登记"),
        done=_("已登记，金额见下。"),
        leads_to=_application,
        months=months.reported(of, local_date(request.now), local_date(request.now)),
        offline=_("救助申请 %(head)s") % {"head": head},
        facts=[
            (_("年度"), title_of(of)),
            (_("户主"), " ".join(filter(None, [head, home.number, home.address]))),
            (_("家庭人口"), str(len(home.members))),
        ],
    )


def _choose(request: SignedRequest, season: UUID, village: int) -> HttpResponse:
    """The households of a village, searched by name, papers or number, page by page."""
    of = selectors_season.season(season, by=request.actor)
    on, words, refused, only = local_date(request.now), request.GET.get("q", "").strip(), "", None
    if words:
        try:
            only = selectors.found_by(words, by=request.actor, on=on, region=village)
        except Invalid as error:
            refused, only = refusal(error), set()
    cursor = people.After.parse(request.GET.get("after", ""))
    asked, left = selectors.asked(of, village), "left" in request.GET
    rows = people.households_of(
        by=request.actor, on=on, region=village, limit=SIZE + 1, after=cursor, only=only, without=asked if left else ()
    )
    known = selectors.living(of, village, [one.id for one in rows])
    context = {
        "of": of,
        "village": village,
        "title": title_of(of),
        "place": showing.place_of(village, request),
        "words": words,
        "refused": refused,
        "left": left,
        "missed": people.households_count(by=request.actor, region=village, without=asked),
        "page": page_of(
            [(one, known.get(one.id)) for one in rows],
            key=lambda line: people.After(line[0].region, line[0].id),
            cursor=cursor,
            size=SIZE,
        ),
        "crumbs": crumbs(of.id),
    }
    return render(request, "relief_applying/choose.html", context)


@require_http_methods(["GET", "POST"])
def member(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """One more member of a household that applies; who may be somebody known is shown before he is written down."""
    row = selectors.application(application_id, by=request.actor)
    on = local_date(request.now)
    home = people.household(row.household_id, by=request.actor, on=on)
    permissions.check(request.actor, CHANGE, region=home.region)
    alike: list[Duplicate] = []

    def do(data: dict[str, Any]) -> UUID:
        told = data | {"unnamed": False}
        alike.extend(registering.alike(request, told))
        registering.check_seen(alike, data["seen"])
        person = registering.register(request, told)
        given = {"household": home.id, "person": person, "relation": data["relation"], "since": on}
        return join_household(by=request.actor, now=request.now, **given).id

    form = forms.MemberForm(posted(request), region=home.region)
    context: dict[str, Any] = {"alike": [], "household": home.id}
    return form_page(
        request,
        form,
        "relief.add_member",
        _shown(do, alike, context, request),
        template="relief_applying/member.html",
        title=_("登记家庭成员"),
        lead=_("只登记真正同住的人；救助人数不能多于登记的人口。"),
        back=_application(row.id),
        crumbs=crumbs(row.season_id),
        done=_("已登记为家庭成员。"),
        facts=[(_("户主"), row.head_masked), (_("登记人口"), str(len(home.members)))],
        lookup=context,
    )


def _shown(
    do: Callable[[dict[str, Any]], UUID], alike: list[Duplicate], context: dict[str, Any], request: SignedRequest
) -> Callable[[dict[str, Any]], UUID]:
    """The act; when it is refused the page shows who is alike."""

    def run(data: dict[str, Any]) -> UUID:
        try:
            return do(data)
        except DomainError:
            lines = person_lines([one.card for one in alike], by=request.actor, on=local_date(request.now))
            context["alike"] = [(line, registering.reason(one)) for line, one in zip(lines, alike, strict=True)]
            context["seen"] = " ".join(str(one.card.id) for one in alike)
            raise

    return run


@require_http_methods(["GET", "POST"])
def revise(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Complete or correct the facts."""
    row = selectors.application(application_id, by=request.actor)
    survey = surveys.found(row)
    columns = amounts.asked(row.season)
    kind = household_kinds.likely(
        household_kinds.asked(columns), str(row.facts.get(household_kinds.COLUMN, "")), row.category
    )
    start = {"persons": row.persons, "category": kind.key, "version": row.version, **asdict(survey)}
    start |= {f"fact_{name}": value for name, value in row.facts.items()}
    form = forms.RevisionForm(
        posted(request), columns=columns, limit_fen=row.season.limit_fen, kept=kind, initial=start
    )

    def do(data: dict[str, Any]) -> UUID:
        version = data["version"]
        return revise_application(
            by=request.actor, now=request.now, application=row.id, version=version, **form.values()
        ).id

    return form_page(
        request,
        form,
        "relief.revise_application",
        _beside(form, do),
        title=_("补正申请"),
        lead=_("金额按新的内容重新算；退回的户要重新评议。"),
        back=_application(row.id),
        crumbs=crumbs(row.season_id),
        facts=[(_("户主"), row.head_masked), (_("家庭人口"), str(row.size))],
    )


def _beside(form: forms.SurveyForm, do: Callable[[dict[str, Any]], UUID]) -> Callable[[dict[str, Any]], UUID]:
    """The act, its refusals named after the form's fields: a column of the standard has a field of its own."""

    def run(data: dict[str, Any]) -> UUID:
        try:
            return do(data)
        except DomainError as error:
            if error.field is not None and f"fact_{error.field}" in form.fields:
                error.field = f"fact_{error.field}"
            raise

    return run


def _application(identity: UUID) -> str:
    return reverse("relief-application", args=[identity])
