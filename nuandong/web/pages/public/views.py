"""Reporting a clue and tracking it, for everybody."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo.coordinates import Point
from nuandong.kernel.actors import Actor
from nuandong.org import scope
from nuandong.rescue import selectors_clue
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.doors import Tracked, track_public
from nuandong.rescue.kinds import Channel, Closing
from nuandong.rescue.states.clue import ClueState
from nuandong.web import wording
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.http import Request
from nuandong.web.knocking import too_often
from nuandong.web.pages.public.forms import CITIZEN, CODE, ReportForm, TrackForm
from nuandong.web.pages.public.visitor import visitor

REPORTS: Final = 6
QUESTIONS: Final = 30
STATUS_TOO_OFTEN: Final = 429


@never_cache
@require_http_methods(["GET", "POST"])
def report(request: Request) -> HttpResponse:
    """Somebody saw somebody who needs help."""
    by = visitor()
    form = ReportForm(request.POST or None)
    status = STATUS_REFUSED if form.is_bound else 200
    if request.method == "POST" and by is not None:
        if too_often(request, "report", limit=REPORTS, now=request.now):
            status = STATUS_TOO_OFTEN
        elif code := _received(request, form, by):
            return redirect(f"{reverse('report-done')}?{urlencode({'code': code})}")
    context = {
        "form": form,
        "open": by is not None,
        "too_often": status == STATUS_TOO_OFTEN,
        **_numbers(),
    }
    return render(request, "public/report.html", context, status=status)


@never_cache
@require_safe
def done(request: Request) -> HttpResponse:
    """The code to ask by."""
    code = request.GET.get("code", "").strip()[:CODE]
    return render(request, "public/done.html", {"code": code, **_numbers()})


@never_cache
@require_safe
def track(request: Request) -> HttpResponse:
    """What became of a report, without a word of who or where."""
    asked = request.GET.get("code", "").strip()
    form = TrackForm(request.GET if asked else None)
    found: Tracked | None = None
    status = 200
    if asked:
        if too_often(request, "track", limit=QUESTIONS, now=request.now):
            form.add_error(None, _("查询太频繁，请过十分钟再试，或拨打救助热线。"))
            status = STATUS_TOO_OFTEN
        elif form.is_valid():
            found = track_public(asked.replace(" ", ""), now=request.now)
            if found is None:
                form.add_error("code", _("没有这个查询码，请核对后重试。"))
        status = STATUS_REFUSED if form.errors and status == 200 else status
    context = {
        "form": form,
        "found": found,
        "steps": _steps(found, request) if found else [],
        "result": _result(found) if found else "",
        **_numbers(),
    }
    return render(request, "public/track.html", context, status=status)


def _numbers() -> dict[str, str]:
    """The numbers a county publishes."""
    return {"hotline": settings.NUANDONG_HOTLINE, "lodging_phone": settings.NUANDONG_LODGING_PHONE}


def _received(request: Request, form: ReportForm, by: Actor) -> str:
    """The tracking code of the saved report; empty when it was refused."""

    def do(data: dict[str, Any]) -> UUID:
        here = None if data["lat"] is None or data["lng"] is None else Point(data["lat"], data["lng"])
        details = ClueDetails(
            words=data["words"],
            caller=data["caller"],
            reporter_kind=data["reporter_kind"] or CITIZEN,
            place_text=data["place_text"],
            at=here,
        )
        return receive_clue(by=by, now=request.now, channel=Channel.WEB, details=details, region=by.region).clue.id

    with scope.enter(by):
        made = attempt(request, form, "public.report", do, by=by)
        return selectors_clue.get(made).track_code if made else ""


def _steps(found: Tracked, request: Request) -> list[dict[str, Any]]:
    at_hand = {ClueState.OPEN: 1, ClueState.DISPATCHED: 2, ClueState.ON_SCENE: 3}.get(found.state, 4)
    names = [_("已受理"), _("队伍出发"), _("到达现场"), _("办结")]
    times = [found.received_at, None, found.on_scene_at, found.closed_at]
    rows = []
    for place, (name, moment) in enumerate(zip(names, times, strict=True)):
        passed = place < at_hand and (place != 2 or found.on_scene_at is not None or at_hand < 4)
        mark = "done" if passed else "now" if place == at_hand else "next"
        note = wording.moment_words(moment, request.now) if moment else ""
        rows.append({"title": name, "state": mark, "note": note})
    return rows


def _result(found: Tracked) -> str:
    """What the public is told of the ending."""
    told = {
        Closing.HELPED: _("已经救助，谢谢您的帮助。"),
        Closing.REFUSED: _("工作人员已到场；本人暂不愿接受救助，会继续劝导。"),
        Closing.DECEASED: _("工作人员已到场，已交有关部门处理。"),
        Closing.NOT_FOUND: _("工作人员到场后没有找到人。如果又见到，请再告诉我们。"),
        Closing.NONSENSE: _("经核查已结束。"),
        Closing.DUPLICATE: _("与另一条线索一并办理。"),
        Closing.HANDED_OVER: _("已转所在地办理。"),
    }
    return told[found.closing] if found.closing else ""
