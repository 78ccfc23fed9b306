"""Reporting, correcting, assessing, handing up, reviewing: one form each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.org import permissions
from nuandong.relief import limits, selectors_season
from nuandong.relief import selectors_applying as selectors
from nuandong.relief.actions.from_ledger import from_ledger
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.actions.review_pack import forward_pack, return_application, review_pack, undo_review
from nuandong.relief.actions.revise_application import (
    reopen_application,
    withdraw_application,
)
from nuandong.relief.actions.see_card import see_card
from nuandong.relief.actions.submit_pack import add_papers, submit_pack
from nuandong.relief.paying.accounts import accounts_of
from nuandong.relief.policies_applying import ASSESS, REPORT, pack_of
from nuandong.relief.steps import ApplicationState
from nuandong.web.fields import local_minute, uploads
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_applying import forms, showing
from nuandong.web.pages.relief_applying.views import crumbs
from nuandong.web.pages.relief_deciding.showing import title_of

MOST_VOTED = 60
"""Households of one form; a longer list is voted on in several parts."""


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """The household does not ask any more."""
    return _why(request, application_id, "withdraw", withdraw_application, _("撤回申请"))


@require_http_methods(["GET", "POST"])
def reopen(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Take an assessment back that nothing has followed."""
    return _why(request, application_id, "reopen", reopen_application, _("撤销评议结果"))


@require_http_methods(["GET", "POST"])
def give_back(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Return one household to its village."""
    return _why(request, application_id, "return", return_application, _("退回补正"))


@require_http_methods(["GET", "POST"])
def undo(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """Take a pass of the township back that nothing has followed."""
    return _why(request, application_id, "undo", undo_review, _("撤销审核通过"))


def _why(request: SignedRequest, identity: UUID, name: str, act: Callable[..., Any], title: str) -> HttpResponse:
    row = selectors.application(identity, by=request.actor)

    def do(data: dict[str, Any]) -> UUID:
        found: UUID = act(by=request.actor, now=request.now, application=row.id, why=data["why"]).id
        return found

    return form_page(
        request,
        forms.WhyForm(posted(request)),
        f"relief.{name}_application",
        do,
        title=title,
        back=_application(row.id),
        crumbs=crumbs(row.season_id),
        submit=title,
        danger=True,
        facts=[(_("户主"), row.head_masked), (_("状态"), str(ApplicationState(row.state).label))],
    )


@require_http_methods(["GET", "POST"])
def take_ledger(request: SignedRequest, season_id: UUID, village: int) -> HttpResponse:
    """The ledger of a village becomes applications."""
    of = selectors_season.season(season_id, by=request.actor)
    permissions.check(request.actor, REPORT, region=village)

    def do(_data: dict[str, Any]) -> UUID:
        from_ledger(by=request.actor, now=request.now, season=of.id, region=village)
        return of.id

    return form_page(
        request,
        PageForm(posted(request)),
        "relief.from_ledger",
        do,
        title=_("从台账转入"),
        lead=_("已确认台账里还没有申请的户全部转入，再点一次不会重复；台账没有的内容逐户补填后才能评议。"),
        back=_home(of.id),
        crumbs=crumbs(of.id),
        submit=_("转入"),
        done=_("已转入。"),
        facts=[(_("年度"), title_of(of)), (_("村（社区）"), showing.place_of(village, request))],
    )


@require_http_methods(["GET", "POST"])
def assess(request: SignedRequest, season_id: UUID, village: int) -> HttpResponse:
    """A meeting with its votes."""
    of = selectors_season.season(season_id, by=request.actor)
    permissions.check(request.actor, ASSESS, region=village)
    rows = list(selectors.to_assess(of, village)[:MOST_VOTED])
    start = {"held_at": local_minute(request.now)}
    form = forms.MeetingForm(posted(request), uploads(request), rows=rows, initial=start)

    def do(data: dict[str, Any]) -> UUID:
        session = Session(
            held_at=data["held_at"],
            place=data["place"],
            invited=data["invited"],
            attendance=data["attendance"],
            chair=data["chair"],
            minutes=data["minutes"],
            photos=[one.read() for one in data["photos"]],
            pages=[one.read() for one in data["pages"]],
        )
        return record_assessment(
            by=request.actor, now=request.now, season=of.id, region=village, session=session, ballots=form.ballots()
        ).id

    return form_page(
        request,
        form,
        "relief.record_assessment",
        do,
        title=_("登记民主评议"),
        lead=_("同意、不同意、弃权相加等于到会人数；没有评议的户空着。"),
        back=_home(of.id),
        crumbs=crumbs(of.id),
        template="relief_applying/assess.html",
        submit=_("登记"),
        done=_("已登记；通过的户已进入上报材料，公示待张贴。"),
        leads_to=lambda made: reverse("relief-meeting", args=[made]),
        facts=[(_("年度"), title_of(of)), (_("村（社区）"), showing.place_of(village, request))],
    )


@require_http_methods(["GET", "POST"])
def card(request: SignedRequest, application_id: UUID) -> HttpResponse:
    """The bank card of a household was seen."""
    row = selectors.application(application_id, by=request.actor)
    known = accounts_of([row.household_id], row.season.year).get(row.household_id)

    def do(data: dict[str, Any]) -> UUID:
        photo = data["photo"].read() if data["photo"] else b""
        told = {"account": data["account"], "bank": data["bank"]}
        return see_card(by=request.actor, now=request.now, application=row.id, photo=photo, **told).id

    return form_page(
        request,
        forms.CardForm(posted(request), uploads(request)),
        "relief.see_card",
        do,
        title=_("核对银行卡"),
        lead=_("看到卡或存折原件再登记；账号对不上，款就到不了。"),
        back=_application(row.id),
        crumbs=crumbs(row.season_id),
        done=_("已登记。"),
        template="relief_applying/card.html",
        facts=[(_("户主"), row.head_masked), (_("登记的账号"), known.masked if known else _("没有登记"))],
    )


@require_http_methods(["GET", "POST"])
def submit(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """Hand a pack up to the township."""

    def do(data: dict[str, Any]) -> UUID:
        return submit_pack(by=request.actor, now=request.now, pack=village_pack, leave=data["leave"]).id

    return _pack_page(request, village_pack, forms.SubmitForm(posted(request)), "submit_pack", do, _("上报乡镇"))


@require_http_methods(["GET", "POST"])
def papers(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """Add photos of papers."""

    def do(data: dict[str, Any]) -> UUID:
        pictures = [one.read() for one in data["photos"]]
        return add_papers(by=request.actor, now=request.now, pack=village_pack, pictures=pictures).id

    form = forms.PapersForm(posted(request), uploads(request))
    return _pack_page(request, village_pack, form, "add_papers", do, _("补充材料照片"))


@require_http_methods(["GET", "POST"])
def passing(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """Pass households of a pack."""
    row = pack_of(village_pack, by=request.actor)
    rows = list(row.applications.filter(state=ApplicationState.WITH_TOWNSHIP).order_by("id"))

    def do(data: dict[str, Any]) -> UUID:
        given = {"passed": data["passed"], "above": data.get("above", ())}
        return review_pack(by=request.actor, now=request.now, pack=row.id, **given).id

    above = [(one, showing.above_words(one)) for one in rows if limits.is_above(row.season, one)]
    form = forms.PassForm(posted(request), rows=rows, above=above)
    return _pack_page(request, village_pack, form, "review_pack", do, _("审核通过"))


@require_http_methods(["GET", "POST"])
def forward(request: SignedRequest, village_pack: UUID) -> HttpResponse:
    """Hand a reviewed pack up to the county."""

    def do(_data: dict[str, Any]) -> UUID:
        return forward_pack(by=request.actor, now=request.now, pack=village_pack).id

    return _pack_page(request, village_pack, PageForm(posted(request)), "forward_pack", do, _("上报县级"))


def _pack_page(
    request: SignedRequest,
    identity: UUID,
    form: PageForm,
    name: str,
    do: Callable[[dict[str, Any]], UUID],
    title: str,
) -> HttpResponse:
    row = pack_of(identity, by=request.actor)
    return form_page(
        request,
        form,
        f"relief.{name}",
        do,
        title=title,
        back=reverse("relief-pack", args=[row.id]),
        crumbs=crumbs(row.season_id),
        submit=title,
        facts=[
            (_("村（社区）"), showing.place_of(row.region, request)),
            (_("户数"), str(row.applications.count())),
        ],
    )


def _home(season: UUID) -> str:
    return f"{reverse('relief-home')}?season={season}"


def _application(identity: UUID) -> str:
    return reverse("relief-application", args=[identity])
