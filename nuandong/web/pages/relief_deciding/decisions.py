"""The county's lists: who is ready and who is not, a draft, its signatures, what was granted."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as geo
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.relief import besides, selectors_deciding, selectors_season
from nuandong.relief.actions.draft_decision import DECIDE, draft_decision, drop_decision, leave_out
from nuandong.relief.actions.refuse_application import refuse_application, return_from_county
from nuandong.relief.actions.send_decision import recall_decision, send_decision
from nuandong.relief.actions.sign_decision import SIGN, sign_decision
from nuandong.relief.lookups import application_of, decision_of
from nuandong.relief.policies_deciding import check_signer
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import DecisionState
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted, why_not
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding import forms, rooms, showing
from nuandong.web.pages.relief_deciding.seasons import crumbs
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.relief.models import Decision

_TONES = {
    DecisionState.DRAFT: wording.SOON_TONE,
    DecisionState.SENT: wording.INFO,
    DecisionState.DECIDED: wording.OK,
    DecisionState.DROPPED: wording.MUTE,
}

_UNDECIDED = frozenset({DecisionState.DRAFT, DecisionState.SENT})


@require_safe
def decisions(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Every list of a season, and the households that wait for one with what keeps them."""
    row = selectors_season.season(season_id, by=request.actor)
    today = local_date(request.now)
    ready, kept = selectors_deciding.ready(row, today)
    waiting = list(selectors_deciding.at_county(row).filter(id__in=list(kept)[: SIZE * 4]))
    names = geo.names({one.region for one in waiting}, today)
    context = {
        "row": row,
        "title": showing.title_of(row),
        "lists": [_line(one) for one in selectors_deciding.decisions_of(row)[: SIZE * 2]],
        "ready": len(ready),
        "kept": [
            {
                "row": one,
                "village": names.get(one.region, str(one.region)),
                "why": said(kept[one.id]),
            }
            for one in waiting
        ],
        "kept_all": len(kept),
        "granted": row.entitlements.exists(),
        "may_draft": permissions.allows(request.actor, DECIDE, region=row.region) and row.closed_at is None,
        "crumbs": crumbs(row),
    }
    return render(request, "relief_deciding/decisions.html", context)


@require_safe
def decision(request: SignedRequest, decision_id: UUID) -> HttpResponse:
    """One list: its households with amounts, who signed it, and what can be done with it now."""
    row = decision_of(decision_id)
    today = local_date(request.now)
    after = uuid_cursor(request.GET.get("after"))
    rows = row.applications.order_by("id")
    page = page_of(
        list((rows.filter(id__gt=after) if after else rows)[: SIZE + 1]), key=lambda one: one.id, cursor=after
    )
    names = geo.names({one.region for one in page.rows}, today)
    signed = list(row.signed.order_by("at"))
    who = org.names_of([row.drafted_by, *(one.staff for one in signed)])
    needed = row.signatures or procedure_of(row.season).signatures(row.total_fen)
    context = {
        "row": row,
        "state": (_TONES[DecisionState(row.state)], str(DecisionState(row.state).label)),
        "page": page,
        "lines": [{"row": one, "village": names.get(one.region, str(one.region))} for one in page.rows],
        "author": who.get(row.drafted_by, ""),
        "signed": [(who.get(one.staff, ""), one.at) for one in signed],
        "needed": needed,
        "crumbs": [*crumbs(row.season), (_("县级审定"), reverse("relief-decisions", args=[row.season_id]))],
        "may_decide": permissions.allows(request.actor, DECIDE, region=row.region),
        "may_sign": permissions.allows(request.actor, SIGN, region=row.region),
        **(
            rooms.lines(row.season, today, _asked(row), words=_("本名单（元）"), what="granted")
            if row.state in _UNDECIDED
            else {}
        ),
        **(showing.besides_lines(besides.of_decision(row)) if row.state in _UNDECIDED else {}),
        **showing.above_lines(row, today),
        "sign_refused": why_not(lambda: check_signer(row, request.actor)) if row.state == DecisionState.SENT else "",
    }
    return render(request, "relief_deciding/decision.html", context)


def _asked(row: "Decision") -> dict[int, int]:
    """Village → what the list grants there, in fen."""
    return dict(row.applications.order_by().values_list("region").annotate(fen=Sum("amount_fen")))


@require_http_methods(["GET", "POST"])
def draft(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Put everybody who is ready on a new list."""
    row = selectors_season.season(season_id, by=request.actor)
    ready, kept = selectors_deciding.ready(row, local_date(request.now))

    def do(_data: dict[str, Any]) -> UUID:
        return draft_decision(by=request.actor, now=request.now, season=row.id).id

    return form_page(
        request,
        PageForm(posted(request)),
        "relief.draft_decision",
        do,
        title=_("起草审定名单"),
        lead=_("公示满期、没有异议、资金够的户列入名单；其余留待下一份。"),
        back=reverse("relief-decisions", args=[row.id]),
        submit=_("起草"),
        facts=[(_("可以审定"), _("%(n)d 户") % {"n": len(ready)}), (_("还不能"), _("%(n)d 户") % {"n": len(kept)})],
        crumbs=crumbs(row),
        done=_("已起草，请核对后送签。"),
        leads_to=lambda made: reverse("relief-decision", args=[made]),
    )


def _act(request: SignedRequest, row: "Decision", form: PageForm, name: str, do: Any, **more: Any) -> HttpResponse:
    facts = [
        (_("第几号"), str(row.number)),
        (_("户数"), str(row.households)),
        (_("合计"), f"{format_yuan(row.total_fen)} {_('元')}"),
    ]
    back = reverse("relief-decision", args=[row.id])
    if row.state in _UNDECIDED and (helped := besides.of_decision(row)).count:
        said_ = _("%(homes)d 户，合计 %(fen)s 元") % {"homes": helped.homes, "fen": format_yuan(helped.fen)}
        facts.append((_("同一年度另有的救助"), said_))
    return form_page(request, form, f"relief.{name}", do, back=back, facts=facts, **more)


@require_http_methods(["GET", "POST"])
def send(request: SignedRequest, decision_id: UUID) -> HttpResponse:
    """Send a draft for signing."""
    row = decision_of(decision_id)
    needed = procedure_of(row.season).signatures(row.total_fen)

    def do(_data: dict[str, Any]) -> UUID:
        return send_decision(by=request.actor, now=request.now, decision=row.id).id

    lead = _("送签后名单和金额固定，要 %(n)d 人签批。") % {"n": needed}
    form = PageForm(posted(request))
    return _act(request, row, form, "send_decision", do, title=_("送签"), lead=lead, submit=_("送签"))


@require_http_methods(["GET", "POST"])
def sign(request: SignedRequest, decision_id: UUID) -> HttpResponse:
    """Sign the list as it was shown."""
    row = decision_of(decision_id)

    def do(data: dict[str, Any]) -> UUID:
        return sign_decision(by=request.actor, now=request.now, decision=row.id, seen=data["seen"]).id

    form = forms.SeenForm(posted(request), initial={"seen": row.list_hash})
    lead = _("签批的是您看到的这份名单。最后一人签批后，各户即为审定。")
    return _act(request, row, form, "sign_decision", do, title=_("签批"), lead=lead, submit=_("签批"))


@require_http_methods(["GET", "POST"])
def recall(request: SignedRequest, decision_id: UUID) -> HttpResponse:
    """Take a list back from signing."""
    row = decision_of(decision_id)

    def do(data: dict[str, Any]) -> UUID:
        return recall_decision(by=request.actor, now=request.now, decision=row.id, why=data["why"]).id

    lead = _("撤回后已有的签批作废，名单可以修改。")
    form = forms.WhyForm(posted(request))
    return _act(request, row, form, "recall_decision", do, title=_("撤回送签"), lead=lead, submit=_("撤回"))


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, decision_id: UUID) -> HttpResponse:
    """Give up a draft."""
    row = decision_of(decision_id)

    def do(_data: dict[str, Any]) -> UUID:
        return drop_decision(by=request.actor, now=request.now, decision=row.id).id

    lead = _("名单里的户回到待审定。")
    form = PageForm(posted(request))
    more = {"title": _("作废名单"), "lead": lead, "submit": _("作废"), "danger": True}
    return _act(request, row, form, "drop_decision", do, **more)


@require_http_methods(["GET", "POST"])
def leave(request: SignedRequest, decision_id: UUID, application_id: UUID) -> HttpResponse:
    """Take one household off a draft."""
    row = decision_of(decision_id)

    def do(_data: dict[str, Any]) -> UUID:
        return leave_out(by=request.actor, now=request.now, decision=row.id, application=application_id).id

    head = application_of(application_id).head_masked
    form = PageForm(posted(request))
    more = {"title": _("移出名单"), "lead": _("%(head)s 户留待下一份名单。") % {"head": head}, "submit": _("移出")}
    return _act(request, row, form, "leave_out", do, **more)


@require_http_methods(["GET", "POST"])
def refuse(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Refuse one household, with the grounds."""

    def do(data: dict[str, Any]) -> UUID:
        why = data["why"]
        return refuse_application(by=request.actor, now=request.now, application=application_id, why=why).id

    words = {"title": _("不予救助"), "lead": _("理由会告知申请人；以后可以重新申请。"), "submit": _("不予救助")}
    return _ended(request, application_id, "refuse_application", do, danger=True, **words)


@require_http_methods(["GET", "POST"])
def give_back(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Return one household to its village."""

    def do(data: dict[str, Any]) -> UUID:
        why = data["why"]
        return return_from_county(by=request.actor, now=request.now, application=application_id, why=why).id

    words = {"title": _("退回补正"), "lead": _("村里补正以后，重新评议、公示、上报。"), "submit": _("退回")}
    return _ended(request, application_id, "return_from_county", do, **words)


def _ended(request: SignedRequest, application_id: UUID, name: str, do: Any, **more: Any) -> HttpResponse:
    row = application_of(application_id)
    return form_page(
        request,
        forms.WhyForm(posted(request)),
        f"relief.{name}",
        do,
        back=reverse("relief-decisions", args=[row.season_id]),
        facts=[(_("户主"), row.head_masked), (_("家庭人口"), str(row.size))],
        crumbs=crumbs(row.season),
        **more,
    )


def _line(row: "Decision") -> dict[str, Any]:
    return {"row": row, "state": (_TONES[DecisionState(row.state)], str(DecisionState(row.state).label))}
