"""The roster of a week, on the screen and on paper, and planning many shifts in one go."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty import details, roster
from nuandong.duty.actions.plan_shifts import plan_shifts
from nuandong.duty.errors import Overlap
from nuandong.duty.planning import Planned
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org.selectors import names_of
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty import choices, showing
from nuandong.web.pages.duty.forms import WEEKDAYS, PlanForm
from nuandong.web.regions import Choice, code_of, region_choices

WEEK = timedelta(days=7)


@require_GET
def week(request: SignedRequest) -> HttpResponse:
    """Seven days of posts and teams, holes and double bookings marked."""
    return render(request, "duty/week.html", _week(request))


@require_GET
def sheet(request: SignedRequest) -> HttpResponse:
    """The same on paper."""
    return render(request, "duty/week_sheet.html", _week(request))


def _week(request: SignedRequest) -> dict[str, Any]:
    by, first = request.actor, _monday(request)
    region = code_of(request.GET.get("region"))
    found = roster.week(first, by=by, now=request.now, region=region)
    shifts = [shift for row in (*found.posts, *found.teams) for shift in row.shifts]
    doubled = details.double_bookings(shifts)
    names = names_of([one.which for _shift, one in doubled if one.what == "staff"])
    clashes = {shift.id: _clash(one, names) for shift, one in doubled}
    return {
        "roster": found,
        "lines": showing.lines(found, clashes, request.now),
        "days": [(showing.day_words(day), day == local_date(request.now)) for day in found.days],
        "first": first,
        "last": first + WEEK - timedelta(days=1),
        "earlier": (first - WEEK).isoformat(),
        "later": (first + WEEK).isoformat(),
        "holes": sum(len([gap for gap in row.gaps if gap.end > request.now]) for row in found.posts),
        "clashes": len(clashes),
        "region": request.GET.get("region", ""),
        "regions": select_box("region", _regions(request), request.GET.get("region", "")),
        "may_plan": permissions.allows(by, "duty.roster.change"),
        "tab": "duty-roster",
    }


def _regions(request: SignedRequest) -> list[Choice]:
    return region_choices(request.actor, local_date(request.now), blank=_("全部"), whole=True)


def _monday(request: SignedRequest) -> date:
    """The Monday of the week asked for; a mangled address shows this week."""
    try:
        day = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        day = local_date(request.now)
    day = min(max(day, date(2000, 1, 3)), date(2199, 12, 1))
    return day - timedelta(days=day.weekday())


def _clash(one: Overlap, names: Any) -> str:
    who = names.get(one.which, "") or {"team": _("队伍"), "vehicle": _("车辆")}.get(one.what, _("人员"))
    return _("%(who)s %(hours)s 同时在别的班") % {"who": who, "hours": showing.hours(one.start, one.end)}


@require_http_methods(["GET", "POST"])
def plan(request: SignedRequest) -> HttpResponse:
    """Plan by a pattern; refused, every overlap is listed and nothing is planned."""
    by = request.actor
    form = PlanForm(
        posted(request),
        choices={"duty": choices.duties(by), "vehicle": choices.vehicles(by)},
        people=choices.staff(by, request.now, blank=_("不排")),
        initial=_initial(request),
    )

    def do(_data: dict[str, Any]) -> UUID:
        return plan_shifts(by=by, now=request.now, lines=form.lines())[0].id

    if request.method == "POST" and attempt(request, form, "duty.plan_shifts", do) is not None:
        messages.success(request, _("已排 %(n)d 个班次。") % {"n": len(form.lines())})
        return redirect(f"{reverse('duty-roster')}?from={form.cleaned_data['first'].isoformat()}")
    context = {
        "form": form,
        "overlaps": _overlaps(form) if form.overlaps else [],
        "back": reverse("duty-roster"),
        "crumbs": [(_("值班"), reverse("duty")), (_("值班表"), reverse("duty-roster"))],
    }
    return render(request, "duty/plan.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _initial(request: SignedRequest) -> dict[str, Any]:
    tomorrow = local_date(request.now) + timedelta(days=1)
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        first = tomorrow
    return {
        "duty": request.GET.get("duty", ""),
        "leader": request.GET.get("leader") == "1",
        "first": first,
        "last": first + WEEK - timedelta(days=1),
        "weekdays": [code for code, _title in WEEKDAYS],
        "start": request.GET.get("start", "08:00"),
        "end": "08:00",
        "parts": 2,
        "turn": "shift",
    }


def _overlaps(form: PlanForm) -> list[dict[str, Any]]:
    """Each collision in words: which line of the plan, who or what, when, with what."""
    lines: list[Planned] = form.lines()
    names = names_of([one.which for one in form.overlaps] + [line.staff for line in lines])
    return [
        {
            "line": one.line + 1,
            "who": names.get(lines[one.line].staff, ""),
            "what": names.get(one.which, "") or {"team": _("队伍"), "vehicle": _("车辆")}.get(one.what, _("人员")),
            "start": one.start,
            "end": one.end,
            "shift": one.shift,
            "other": one.other_line + 1 if one.other_line is not None else None,
        }
        for one in form.overlaps
    ]
