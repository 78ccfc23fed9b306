"""What the page of a clue says about informants and rewards, and the acts that begin there."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.org import permissions
from nuandong.rescue import selectors_clue, selectors_informant
from nuandong.rescue.actions.name_informant import name_informant
from nuandong.rescue.actions.propose_reward import PROPOSE, propose_reward
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_informant import Ground
from nuandong.rescue.policies.reward import check_rewardable
from nuandong.rescue.selectors_informant import SEE
from nuandong.rescue.states.clue import ClueState
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.http import SignedRequest
from nuandong.web.pages.informants import forms, showing
from nuandong.web.pages.stays.forms_care import fen

if TYPE_CHECKING:
    from nuandong.rescue.models import Clue

Data = dict[str, Any]


def caller_part(request: SignedRequest, row: "Clue") -> dict[str, Any]:
    """Whose clue it is; nothing for whoever may not see informants."""
    if not permissions.allows(request.actor, SEE, region=row.region):
        return {"informants_seen": False}
    found = selectors_informant.caller_of(row)
    return {
        "informants_seen": True,
        "informant": found.named,
        "informant_kind": showing.kind_words(found.named.reporter_kind) if found.named else "",
        "informant_hidden": found.hidden,
        "ringing": found.ringing,
        "may_name": permissions.allows(request.actor, "rescue.clue.receive", region=row.region),
    }


def rewards_part(request: SignedRequest, row: "Clue") -> dict[str, Any]:
    """The rewards for a clue that has ended, and whether one may be proposed now."""
    if row.state != ClueState.CLOSED or not permissions.allows(request.actor, SEE, region=row.region):
        return {"rewards": [], "may_propose": False}
    return {
        "rewards": showing.reward_lines(selectors_informant.rewards_of(clue=row.id)),
        "may_propose": permissions.allows(request.actor, PROPOSE, region=row.region)
        and not why_not(lambda: check_rewardable(row)),
    }


@require_http_methods(["GET", "POST"])
def name(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """Say whose clue it is when he rang from another telephone."""
    row = selectors_clue.get(clue_id)
    permissions.check(request.actor, SEE, region=row.region)
    rows = selectors_informant.in_office_then(row)
    form = forms.NameForm(
        posted(request),
        choices={"informant": showing.choices(rows, _("不是信息员"))},
        initial={"informant": row.informant_id},
    )
    return form_page(
        request,
        form,
        "rescue.name_informant",
        lambda data: name_informant(by=request.actor, now=request.now, clue=row.id, informant=data["informant"]).id,
        title=_("指定信息员"),
        lead=_("用登记的电话打来的会自动认出；换了号码的在这里指定。"),
        back=reverse("clue", args=[row.id]),
        done=_("已指定。"),
        facts=_facts(row),
        crumbs=_crumbs(row),
    )


@require_http_methods(["GET", "POST"])
def propose(request: SignedRequest, clue_id: UUID) -> HttpResponse:
    """Propose money for what somebody reported or did."""
    row = selectors_clue.get(clue_id)
    rows = selectors_informant.in_office_then(row)

    def do(data: Data) -> UUID:
        return propose_reward(
            by=request.actor,
            now=request.now,
            clue=row.id,
            informant=data["informant"],
            ground=Ground(data["ground"]),
            amount_fen=fen(data["amount"]),
            reason=data["reason"],
        ).id

    form = forms.ProposeForm(
        posted(request),
        choices={"informant": showing.choices(rows, _("请选择"))},
        initial={"informant": row.informant_id},
    )
    return form_page(
        request,
        form,
        "rescue.propose_reward",
        do,
        title=_("提出信息员奖励"),
        lead=_("由另一人审批，再由第三人发放。"),
        back=reverse("clue", args=[row.id]),
        leads_to=lambda made: reverse("reward", args=[made]),
        done=_("已提出，等待审批。"),
        submit=_("提出"),
        icon="gift",
        facts=_facts(row),
        crumbs=_crumbs(row),
    )


def _facts(row: "Clue") -> list[tuple[str, str]]:
    facts = [(_("线索"), row.number)]
    return [*facts, (_("结果"), str(Closing(row.closing).label))] if row.closing else facts


def _crumbs(row: "Clue") -> list[tuple[str, str]]:
    return [(_("线索受理"), reverse("clues")), (row.number, reverse("clue", args=[row.id]))]
