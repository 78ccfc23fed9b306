"""Planning, freezing, checking, releasing, cancelling, the bank's answer, paying again, drawing a sample."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.relief import besides
from nuandong.relief import selectors_payout as selectors
from nuandong.relief.actions.cancel_payout import cancel_payout
from nuandong.relief.actions.check_payout import check_payout
from nuandong.relief.actions.follow_up import follow_up
from nuandong.relief.actions.freeze_payout import freeze_payout
from nuandong.relief.actions.plan_payout import plan_payout
from nuandong.relief.actions.record_result import record_result
from nuandong.relief.actions.release_payout import release_payout
from nuandong.relief.actions.sample_payout import draw_sample
from nuandong.relief.bank.opening import MAX_BYTES
from nuandong.relief.paying.failing import ready
from nuandong.relief.paying.others import other_payments
from nuandong.relief.policies_payout import default_remark, payout_of
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding import months, rooms
from nuandong.web.pages.relief_deciding.showing import besides_lines
from nuandong.web.pages.relief_findings.showing import standing
from nuandong.web.pages.relief_payouts import forms, showing
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.relief.models import Payout


def address(payout: UUID) -> str:
    return reverse("relief-payout", args=[payout])


def crumbs() -> list[tuple[str, str]]:
    return [(_("资金发放"), reverse("relief-payouts"))]


@require_http_methods(["GET", "POST"])
def plan(request: SignedRequest) -> HttpResponse:
    """Who is paid: a tranche to the decided households of a region."""
    tranches = selectors.open_tranches(request.actor)
    choices = [
        (
            str(one.id),
            _("%(year)s 年度第 %(number)d 批期 · %(funds)s · 剩 %(left)s 元")
            % {
                "year": one.season.year,
                "number": one.number,
                "funds": one.funds.number,
                "left": format_yuan(one.funds.amount_fen - one.funds.claimed_fen),
            },
        )
        for one in tranches
    ]
    regions = region_choices(request.actor, local_date(request.now), whole=True)
    form = forms.PlanForm(
        posted(request),
        choices={"tranche": choices, "region": regions},
        initial={"region": request.actor.region, "remark": default_remark(tranches[0].season) if tranches else ""},
    )

    def do(data: dict[str, Any]) -> UUID:
        return plan_payout(by=request.actor, now=request.now, **data).id

    return form_page(
        request,
        form,
        "relief.plan_payout",
        do,
        title=_("编制发放批次"),
        lead=_("已审定、本批期还没有发过、没有未答复异议的户都编入；资金不够时一户也不编入。"),
        back=reverse("relief-payouts"),
        leads_to=address,
        done=_("已编制，请核对账号后固定名单。"),
        submit=_("编制"),
        icon="list-check",
        crumbs=crumbs(),
        template="relief_payouts/plan.html",
        months=months.paid((one.season for one in tranches), local_date(request.now)),
        **(rooms.townships(tranches[0].season, local_date(request.now)) if tranches else {}),
    )


@require_http_methods(["GET", "POST"])
def freeze(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """Seal the households as they stand."""
    return _act(
        request,
        payout_id,
        PageForm(posted(request)),
        "relief.freeze_payout",
        lambda row, _data: freeze_payout(by=request.actor, now=request.now, payout=row.id).id,
        title=_("固定发放名单"),
        lead=_("姓名、证件、账号、人口和金额原样密封并留下摘要，之后登记再变，这一批也不变。"),
        submit=_("固定名单"),
        done=_("名单已固定，请另一人核对。"),
        icon="lock",
    )


@require_http_methods(["GET", "POST"])
def check(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """A second person vouches; other money to the same people is on the page."""
    row = payout_of(payout_id, by=request.actor)
    others = other_payments(row)
    return _act(
        request,
        payout_id,
        forms.SeenForm(posted(request), initial={"seen": others.fen}),
        "relief.check_payout",
        lambda one, data: check_payout(by=request.actor, now=request.now, payout=one.id, seen=data["seen"]).id,
        title=_("核对发放批次"),
        lead=_("系统再核一遍金额、标准、上限和名单摘要；请看过同一批人的其他发放再核对。"),
        submit=_("核对无误"),
        done=_("已核对，请财政经办放款。"),
        template="relief_payouts/check.html",
        others=showing.others(others.shown),
        others_count=others.count,
        others_fen=others.fen,
        **besides_lines(besides.of_payout(row)),
        **standing(row.lines.values_list("household", flat=True), request.actor, request.now),
    )


@require_http_methods(["GET", "POST"])
def release(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """Write the bank's files."""
    return _act(
        request,
        payout_id,
        forms.VoucherForm(posted(request)),
        "relief.release_payout",
        lambda row, data: release_payout(by=request.actor, now=request.now, payout=row.id, voucher=data["voucher"]).id,
        title=_("放款"),
        lead=_("按格式写出银行文件。放款以后不能取消；编制和核对的人不能放款。"),
        template="relief_payouts/release.html",
        **besides_lines(besides.of_payout(payout_of(payout_id, by=request.actor))),
        submit=_("放款"),
        done=_("已放款，请下载银行文件交银行。"),
        icon="send",
    )


@require_http_methods(["GET", "POST"])
def cancel(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """Give it up; the money is free again."""
    return _act(
        request,
        payout_id,
        forms.ReasonForm(posted(request)),
        "relief.cancel_payout",
        lambda row, data: cancel_payout(by=request.actor, now=request.now, payout=row.id, reason=data["reason"]).id,
        title=_("取消发放批次"),
        lead=_("还没有交银行的可以取消，占用的资金退回，各户可以重新编入。"),
        submit=_("取消批次"),
        done=_("已取消，资金已退回。"),
        danger=True,
        icon="trash",
    )


@require_http_methods(["GET", "POST"])
def result(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """What the bank answered."""

    def do(row: "Payout", data: dict[str, Any]) -> UUID:
        file = data["file"]
        record_result(
            by=request.actor, now=request.now, payout=row.id, name=file.name or "", data=file.read(MAX_BYTES + 1)
        )
        return row.id

    return _act(
        request,
        payout_id,
        forms.ResultForm(posted(request), request.FILES or None),
        "relief.record_result",
        do,
        title=_("登记银行结果"),
        lead=_("逐行与付出的核对序号、金额和账号；对不上的行不采用，列出原因。回执可以分几次、可以晚到。"),
        submit=_("上传并登记"),
        done=_("已登记，请看下面的结果。"),
        icon="upload",
    )


@require_http_methods(["GET", "POST"])
def follow(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """Pay again what failed and is ready."""
    row = payout_of(payout_id, by=request.actor)
    again = ready(row)
    return _act(
        request,
        payout_id,
        PageForm(posted(request)),
        "relief.follow_up",
        lambda one, _data: follow_up(by=request.actor, now=request.now, payout=one.id).id,
        title=_("编制补发批次"),
        lead=_("只编入失败且已更正复核、或原账号无误的户；资金不再另外占用。"),
        submit=_("编制补发"),
        done=_("已编制补发批次，照样固定、核对、放款。"),
        icon="refresh",
        more=[
            (_("可以补发"), _("%(n)d 户，%(fen)s 元") % showing.counted(len(again), sum(x.amount_fen for x in again)))
        ],
    )


@require_http_methods(["GET", "POST"])
def sample(request: SignedRequest, payout_id: UUID) -> HttpResponse:
    """Whom to ask whether the money came."""
    row = payout_of(payout_id, by=request.actor)
    return form_page(
        request,
        forms.SampleForm(posted(request)),
        "relief.draw_sample",
        lambda data: draw_sample(by=request.actor, now=request.now, payout=row.id, **data).id,
        title=_("抽查是否到账"),
        lead=_("样本量由置信度和误差按总户数算出，随机种子留存，谁都可以照样重抽。"),
        back=address(row.id),
        leads_to=lambda made: reverse("relief-sample", args=[made]),
        done=_("已抽取，请逐户询问登记。"),
        submit=_("抽取样本"),
        crumbs=[*crumbs(), (showing.title(row), address(row.id))],
        facts=showing.facts(row),
    )


def _act(
    request: SignedRequest,
    payout_id: UUID,
    form: PageForm,
    name: str,
    do: "Callable[[Payout, dict[str, Any]], UUID]",
    **context: Any,
) -> HttpResponse:
    row = payout_of(payout_id, by=request.actor)
    facts = [*showing.facts(row), *context.pop("more", [])]
    return form_page(
        request,
        form,
        name,
        lambda data: do(row, data),
        back=address(row.id),
        leads_to=address,
        crumbs=[*crumbs(), (showing.title(row), address(row.id))],
        facts=facts,
        **context,
    )
