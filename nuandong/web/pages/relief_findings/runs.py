"""Have the checks run now: asked for a place, done in the background, seen check by check."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.relief.actions.ask_check import ask_check
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_findings import showing
from nuandong.web.pages.relief_findings.forms import CheckForm
from nuandong.web.pages.relief_findings.views import asked, home_crumbs
from nuandong.web.polling import read_anew
from nuandong.web.regions import region_choices


@require_http_methods(["GET", "POST"])
def new(request: SignedRequest) -> HttpResponse:
    """Ask for a run over one's own county, a township or a village."""
    wanted = asked(request)
    regions = region_choices(request.actor, local_date(request.now), whole=True)
    start = {"region": wanted.region or request.actor.region, "season": wanted.season}
    form = CheckForm(posted(request), initial=start, regions=regions)

    def do(data: dict[str, Any]) -> UUID:
        return ask_check(by=request.actor, now=request.now, **data).id

    return form_page(
        request,
        form,
        "relief.ask_check",
        do,
        title=_("现在检查"),
        lead=_("在后台逐项检查，可以离开这个页面。再查一次不会重复提出疑点；原因已不在的会标出。"),
        submit=_("开始检查"),
        icon="flag",
        back=reverse("relief-findings"),
        done=_("已开始检查。"),
        crumbs=home_crumbs(),
    )


@require_safe
def now(request: SignedRequest) -> HttpResponse:
    """How far the newest run is, read anew each time. X-Settled once it is over."""
    context = showing.run(request)
    return read_anew(request, "relief_findings/_run.html", context, under_way=bool(context.get("run_on")))
