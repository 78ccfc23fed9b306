"""One job: what is known, the steps as big buttons, who was met."""

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.org import permissions
from nuandong.rescue import callers, selectors_clue, selectors_dispatch, selectors_encounter
from nuandong.rescue.actions.decline_dispatch import decline_dispatch
from nuandong.rescue.lookups import dispatch_of
from nuandong.rescue.states.clue import RUNNING
from nuandong.web.form_page import form_page
from nuandong.web.http import SignedRequest
from nuandong.web.pages.clues import showing
from nuandong.web.pages.clues.crews import take_step
from nuandong.web.pages.clues.showing import met_line
from nuandong.web.pages.crew.forms import StepForm, WhyForm, when

if TYPE_CHECKING:
    from nuandong.rescue.models import Dispatch


@require_safe
def job(request: SignedRequest, dispatch: UUID) -> HttpResponse:
    """What the crew is sent for."""
    row = dispatch_of(dispatch)
    line = selectors_clue.line_of(row.clue_id)
    point = selectors_dispatch.point_of(line.clue)
    context = {
        "crumbs": [(_("我的任务"), reverse("crew"))],
        "crew": showing.crew(row, ""),
        "clue": line.clue,
        "line": line,
        "words": callers.open_words(line.clue),
        "place": showing.place_words(line.clue),
        "hints": showing.hint_words(line.clue),
        "way": f"geo:{point.lat:.6f},{point.lon:.6f}?q={point.lat:.6f},{point.lon:.6f}" if point else "",
        "may_reveal": bool(line.clue.caller_masked) and line.clue.state in RUNNING,
        "may_record": permissions.allows(request.actor, "rescue.encounter.record", region=row.region),
        "met": [met_line(one) for one in selectors_encounter.of_clue(line.clue.id)],
        "key": uuid4,
    }
    return render(request, "crew/job.html", context)


@require_http_methods(["GET", "POST"])
def report(request: SignedRequest, dispatch: UUID) -> HttpResponse:
    """Accepted, departed, on scene or done, as the crew itself reports it."""
    row = dispatch_of(dispatch)

    def do(data: dict[str, Any]) -> UUID:
        acted_at = when(data, request.now)
        return take_step(data["step"], by=request.actor, now=request.now, dispatch=dispatch, acted_at=acted_at)

    words = showing.step_words()
    form = StepForm(request.POST or None, steps=list(words.items()))
    return _page(request, row, form, "crew_step", do, title=_("报告进展"), done=_("已报告。"))


@require_http_methods(["GET", "POST"])
def decline(request: SignedRequest, dispatch: UUID) -> HttpResponse:
    """The crew cannot go, and says why."""
    row = dispatch_of(dispatch)

    def do(data: dict[str, Any]) -> UUID:
        return decline_dispatch(by=request.actor, now=request.now, dispatch=dispatch, reason=data["reason"]).id

    form = WhyForm(request.POST or None)
    return _page(
        request,
        row,
        form,
        "decline_dispatch",
        do,
        title=_("不能前往"),
        done=_("已报告值班员。"),
        lead=_("请尽快说明，值班员会改派其他队伍。"),
        submit=_("报告"),
        danger=True,
        leads_to=lambda _made: reverse("crew"),
    )


def _page(
    request: SignedRequest, row: "Dispatch", form: Any, name: str, do: Any, *, title: str, done: str, **more: Any
) -> HttpResponse:
    back = reverse("crew-job", args=[row.id])
    facts = [(_("线索"), row.clue.number), (_("地点"), showing.place_words(row.clue))]
    return form_page(request, form, f"rescue.{name}", do, title=title, back=back, done=done, facts=facts, **more)
