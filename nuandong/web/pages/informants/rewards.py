"""Rewards: what waits for a decision or for the money, one of them, the list as a file."""

from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.kernel.money import read_yuan
from nuandong.org import permissions, separation
from nuandong.rescue import selectors_informant
from nuandong.rescue.actions.approve_reward import APPROVE, approve_reward
from nuandong.rescue.actions.pay_reward import PAY, pay_reward
from nuandong.rescue.actions.propose_reward import PROPOSE
from nuandong.rescue.actions.refuse_reward import refuse_reward
from nuandong.rescue.policies.reward import can_move
from nuandong.rescue.selectors_informant import RewardLine
from nuandong.rescue.states.reward import RewardState
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.informants import exporting, forms, showing
from nuandong.web.paging import SIZE, page_of, uuid_cursor

TABS: Final = {
    "": (RewardState.PROPOSED,),
    "approved": (RewardState.APPROVED,),
    "done": (RewardState.PAID, RewardState.REFUSED),
}
Data = dict[str, Any]


@require_safe
def rewards(request: SignedRequest) -> HttpResponse:
    """What waits for a decision, what waits for the money, what is done."""
    tab, states = _tab(request)
    after = uuid_cursor(request.GET.get("after"))
    found = selectors_informant.rewards(request.actor, states=states, after=after, limit=SIZE + 1)
    page = page_of(found, key=lambda line: line.reward.id, cursor=after, size=SIZE)
    context = {
        "page": page,
        "lines": showing.reward_lines(page.rows),
        "tabs": [("", _("待审批")), ("approved", _("待发放")), ("done", _("已办完"))],
        "tab": tab,
        "ceilings": showing.ceilings(),
    }
    return render(request, "informants/rewards.html", context)


@require_safe
def export(request: SignedRequest) -> FileResponse:
    """The rewards of a tab as a file for a spreadsheet; names stay masked."""
    _key, states = _tab(request)
    # Written here, inside the scope: a stream that the server reads later would see no rows.
    file = exporting.as_csv(request.actor, states)
    name = _("信息员奖励-%(day)s") % {"day": local_date(request.now).isoformat()}
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8")


@require_safe
def reward(request: SignedRequest, reward_id: UUID) -> HttpResponse:
    """One reward: for what, how far it is, and the next step."""
    found = selectors_informant.reward(reward_id, by=request.actor)
    row, line = found.reward, showing.reward_lines([found])[0]
    reads = any(permissions.allows(request.actor, one, region=row.region) for one in (PROPOSE, APPROVE, PAY))
    context = {
        "line": line,
        "row": row,
        "steps": showing.steps(line),
        "reads": reads,
        "reason": selectors_informant.reason_of(row) if reads else "",
        "refusal": selectors_informant.refusal_of(row) if reads else "",
        "decide": _step(request, found, APPROVE, "approve_reward"),
        "pay": _step(request, found, PAY, "pay_reward"),
        "sees_clue": bool(found.number) and permissions.allows(request.actor, "rescue.clue.see"),
        "crumbs": [(_("信息员"), reverse("informants")), (_("奖励"), reverse("rewards"))],
    }
    return render(request, "informants/reward.html", context)


@require_http_methods(["GET", "POST"])
def approve(request: SignedRequest, reward_id: UUID) -> HttpResponse:
    """One press by somebody else than who proposed it."""
    return _act(
        request,
        reward_id,
        PageForm(posted(request)),
        "approve_reward",
        lambda _data: approve_reward(by=request.actor, now=request.now, reward=reward_id).id,
        title=_("批准奖励"),
        done=_("已批准，等待发放。"),
        submit=_("批准"),
        sealed=True,
    )


@require_http_methods(["GET", "POST"])
def refuse(request: SignedRequest, reward_id: UUID) -> HttpResponse:
    """Not for this, or not so much."""
    return _act(
        request,
        reward_id,
        forms.ReasonForm(posted(request)),
        "refuse_reward",
        lambda data: refuse_reward(by=request.actor, now=request.now, reward=reward_id, reason=data["reason"]).id,
        title=_("不批准奖励"),
        done=_("已退回，可以另行提出。"),
        submit=_("不批准"),
        danger=True,
        sealed=True,
    )


@require_http_methods(["GET", "POST"])
def pay(request: SignedRequest, reward_id: UUID) -> HttpResponse:
    """The money was handed out; here its voucher."""
    return _act(
        request,
        reward_id,
        forms.PayForm(posted(request)),
        "pay_reward",
        lambda data: (
            pay_reward(
                by=request.actor, now=request.now, reward=reward_id, voucher=data["voucher"], paid_on=data["paid_on"]
            ).id
        ),
        title=_("登记发放"),
        done=_("已登记发放。"),
        submit=_("登记发放"),
        icon="receipt",
    )


def _tab(request: SignedRequest) -> tuple[str, Sequence[RewardState]]:
    asked = request.GET.get("state", "")
    return (asked, TABS[asked]) if asked in TABS else ("", TABS[""])


def _step(request: SignedRequest, found: RewardLine, permission: str, act: str) -> dict[str, Any] | None:
    """A step that waits and is this person's; with the reason when he took another one of this reward himself."""
    row = found.reward
    if not can_move(row, act) or not permissions.allows(request.actor, permission, region=row.region):
        return None
    alone = not separation.can_act(request.actor, case=row.id, act=permission)
    return {"why_not": _("您已办理过这份奖励的另一步，请由另一位同事办理。") if alone else ""}


def _act(
    request: SignedRequest,
    reward: UUID,
    form: PageForm,
    name: str,
    do: Callable[[Data], UUID],
    *,
    title: str,
    done: str,
    sealed: bool = False,
    **context: Any,
) -> HttpResponse:
    """The page of one step; `sealed` shows why it was proposed."""
    found = selectors_informant.reward(reward, by=request.actor)
    line = showing.reward_lines([found])[0]
    back = reverse("reward", args=[reward])
    facts = [
        (_("信息员"), line["who"]),
        (_("线索"), found.number or "—"),
        (_("依据"), line["ground"]),
        (_("金额"), _("%(yuan)s 元") % {"yuan": read_yuan(found.reward.amount_fen)}),
    ]
    if sealed and (words := selectors_informant.reason_of(found.reward)):
        facts.append((_("理由"), words))
    return form_page(
        request,
        form,
        f"rescue.{name}",
        do,
        title=title,
        done=done,
        back=back,
        facts=facts,
        crumbs=[(_("奖励"), reverse("rewards")), (line["who"], back)],
        **context,
    )
