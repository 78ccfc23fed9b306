"""Money that came back after it had arrived: recorded with the bank's paper, confirmed by another officer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.relief.actions.return_money import confirm_return, record_return
from nuandong.relief.bank.reasons import REASONS
from nuandong.relief.paying.returns import return_of
from nuandong.relief.policies_payout import SEE, line_of
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_payouts import forms, showing
from nuandong.web.pages.relief_payouts.acts import address, crumbs
from nuandong.web.pages.relief_payouts.lines import facts_of
from nuandong.web.wording import said

PURPOSE = "relief.return"


@require_http_methods(["GET", "POST"])
def record(request: SignedRequest, payout_line_id: UUID) -> HttpResponse:
    """The bank says that paid money came back."""
    row = line_of(payout_line_id, by=request.actor, permission=SEE)

    def do(data: dict[str, Any]) -> UUID:
        evidence = stored(request, data["evidence"], region=row.region, purpose=PURPOSE)
        values = {name: data[name] for name in ("returned_on", "reason", "bank_words")}
        return record_return(by=request.actor, now=request.now, line=row.id, evidence=evidence, **values).id

    return form_page(
        request,
        forms.ReturnForm(posted(request), uploads(request), initial={"returned_on": local_date(request.now)}),
        "relief.record_return",
        do,
        title=_("登记到账后退回"),
        lead=_("凭银行的退票通知登记，另一人复核后这一户转为待重新发放；资金仍然占用，不会多付。"),
        back=address(row.payout_id),
        done=_("已登记，请另一人复核。"),
        crumbs=[*crumbs(), (showing.title(row.payout), address(row.payout_id))],
        facts=facts_of(row),
    )


@require_http_methods(["GET", "POST"])
def confirm(request: SignedRequest, return_id: UUID) -> HttpResponse:
    """The second pair of eyes on the bank's paper."""
    row = return_of(return_id, by=request.actor)
    who = org.names_of([row.recorded_by]).get(row.recorded_by, "")
    return form_page(
        request,
        forms.ReturnTakeForm(posted(request)),
        "relief.confirm_return",
        lambda data: confirm_return(by=request.actor, now=request.now, returned=row.id, take=data["take"]).id,
        title=_("复核到账后退回"),
        lead=_("请对照银行单据的户名、金额和日期。登记的人不能自己复核。"),
        back=address(row.line.payout_id),
        done=_("已登记复核结果。"),
        crumbs=[*crumbs(), (showing.title(row.line.payout), address(row.line.payout_id))],
        facts=[
            *facts_of(row.line),
            (_("退回日期"), f"{row.returned_on:%Y-%m-%d}"),
            (_("退回原因"), said(REASONS[row.reason].title)),
            (_("银行的说明"), row.bank_words or "—"),
            (_("登记人"), who),
        ],
        template="relief_payouts/return.html",
        photo=reverse("relief-return-photo", args=[row.id]),
    )


@never_cache
@require_safe
def photo(request: SignedRequest, return_id: UUID) -> HttpResponse:
    """The bank's paper."""
    data, mime = read(return_of(return_id, by=request.actor).evidence)
    return HttpResponse(data, content_type=mime)
