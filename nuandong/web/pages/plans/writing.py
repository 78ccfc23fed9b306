"""Putting a plan in force, extending and ending it, and taking in a plan file."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.plans import selectors
from nuandong.plans.actions.activate_plan import activate_plan, contradictions
from nuandong.plans.actions.change_window import end_activation, extend_window
from nuandong.plans.actions.store_plan import store_plan
from nuandong.plans.calendar_check import Finding
from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from nuandong.plans.schema.plan import season_year
from nuandong.plans.vocabulary import calendar as holidays
from nuandong.plans.yaml_source import MAX_BYTES
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.plans import calendar, saying, shelf
from nuandong.web.pages.plans.forms import ActivateForm, EndForm, ExtendForm, UploadForm, filled_name
from nuandong.web.pages.plans.views import problems_of
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.plans.models import Activation

_SHOWN_NAME: Final = 80


@require_http_methods(["GET", "POST"])
def activate(request: SignedRequest, plan_id: str) -> HttpResponse:
    """Put the text that the page showed in force, even if the library has moved on meanwhile."""
    by, now = request.actor, request.now
    text = shelf.text_of(plan_id, request.GET.get("version"))

    open_days = {
        name: calendar.open_title(text.plan, name) for name in text.plan.unknowns() if not name.startswith("season.")
    }
    found = _contradictions(request, text, open_days)

    def do(data: dict[str, Any]) -> UUID:
        return activate_plan(
            by=by,
            now=now,
            loaded=shelf.loaded(text),
            region=data["region"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            filled={name: day for name in open_days if (day := data[filled_name(name)]) is not None},
            reason=data["reason"] or None,
            contradictions_seen=data.get("contradictions_seen", False),
        ).id

    form = ActivateForm(posted(request), initial={"region": by.region}, open_days=open_days, contradicted=bool(found))
    choices = region_choices(by, local_date(now), deepest=Level.TOWNSHIP, whole=True)
    form.fields["region"].choices = choices  # type: ignore[attr-defined]
    return form_page(
        request,
        form,
        "plans.activate_plan",
        do,
        template="plans/activate.html",
        title=_("启用方案"),
        back=reverse("plan", args=[plan_id]),
        done=_("方案已启用，义务在几秒钟内列入落实情况。"),
        submit=_("启用"),
        crumbs=_crumbs(plan_id, text.plan.title),
        facts=[
            (_("方案"), text.plan.title),
            (_("期限"), saying.season_words(text.plan.season)),
            (_("义务"), _("%(n)d 项") % {"n": len(text.plan.duties)}),
            (_("文件摘要"), text.hash[:16]),
        ],
        findings=calendar.told(found),
    )


def _contradictions(request: SignedRequest, text: shelf.Text, open_days: Iterable[str]) -> tuple[Finding, ...]:
    """Where the plan contradicts itself with the days typed so far."""
    first, last = text.plan.season.dates(season_year(local_date(request.now)), holidays())
    filled = {name: day for name in open_days if (day := _typed(request, filled_name(name))) is not None}
    starts_on = _typed(request, "starts_on") or first or local_date(request.now)
    return contradictions(text.plan, starts_on, _typed(request, "ends_on") or last, filled)


def _typed(request: SignedRequest, name: str) -> date | None:
    """A day as it was typed; what is no day is the form's business."""
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def extend(request: SignedRequest, activation_id: UUID) -> HttpResponse:
    """Move the last day to a later one."""
    found = _activation(activation_id)

    def do(data: dict[str, Any]) -> UUID:
        return extend_window(by=request.actor, now=request.now, activation=found, **_window(data)).id

    form = ExtendForm(posted(request))
    return form_page(
        request, form, "plans.extend_window", do, title=_("延长方案"), submit=_("延长"), **_page(found, request)
    )


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, activation_id: UUID) -> HttpResponse:
    """End early; clocks that began before run to their end."""
    found = _activation(activation_id)

    def do(data: dict[str, Any]) -> UUID:
        return end_activation(by=request.actor, now=request.now, activation=found, **_window(data)).id

    return form_page(
        request,
        EndForm(posted(request)),
        "plans.end_activation",
        do,
        title=_("结束方案"),
        submit=_("结束方案"),
        danger=True,
        lead=_("结束以后不再产生新的义务；已经开始计时的，照样计到底。"),
        **_page(found, request),
    )


@require_http_methods(["GET", "POST"])
def upload(request: SignedRequest) -> HttpResponse:
    """Check a plan file and keep it; a wrong one is answered with every mistake, by line and column."""
    form = UploadForm(posted(request), request.FILES or None)
    problems: list[tuple[int, int, str, str]] = []

    def do(data: dict[str, Any]) -> UUID:
        file = data["file"]
        try:
            loaded = load(file.read(MAX_BYTES + 1), file.name[:_SHOWN_NAME], shelf.words())
        except PlanFileError as error:
            problems.extend(problems_of(error))
            error.field = "file"
            raise
        return store_plan(by=request.actor, now=request.now, loaded=loaded).id

    if request.method == "POST" and (made := attempt(request, form, "plans.store_plan", do)) is not None:
        version = next(row for row in selectors.plan_versions() if row.id == made)
        messages.success(request, _("方案文件没有错误，已存入；需要时请启用。"))
        return redirect(f"{reverse('plan', args=[version.plan])}?version={version.hash}")
    file = request.FILES.get("file")
    context = {
        "form": form,
        "problems": problems,
        "name": (file.name or "")[:_SHOWN_NAME] if file else "",
        "crumbs": [(_("方案"), reverse("plans"))],
    }
    return render(request, "plans/upload.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _activation(activation_id: UUID) -> "Activation":
    found = selectors.activation(activation_id)
    if found is None:
        raise Http404
    return found


def _window(data: dict[str, Any]) -> dict[str, Any]:
    return {"ends_on": data["ends_on"], "reason": data["reason"]}


def _page(found: "Activation", request: SignedRequest) -> dict[str, Any]:
    """What the pages of extending and of ending share."""
    names = divisions.names([found.region], local_date(request.now))
    return {
        "back": reverse("plan", args=[found.plan]),
        "crumbs": _crumbs(found.plan, found.version.title),
        "facts": [
            (_("方案"), found.version.title),
            (_("启用地区"), names.get(found.region, str(found.region))),
            (_("现在的期限"), saying.window_words(found.starts_on, found.ends_on)),
        ],
    }


def _crumbs(plan_id: str, title: str) -> list[tuple[str, str]]:
    return [(_("方案"), reverse("plans")), (title, reverse("plan", args=[plan_id]))]
