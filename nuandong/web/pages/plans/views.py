"""The list of plans, one plan with its duties, and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.plans import selectors
from nuandong.plans.calendar_check import CalendarCheck
from nuandong.plans.problems import PlanFileError
from nuandong.plans.schema.plan import season_year
from nuandong.web.form_page import why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.plans import calendar, contents, lists, saying, shelf, showing


@require_safe
def overview(request: SignedRequest) -> HttpResponse:
    """Every plan of the library and of the store, and where each is in force."""
    texts, wrong = shelf.texts()
    running = showing.in_force(request.actor, request.now)
    lines = [
        {
            "text": text,
            "family": _(saying.FAMILY_TITLES[text.plan.family]),
            "level": _(saying.LEVEL_TITLES[text.plan.level]),
            "season": saying.season_words(text.plan.season),
            "strengths": list(showing.strengths(text.plan)),
            "running": [one for one in running if one.plan == text.plan.plan and not one.over],
        }
        for text in texts
    ]
    context = {
        "lines": lines,
        "running": [one for one in running if not one.over],
        "wrong": [{"name": error.name, "problems": problems_of(error)} for error in wrong],
        "why_not": why_not(lambda: permissions.check(request.actor, showing.ACTIVATE)),
    }
    return render(request, "plans/overview.html", context)


@require_safe
def plan(request: SignedRequest, plan_id: str) -> HttpResponse:
    """One plan: season, organisation, places, duties, where it is in force, its versions."""
    text = shelf.text_of(plan_id, request.GET.get("version"))
    found = text.plan
    running = showing.in_force(request.actor, request.now, plan=plan_id)
    result = _checked(text, this_season(request), running)
    context = {
        **_head(request, text),
        **_schedule(request, text, result),
        "season": saying.season_words(found.season),
        "groups": saying.groups_of(found),
        "places": showing.key_locations(found),
        "strengths": list(showing.strengths(found)),
        "duties": showing.duty_lines(found),
        "running": running,
        "versions": selectors.plan_versions(plan_id),
        "contradictions": calendar.told(result.contradictions),
        "may_see_compliance": request.actor.may("plans.compliance.see"),
    }
    return render(request, "plans/plan.html", context)


@require_safe
def plan_calendar(request: SignedRequest, plan_id: str) -> HttpResponse:
    """The calendar of one plan in a season: where it contradicts itself, and when each thing can be done."""
    text = shelf.text_of(plan_id, request.GET.get("version"))
    this = this_season(request)
    years = range(this - 1, this + 3)
    asked = request.GET.get("season", "")
    year = int(asked) if asked in map(str, years) else this
    result = _checked(text, year, showing.in_force(request.actor, request.now, plan=plan_id))
    context = {
        **_head(request, text),
        **_schedule(request, text, result),
        "findings": calendar.told(result.findings),
        "contradictions": len(result.contradictions),
        "open": calendar.open_words(text.plan, result.open),
        "provisional": calendar.provisional(result),
        "year": year,
        "years": years,
    }
    return render(request, "plans/calendar.html", context)


@require_safe
def plan_contents(request: SignedRequest, plan_id: str) -> HttpResponse:
    """What one plan says beside its duties: procedures, phases, reports, standards, prohibitions, targets, funds."""
    text = shelf.text_of(plan_id, request.GET.get("version"))
    context = {**_head(request, text), **contents.sections(text.plan), **lists.sections(text.plan)}
    return render(request, "plans/contents.html", context)


def _checked(text: shelf.Text, year: int, running: list[showing.InForce]) -> CalendarCheck:
    """The check in a season, with the days that were filled in where this version is in force in it."""
    here = next((one for one in running if one.hash == text.hash and season_year(one.starts_on) == year), None)
    return calendar.checked(text.plan, year, showing.filled_days(here, text.plan) if here is not None else {})


def _schedule(request: SignedRequest, text: shelf.Text, result: CalendarCheck) -> dict[str, object]:
    return {
        "chart": calendar.chart(text.plan, result, local_date(request.now)),
        "year_words": _("%(year)d 年冬") % {"year": result.year},
    }


def this_season(request: SignedRequest) -> int:
    return season_year(local_date(request.now))


def _head(request: SignedRequest, text: shelf.Text) -> dict[str, object]:
    """What the three pages of a plan share: its title, its buttons, the note on an older version."""
    return {
        "text": text,
        "plan": text.plan,
        "family": _(saying.FAMILY_TITLES[text.plan.family]),
        "level": _(saying.LEVEL_TITLES[text.plan.level]),
        "newer": bool(request.GET.get("version")) and shelf.text_of(text.plan.plan, None).hash != text.hash,
        "why_not": why_not(lambda: permissions.check(request.actor, showing.ACTIVATE)),
        "crumbs": [(_("方案"), reverse("plans"))],
    }


@require_safe
def download(request: SignedRequest, plan_id: str) -> HttpResponse:
    """The file of a plan as it was checked, byte for byte."""
    loaded = shelf.loaded(shelf.text_of(plan_id, request.GET.get("version")))
    response = HttpResponse(loaded.text, content_type="application/yaml; charset=utf-8")
    name = plan_id.rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


def problems_of(error: PlanFileError) -> list[tuple[int, int, str, str]]:
    """The mistakes of a file: line, column, what is wrong, what would be right."""
    return [
        (one.line, one.column, _said(one.message, one.params), _said(one.advice, one.params)) for one in error.problems
    ]


def _said(words: str, params: object) -> str:
    translated = _(words) if words else ""
    return translated % params if params else translated
