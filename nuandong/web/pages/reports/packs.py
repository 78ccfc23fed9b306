"""Inspection packs (迎检): asked for with one press, made in the background, taken as one archive."""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.plans import selectors as plans
from nuandong.reports.actions.ask_for_pack import ask_for_pack
from nuandong.reports.actions.take_pack import take_pack
from nuandong.reports.inspection import selectors
from nuandong.reports.inspection.making import MIME
from nuandong.reports.inspection.rules import TAKE
from nuandong.reports.papers.composing import term_words
from nuandong.reports.states import PackState
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty.forms import day_field
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.polling import read_anew
from nuandong.web.regions import region_choices, region_field

if TYPE_CHECKING:
    from nuandong.reports.models import InspectionPack

TONES = {
    PackState.ASKED: wording.MUTE,
    PackState.MAKING: wording.INFO,
    PackState.READY: wording.OK,
    PackState.FAILED: wording.LATE,
}


class PackForm(PageForm):
    region = region_field(gettext_lazy("地区"))
    first = day_field(gettext_lazy("开始日期"))
    last = day_field(gettext_lazy("结束日期"))


@require_safe
def packs(request: SignedRequest) -> HttpResponse:
    """Packs of one's regions, the newest first; those under way are looked at again by themselves."""
    return render(request, "reports/packs.html", _list(request))


@require_safe
def packs_now(request: SignedRequest) -> HttpResponse:
    """The list alone. How far a pack is no event says: it is read anew each time."""
    return read_anew(request, "reports/_packs.html", _list(request))


@require_http_methods(["GET", "POST"])
def ask(request: SignedRequest) -> HttpResponse:
    """One press: the region and days are filled in with the season so far."""
    actor, today = request.actor, local_date(request.now)
    permissions.check(actor, TAKE)
    form = PackForm(posted(request), initial={"region": actor.region, "first": _began(today), "last": today})
    choices = region_choices(actor, today, deepest=Level.TOWNSHIP, whole=True)
    form.fields["region"].choices = choices  # type: ignore[attr-defined]

    def do(data: dict[str, Any]) -> UUID:
        return ask_for_pack(by=actor, now=request.now, region=data["region"], first=data["first"], last=data["last"]).id

    return form_page(
        request,
        form,
        "reports.ask_for_pack",
        do,
        title=_("生成迎检材料"),
        back=reverse("packs"),
        done=_("已开始生成，完成后可以下载。"),
        submit=_("生成"),
        icon="archive",
        lead=_("方案、值班表、落实情况、报表、抽查、督查问题、任务和日志核验合成一册，附原文和摘要，打成一个压缩包。"),
        crumbs=[(_("报表"), reverse("reports")), (_("迎检材料"), reverse("packs"))],
    )


@require_safe
def download(request: SignedRequest, pack_id: UUID) -> FileResponse:
    """The archive; the journal keeps who took it."""
    row = selectors.pack(pack_id, by=request.actor)
    data = take_pack(by=request.actor, now=request.now, pack=row.id)
    place = divisions.name_path(row.region, row.last_day, top=Level.COUNTY)
    name = "-".join((_("迎检材料"), place.replace("/", ""), row.first_day.isoformat(), row.last_day.isoformat()))
    return FileResponse(BytesIO(data), as_attachment=True, filename=f"{name}.zip", content_type=MIME)


def _list(request: SignedRequest) -> dict[str, Any]:
    cursor = uuid_cursor(request.GET.get("after"))
    found = selectors.packs(request.actor, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda row: row.id, cursor=cursor)
    names = org.names_of([row.asked_by for row in page.rows])
    today = local_date(request.now)
    places = divisions.name_paths({row.region for row in page.rows}, today, top=Level.COUNTY) if page.rows else {}
    return {
        "page": Page([_line(row, names, places) for row in page.rows], page.next, page.first),
        "under_way": any(row.state in selectors.UNDER_WAY for row in page.rows),
        "query": request.GET.urlencode(),
        "crumbs": [(_("报表"), reverse("reports"))],
    }


def _line(row: "InspectionPack", names: Any, places: Any) -> dict[str, Any]:
    state = PackState(row.state)
    return {
        "row": row,
        "term": term_words(row.first_day, row.last_day),
        "place": places.get(row.region, str(row.region)),
        "who": names.get(row.asked_by, ""),
        "tone": TONES[state],
        "words": str(state.label),
        "under_way": state in selectors.UNDER_WAY,
        "ready": state is PackState.READY,
        "size": _("%(n)s MB") % {"n": f"{row.size / 1_000_000:.1f}"},
    }


def _began(today: date) -> date:
    """The first day of the oldest plan in force, else of this year."""
    found = min((one.starts_on for one in plans.activations(on=today)), default=None)
    return found or today.replace(month=1, day=1)
