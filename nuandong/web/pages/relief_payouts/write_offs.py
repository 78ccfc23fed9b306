"""Money that failed for good: written off with reason and paper by two officers, undone when the household turns up."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.files.storing import read
from nuandong.org import selectors as org
from nuandong.relief.actions.write_off import confirm_write_off, record_write_off, undo_write_off
from nuandong.relief.paying.write_offs import write_off
from nuandong.relief.policies_payout import SEE, line_of
from nuandong.web.fields import stored, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_payouts import forms, showing
from nuandong.web.pages.relief_payouts.acts import address, crumbs
from nuandong.web.pages.relief_payouts.lines import facts_of

PURPOSE = "relief.write_off"


@require_http_methods(["GET", "POST"])
def record(request: SignedRequest, payout_line_id: UUID) -> HttpResponse:
    """What failed will never be paid."""
    row = line_of(payout_line_id, by=request.actor, permission=SEE)

    def do(data: dict[str, Any]) -> UUID:
        evidence = stored(request, data["evidence"], region=row.region, purpose=PURPOSE)
        values = {name: data[name] for name in ("reason", "words")}
        return record_write_off(by=request.actor, now=request.now, line=row.id, evidence=evidence, **values).id

    return form_page(
        request,
        forms.WriteOffForm(posted(request), uploads(request)),
        "relief.record_write_off",
        do,
        title=_("登记核销"),
        lead=_("确实发不出去的才核销。另一人复核后，这笔钱退回资金文件，这一户不再补发；能更正账号的请更正后补发。"),
        back=address(row.payout_id),
        done=_("已登记，请另一人复核。"),
        crumbs=[*crumbs(), (showing.title(row.payout), address(row.payout_id))],
        facts=facts_of(row),
        submit=_("登记核销"),
    )


@require_http_methods(["GET", "POST"])
def confirm(request: SignedRequest, write_off_id: UUID) -> HttpResponse:
    """The second officer."""
    row = write_off(write_off_id, by=request.actor)
    who = org.names_of([row.recorded_by]).get(row.recorded_by, "")
    return form_page(
        request,
        forms.WriteOffTakeForm(posted(request)),
        "relief.confirm_write_off",
        lambda data: confirm_write_off(by=request.actor, now=request.now, write_off=row.id, take=data["take"]).id,
        title=_("复核核销"),
        lead=_("请对照证明材料，问过村里再复核。登记的人不能自己复核。"),
        back=address(row.line.payout_id),
        done=_("已登记复核结果。"),
        crumbs=[*crumbs(), (showing.title(row.line.payout), address(row.line.payout_id))],
        facts=[
            *facts_of(row.line),
            (_("核销原因"), row.get_reason_display()),
            (_("情况"), row.words),
            (_("登记人"), who),
        ],
        template="relief_payouts/write_off.html",
        photo=reverse("relief-write-off-photo", args=[row.id]),
    )


@require_http_methods(["GET", "POST"])
def undo(request: SignedRequest, write_off_id: UUID) -> HttpResponse:
    """The household turned up after all."""
    row = write_off(write_off_id, by=request.actor)
    return form_page(
        request,
        forms.UndoForm(posted(request)),
        "relief.undo_write_off",
        lambda data: undo_write_off(by=request.actor, now=request.now, write_off=row.id, why=data["why"]).id,
        title=_("撤销核销"),
        lead=_("这一户找到了：撤销后可以编入以后的批期，照样编制、核对、放款。"),
        back=address(row.line.payout_id),
        done=_("已撤销，可以在新的批期里编入这一户。"),
        crumbs=[*crumbs(), (showing.title(row.line.payout), address(row.line.payout_id))],
        facts=[*facts_of(row.line), (_("核销原因"), row.get_reason_display()), (_("情况"), row.words)],
    )


@never_cache
@require_safe
def photo(request: SignedRequest, write_off_id: UUID) -> HttpResponse:
    """The paper that proves it."""
    data, mime = read(write_off(write_off_id, by=request.actor).evidence)
    return HttpResponse(data, content_type=mime)
