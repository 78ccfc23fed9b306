"""Single households of a payout: another account, its confirmation, taking one out, the answers of a sample."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.money import format_yuan
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.relief import selectors_payout as selectors
from nuandong.relief.actions.cancel_payout import leave_out
from nuandong.relief.actions.correct_line import confirm_account, correct_line
from nuandong.relief.actions.sample_payout import answer_sample
from nuandong.relief.policies_payout import PLAN, line_of
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_payouts import forms, showing
from nuandong.web.pages.relief_payouts.acts import address, crumbs


@require_http_methods(["GET", "POST"])
def correct(request: SignedRequest, payout_line_id: UUID) -> HttpResponse:
    """Propose another account."""
    row = line_of(payout_line_id, by=request.actor, permission=PLAN)
    return form_page(
        request,
        forms.AccountForm(posted(request)),
        "relief.correct_line",
        lambda data: correct_line(by=request.actor, now=request.now, line=row.id, **data).id,
        title=_("更正收款账号"),
        lead=_("必须是户主本人的社保卡或存折。另一人对照原件复核后才采用。"),
        back=address(row.payout_id),
        done=_("已登记，请另一人复核。"),
        crumbs=[*crumbs(), (showing.title(row.payout), address(row.payout_id))],
        facts=facts_of(row),
    )


@require_http_methods(["GET", "POST"])
def leave(request: SignedRequest, payout_line_id: UUID) -> HttpResponse:
    """Take one household out before freezing."""
    row = line_of(payout_line_id, by=request.actor, permission=PLAN)
    return form_page(
        request,
        forms.ReasonForm(posted(request)),
        "relief.leave_out",
        lambda data: leave_out(by=request.actor, now=request.now, line=row.id, reason=data["reason"]).id,
        title=_("移出这一批"),
        lead=_("占用的资金退回，这一户可以编入下一个批次。"),
        back=address(row.payout_id),
        done=_("已移出。"),
        danger=True,
        crumbs=[*crumbs(), (showing.title(row.payout), address(row.payout_id))],
        facts=facts_of(row),
    )


@require_http_methods(["GET", "POST"])
def confirm(request: SignedRequest, change_id: UUID) -> HttpResponse:
    """The second pair of eyes on another account."""
    row = selectors.change(change_id, by=request.actor)
    who = org.names_of([row.proposed_by]).get(row.proposed_by, "")
    return form_page(
        request,
        forms.TakeForm(posted(request)),
        "relief.confirm_account",
        lambda data: confirm_account(by=request.actor, now=request.now, change=row.id, take=data["take"]).id,
        title=_("复核收款账号"),
        lead=_("请对照户主本人的社保卡或存折原件。更正的人不能自己复核。"),
        back=address(row.line.payout_id),
        done=_("已登记复核结果。"),
        crumbs=[*crumbs(), (showing.title(row.line.payout), address(row.line.payout_id))],
        facts=[*facts_of(row.line), (_("新账号"), row.account_masked), (_("开户银行"), row.bank), (_("更正人"), who)],
    )


@require_http_methods(["GET", "POST"])
def sample(request: SignedRequest, sample_id: UUID) -> HttpResponse:
    """The households of a sample, and what one of them said."""
    row = selectors.sample_of(sample_id, by=request.actor)
    if request.method == "POST" or "line" in request.GET:
        return _answer(request, sample_id)
    context = {
        "row": row,
        "payout": row.payout,
        "title": showing.title(row.payout),
        "lines": showing.sample_lines(row),
        "counts": showing.sample_counts(row),
        "may_answer": row.closed_at is None and permissions.allows(request.actor, PLAN, region=row.region),
        "crumbs": [*crumbs(), (showing.title(row.payout), address(row.payout_id))],
    }
    return render(request, "relief_payouts/sample.html", context)


def _answer(request: SignedRequest, sample_id: UUID) -> HttpResponse:
    row = selectors.sample_of(sample_id, by=request.actor)
    here = reverse("relief-sample", args=[row.id])

    def do(data: dict[str, Any]) -> UUID:
        return answer_sample(by=request.actor, now=request.now, sample=row.id, **data).id

    return form_page(
        request,
        forms.AnswerForm(posted(request), initial={"line": request.GET.get("line", "")}),
        "relief.answer_sample",
        do,
        title=_("登记到账抽查"),
        lead=_("问户主本人：救助款到了没有，金额对不对。"),
        back=here,
        crumbs=[*crumbs(), (showing.title(row.payout), address(row.payout_id))],
    )


def facts_of(row: Any) -> list[tuple[str, str]]:
    return [
        (_("序号"), str(row.serial)),
        (_("户主"), row.head_masked),
        (_("金额"), _("%(fen)s 元") % {"fen": format_yuan(row.amount_fen)}),
        (_("账号"), row.account_masked or _("未登记")),
    ]
