"""A new disaster during a season: written down, and its temporary relief open at once."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.policy.library import standards
from nuandong.relief import selectors_season
from nuandong.relief.actions.open_season import OF_VISITS, OPEN
from nuandong.relief.actions.record_disaster import record_disaster
from nuandong.relief.forms.library import choices
from nuandong.relief.procedures import quick_procedures
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_deciding import forms, showing
from nuandong.web.pages.relief_deciding.seasons import crumbs
from nuandong.web.regions import region_choices
from nuandong.web.wording import said


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest, season_id: UUID) -> HttpResponse:
    """Write down a new disaster."""
    row = selectors_season.season(season_id, by=request.actor)
    today = local_date(request.now)
    choose = permissions.allows(request.actor, OPEN, region=row.region)
    places = [one for one in region_choices(request.actor, today, whole=True) if one[0] not in ("", str(row.region))]
    some = {
        "hazard": [("", _("请选择")), *((code, said(one.title)) for code, one in choices("hazards").items())],
        "procedure": [(code, said(one.title)) for code, one in quick_procedures().items()],
        "places": places,
    }
    if choose:
        some["standard"] = [(code, said(one.title)) for code, one in standards().items() if code not in OF_VISITS]
    start: dict[str, Any] = {"struck_on": today.isoformat(), "standard": row.standard}
    if request.actor.region % 1_000_000 and len(request.actor.spans) == 1:
        start["places"] = [request.actor.region]

    def do(data: dict[str, Any]) -> UUID:
        return record_disaster(by=request.actor, now=request.now, follows=row.id, **data).id

    lead = _("登记以后马上可以逐户登记受灾户；已得冬春救助的户也可以，另算另发，放款前列出两边的金额。")
    return form_page(
        request,
        forms.DisasterForm(posted(request), initial=start, choices=some, choose=choose),
        "relief.record_disaster",
        do,
        title=_("登记新灾、启动临时救助"),
        lead=lead if not choose else lead + _("不选地区就是全县。"),
        back=reverse("relief-season", args=[row.id]),
        crumbs=crumbs(row),
        facts=[(_("年度"), showing.title_of(row)), (_("救助标准"), showing.standard_title(row))],
        submit=_("登记并启动"),
        done=_("已启动，村里可以登记受灾户了。"),
        leads_to=lambda made: f"{reverse('relief-home')}?season={made}",
    )
