"""Officers declare which households are kin, and so keep out of their cases."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.relief import selectors_findings as selectors
from nuandong.relief.actions.declare_kinship import declare_kinship, end_kinship
from nuandong.relief.policies_findings import DECIDE, kinship_of
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_findings import showing
from nuandong.web.pages.relief_findings.forms import KinForm, ReasonForm
from nuandong.web.pages.relief_findings.views import tabs
from nuandong.web.paging import SIZE, page_of, uuid_cursor


@require_safe
def kinships(request: SignedRequest) -> HttpResponse:
    """Declarations in force."""
    after = uuid_cursor(request.GET.get("after"))
    rows = selectors.kinships(request.actor, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    context = {
        "page": page,
        "lines": showing.kin_lines(page.rows, request.actor, request.now),
        "may_end": permissions.allows(request.actor, DECIDE),
        "may_people": permissions.allows(request.actor, "people.person.see"),
        **tabs(request),
    }
    return render(request, "relief_findings/kinships.html", context)


@require_http_methods(["GET", "POST"])
def declare(request: SignedRequest, household: UUID) -> HttpResponse:
    """Declare a household, from its own page."""
    card = people.household(household, by=request.actor, on=local_date(request.now))
    back = reverse("household", args=[card.id])

    def do(data: dict[str, Any]) -> UUID:
        return declare_kinship(by=request.actor, now=request.now, household=card.id, relation=data["relation"]).id

    return form_page(
        request,
        KinForm(posted(request)),
        "relief.declare_kinship",
        do,
        title=_("申报近亲属"),
        lead=_("申报以后，这一户的救助由其他同事经办；您不能再办它的任何一步。"),
        back=back,
        done=_("已申报，请回避这一户的经办。"),
        submit=_("申报"),
        facts=[(_("户主"), showing.heads([card.id], request.actor).get(card.id, ""))],
        crumbs=[(_("近亲属申报"), reverse("relief-kinships"))],
    )


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, kinship: UUID) -> HttpResponse:
    """Take a declaration back that was not right."""
    row = kinship_of(kinship)
    permissions.check(request.actor, DECIDE, region=row.region)
    line = showing.kin_lines([row], request.actor, request.now)[0]
    back = reverse("relief-kinships")

    def do(data: dict[str, Any]) -> UUID:
        return end_kinship(by=request.actor, now=request.now, kinship=row.id, reason=data["reason"]).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "relief.end_kinship",
        do,
        title=_("撤销近亲属申报"),
        lead=_("只撤销填错的申报；撤销以后，申报人可以经办这一户。"),
        back=back,
        done=_("已撤销。"),
        submit=_("撤销申报"),
        icon="arrow-back-up",
        facts=[(_("申报人"), line["who"]), (_("户主"), line["head"]), (_("关系"), row.relation)],
        crumbs=[(_("近亲属申报"), back)],
    )
