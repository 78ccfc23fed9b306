"""An activated plan turned into tasks: what it asks of whom, and one press that gives it all out."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.plans import selectors as plans
from nuandong.plans.running import running_plan
from nuandong.tasks import selectors
from nuandong.tasks.actions.cascade_plan import cascade_plan
from nuandong.tasks.cascading import Piece, pieces, units_within
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.tasks import forms, showing


@require_http_methods(["GET", "POST"])
def cascade(request: SignedRequest, activation_id: UUID) -> HttpResponse:
    """The tasks of a plan, whom each means, and what has been given out already."""
    by, now = request.actor, request.now
    plan, running = running_plan(activation_id)
    wanted = pieces(activation_id, by=by, now=now)
    words = list(dict.fromkeys(word for piece in wanted for word in piece.open_words))
    units = [("", _("不下达")), *((str(unit.id), unit.name) for unit in units_within(running.region, by))]
    form = forms.CascadeForm(posted(request), words=words, units=units)

    def do(data: dict[str, Any]) -> UUID:
        cascade_plan(by=by, now=now, activation=activation_id, chosen=form.chosen(data))
        return activation_id

    given = {(row.origin_code, row.unit) for row in selectors.of_plan(activation_id)}
    activation = plans.activation(activation_id)
    name = activation.plan if activation else plan.plan
    return form_page(
        request,
        form,
        "tasks.cascade_plan",
        do,
        title=_("任务分解"),
        lead=plan.title,
        back=reverse("plan", args=[name]),
        leads_to=lambda _done: f"{reverse('tasks')}?tab=given",
        done=_("已分解下达，等待各单位签收。"),
        submit=_("全部下达"),
        icon="send",
        template="tasks/cascade.html",
        pieces=[_line(piece, given, now) for piece in wanted],
        crumbs=[(_("方案"), reverse("plans")), (plan.title, reverse("plan", args=[name]))],
    )


def _line(piece: Piece, given: set[tuple[str, UUID]], now: Any) -> dict[str, Any]:
    out = sum((piece.code, unit.id) in given for unit in piece.units)
    return {
        "piece": piece,
        "units": [unit.name for unit in piece.units],
        "out": out,
        "all": len(piece.units),
        "over": piece.due_at <= now,
        "strength": showing.strength_words(piece.strength),
    }
