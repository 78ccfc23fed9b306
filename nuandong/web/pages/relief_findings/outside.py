"""Lists from elsewhere that relief is compared with: taken in, shown with what was found, taken out of force."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.plans.schema.plan import season_year
from nuandong.relief import selectors_findings as selectors
from nuandong.relief.actions.take_list import end_list, take_list
from nuandong.relief.reading.door import MAX_BYTES
from nuandong.relief.rules import IMPORT
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.relief_findings.forms import OutsideForm, ReasonForm
from nuandong.web.pages.relief_findings.showing import paths_of
from nuandong.web.pages.relief_findings.views import tabs
from nuandong.web.paging import SIZE, page_of, uuid_cursor
from nuandong.web.regions import region_choices


@require_safe
def lists(request: SignedRequest) -> HttpResponse:
    """Lists in force and before, the newest first."""
    after = uuid_cursor(request.GET.get("after"))
    rows = selectors.outside_lists(request.actor, after=after, limit=SIZE + 1)
    page = page_of(rows, key=lambda row: row.id, cursor=after)
    paths = paths_of((row.region for row in page.rows), request.now)
    who = org.names_of([row.uploaded_by for row in page.rows])
    context = {
        "page": page,
        "lines": [
            {
                "row": row,
                "path": paths.get(row.region, str(row.region)),
                "who": who.get(row.uploaded_by, ""),
                "fen": getattr(row, "fen", None),
            }
            for row in page.rows
        ],
        **tabs(request),
    }
    return render(request, "relief_findings/outside.html", context)


@require_http_methods(["GET", "POST"])
def take(request: SignedRequest) -> HttpResponse:
    """A list from elsewhere."""
    today = local_date(request.now)
    form = OutsideForm(
        posted(request),
        request.FILES or None,
        regions=region_choices(request.actor, today, whole=True),
        initial={"region": request.actor.region, "season": season_year(today), "kind": "aid"},
    )

    def do(data: dict[str, Any]) -> UUID:
        values = {name: data[name] for name in ("kind", "title", "region", "season")}
        return take_list(by=request.actor, now=request.now, data=data["file"].read(MAX_BYTES + 1), **values).id

    return form_page(
        request,
        form,
        "relief.take_list",
        do,
        title=_("导入外部名单"),
        lead=_("按身份证号码找到已登记的人，其余的人不保留。放款前和疑点检查都会比对，不自动取消任何一户。"),
        back=reverse("relief-outside"),
        done=_("已导入。"),
        submit=_("导入"),
        icon="upload",
        crumbs=[(_("外部名单"), reverse("relief-outside"))],
    )


@require_http_methods(["GET", "POST"])
def end(request: SignedRequest, outside_id: UUID) -> HttpResponse:
    """Take a list out of force that was wrong or is old."""
    row = selectors.outside_list(outside_id)
    permissions.check(request.actor, IMPORT, region=row.region)
    back = reverse("relief-outside")

    def do(data: dict[str, Any]) -> UUID:
        return end_list(by=request.actor, now=request.now, outside=row.id, reason=data["reason"]).id

    return form_page(
        request,
        ReasonForm(posted(request)),
        "relief.end_list",
        do,
        title=_("停用外部名单"),
        lead=_("停用以后不再比对，名单里的人和金额一并删除。"),
        back=back,
        done=_("已停用。"),
        submit=_("停用"),
        danger=True,
        facts=[(_("名单"), row.title), (_("找到的人"), str(row.matched))],
        crumbs=[(_("外部名单"), back)],
    )
