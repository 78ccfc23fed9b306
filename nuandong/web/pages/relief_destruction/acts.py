"""Assess, approve, attend, give up."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.org import selectors as org
from nuandong.relief import selectors_destruction as selectors
from nuandong.relief import selectors_season
from nuandong.relief.actions.attend_destruction import attend_destruction
from nuandong.relief.actions.write_destruction import approve_destruction, draft_destruction, drop_destruction
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding.seasons import crumbs
from nuandong.web.pages.relief_deciding.showing import title_of
from nuandong.web.pages.relief_destruction.forms import ApproveForm, DraftForm, WhyForm

_ROLES = ("county_officer", "county_leader", "county_finance", "auditor", "storekeeper")
"""Who may do it or watch it: people of the county's offices."""


@require_http_methods(["GET", "POST"])
def draft(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Assess every kind: what is destroyed, what is kept as evidence."""
    season = selectors_season.season(season_id, by=request.actor)
    form = DraftForm(posted(request), counts=selectors.counts(season, by=request.actor))

    def do(data: dict[str, Any]) -> UUID:
        return draft_destruction(by=request.actor, now=request.now, season=season.id, keeps=form.keeps(data)).id

    return form_page(
        request,
        form,
        "relief.draft_destruction",
        do,
        title=_("起草销毁评估"),
        lead=_("默认销毁的类别逐类评估；需要作为证据留存的写明原因和期限。应当保存的类别不受影响。"),
        submit=_("保存评估"),
        back=reverse("relief-destructions", args=[season.id]),
        leads_to=lambda made: reverse("relief-destruction", args=[made]),
        done=_("评估已保存，请由负责人审批。"),
        crumbs=crumbs(season),
    )


@require_http_methods(["GET", "POST"])
def approve(request: SignedRequest, destruction_id: UUID) -> HttpResponse:
    """A second person approves and names who does it and who watches."""
    row = selectors.destruction(destruction_id, by=request.actor)
    staff = {
        one.id: one.name
        for role in _ROLES
        for one in org.holders_within(role, region=row.region, now=request.now)
        if one.id != request.actor.staff
    }
    choices = [(str(one), name) for one, name in staff.items()]
    form = ApproveForm(posted(request), initial={"seen": row.changed_at.isoformat()}, people=choices)

    def do(data: dict[str, Any]) -> UUID:
        values = {name: data[name] for name in ("seen", "executor", "witness")}
        return approve_destruction(by=request.actor, now=request.now, destruction=row.id, **values).id

    destroyed = selectors.destroyed_kinds(row)
    return form_page(
        request,
        form,
        "relief.approve_destruction",
        do,
        title=_("审批个人信息销毁"),
        lead=_("批准后固定清册；执行人和监销人都到场确认，后台才开始销毁。销毁后不能恢复。"),
        submit=_("批准"),
        danger=True,
        back=reverse("relief-destruction", args=[row.id]),
        done=_("已批准，请执行人和监销人到场确认。"),
        facts=[
            (_("年度"), title_of(row.season)),
            *((wording.said(title), _("%(n)d 条") % {"n": n}) for title, n in destroyed),
        ],
        crumbs=crumbs(row.season),
    )


@require_http_methods(["GET", "POST"])
def attend(request: SignedRequest, destruction_id: UUID) -> HttpResponse:
    """The executor or the witness is there."""
    row = selectors.destruction(destruction_id, by=request.actor)
    return form_page(
        request,
        PageForm(posted(request)),
        "relief.attend_destruction",
        lambda _data: attend_destruction(by=request.actor, now=request.now, destruction=row.id).id,
        title=_("到场确认"),
        lead=_("执行人和监销人都确认以后，后台按清册销毁，不能恢复。以前的备份里仍有这些内容，到备份轮换时才没有。"),
        submit=_("确认到场"),
        danger=True,
        back=reverse("relief-destruction", args=[row.id]),
        done=_("已确认。"),
        facts=[(_("年度"), title_of(row.season)), (_("清册记录"), str(row.items)), (_("清册摘要"), row.digest)],
        crumbs=crumbs(row.season),
    )


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, destruction_id: UUID) -> HttpResponse:
    """Give it up before anything is destroyed."""
    row = selectors.destruction(destruction_id, by=request.actor)
    return form_page(
        request,
        WhyForm(posted(request)),
        "relief.drop_destruction",
        lambda data: drop_destruction(by=request.actor, now=request.now, destruction=row.id, why=data["why"]).id,
        title=_("撤销这次销毁"),
        submit=_("撤销"),
        danger=True,
        back=reverse("relief-destruction", args=[row.id]),
        done=_("已撤销，没有销毁任何内容。"),
        facts=[(_("年度"), title_of(row.season))],
        crumbs=crumbs(row.season),
    )
