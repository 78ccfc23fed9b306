"""The list of plans, one plan with its duties, and its file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nuandong.org import permissions
from nuandong.plans import selectors
from nuandong.plans.problems import PlanFileError
from nuandong.web.form_page import why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.plans import saying, shelf, showing


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
    versions = selectors.plan_versions(plan_id)
    context = {
        "text": text,
        "plan": found,
        "family": _(saying.FAMILY_TITLES[found.family]),
        "level": _(saying.LEVEL_TITLES[found.level]),
        "season": saying.season_words(found.season),
        "groups": saying.groups_of(found),
        "places": showing.key_locations(found),
        "strengths": list(showing.strengths(found)),
        "duties": showing.duty_lines(found),
        "running": showing.in_force(request.actor, request.now, plan=plan_id),
        "versions": versions,
        "newer": bool(request.GET.get("version")) and shelf.text_of(plan_id, None).hash != text.hash,
        "why_not": why_not(lambda: permissions.check(request.actor, showing.ACTIVATE)),
        "may_see_compliance": request.actor.may("plans.compliance.see"),
        "crumbs": [(_("方案"), reverse("plans"))],
    }
    return render(request, "plans/plan.html", context)


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
