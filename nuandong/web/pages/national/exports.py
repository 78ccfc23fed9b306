"""Exports of national systems: uploaded, columns confirmed, differences side by side, decided one by one."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.sheets import MAX_BYTES
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.reports.actions.compare_export import compare_export
from nuandong.reports.actions.decide_difference import decide_difference
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.actions.upload_export import upload_export
from nuandong.reports.kinds import Decision, Kind
from nuandong.reports.national import exports
from nuandong.reports.national.shape import System
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.national.choosing import known
from nuandong.web.pages.national.forms import ColumnsForm, DecisionForm, ExportForm
from nuandong.web.pages.national.lines import TONES, shown_lines
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.regions import region_choices

_STAGES: Final = {
    "left": gettext_noop("待认定"),
    "waiting": gettext_noop("待更正"),
    "ours": gettext_noop("请系统更正"),
}


@require_http_methods(["GET", "POST"])
def upload(request: SignedRequest, system: str) -> HttpResponse:
    """An export of a system; those before it are listed below."""
    asked, today = known(request, system), local_date(request.now)
    regions = region_choices(request.actor, today, deepest=Level.TOWNSHIP, whole=True)[1:]
    initial = {"region": request.actor.region, "since": today.replace(day=1), "until": today}
    form = ExportForm(posted(request), request.FILES or None, regions=regions, initial=initial)

    def do(data: dict[str, Any]) -> UUID:
        return upload_export(
            by=request.actor,
            now=request.now,
            system=asked.system,
            region=data["region"],
            since=data["since"],
            until=data["until"],
            data=data["file"].read(MAX_BYTES + 1),
        ).id

    earlier = exports.exports(asked.system)
    names = org.names_of([one.uploaded_by for one in earlier])
    places = divisions.name_paths({one.region for one in earlier}, today) if earlier else {}
    return form_page(
        request,
        form,
        "reports.upload_export",
        do,
        title=_("比对系统导出的表"),
        lead=_("先按系统编号，再按证件号码，最后按姓名和日期找到同一条，逐项比对。不改动这里的登记。"),
        back=reverse("national-sheet", args=[asked.system]),
        template="national/upload.html",
        leads_to=lambda made: reverse("national-export", args=[made]),
        done=_("表已读入。"),
        submit=_("读入"),
        crumbs=crumbs(asked),
        system=asked,
        earlier=[
            {"row": one, "who": names.get(one.uploaded_by, ""), "place": places[one.region].rpartition("/")[2]}
            for one in earlier
        ],
    )


@require_http_methods(["GET", "POST"])
def columns(request: SignedRequest, export: UUID) -> HttpResponse:
    """Which column is which field: proposed by the headings, remembered for the next export of this kind."""
    row = exports.export_of(export)
    asked = known(request, row.system)
    here = reverse("national-export", args=[row.id])
    if row.compared_at is not None and request.method == "GET":
        return redirect(here)
    initial = {f"c{place}": code for place, code in row.columns.items()}
    form = ColumnsForm(posted(request), system=asked, headings=row.headings, initial=initial)
    return form_page(
        request,
        form,
        "reports.compare_export",
        lambda _data: compare_export(by=request.actor, now=request.now, export=row.id, columns=form.columns()).id,
        title=_("核对各列是什么"),
        lead=_("左边是表里的列名。同样表头的表下次不用再选。"),
        back=reverse("national-upload", args=[asked.system]),
        template="national/columns.html",
        leads_to=lambda _made: here,
        done=_("比对完成。"),
        submit=_("开始比对"),
        icon="arrows-exchange",
        crumbs=crumbs(asked),
        facts=[(_("系统"), asked.title), (_("行数"), str(row.rows))],
    )


@require_safe
def result(request: SignedRequest, export: UUID) -> HttpResponse:
    """What differs, side by side; before the comparison, its columns."""
    row = exports.export_of(export)
    asked = known(request, row.system)
    may = permissions.allows(request.actor, RECORD, region=row.region)
    if row.compared_at is None:
        if may:
            return redirect("national-columns", export=row.id)
        raise Http404
    kind = request.GET.get("kind", "")
    kind, stage = kind if kind in Kind.values else "", request.GET.get("stage", "")
    stage = stage if stage in exports.STAGES else ""
    cursor = uuid_cursor(request.GET.get("before"))
    found = exports.differences(row, kind=kind, stage=stage, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda one: one.id, cursor=cursor)
    counted = exports.counted(row)
    context = {
        "row": row,
        "system": asked,
        "page": Page(shown_lines(request, asked, page.rows), page.next, page.first),
        "counts": [(Kind(one).label, counted.get(one, 0), TONES[Kind(one)]) for one in Kind.values],
        "stages": exports.stages(row),
        "kind_box": select_box("kind", [("", _("全部")), *Kind.choices], kind),
        "stage_box": select_box(
            "stage", [("", _("全部")), *((one, _(words)) for one, words in _STAGES.items())], stage
        ),
        "clear": reverse("national-export", args=[row.id]) if kind or stage else "",
        "key": uuid4(),
        "may": may,
        "back": request.get_full_path(),
        "uploader": org.names_of([row.uploaded_by]).get(row.uploaded_by, ""),
        "crumbs": [*crumbs(asked), (_("比对系统导出的表"), reverse("national-upload", args=[asked.system]))],
    }
    return render(request, "national/result.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: SignedRequest, difference: UUID) -> HttpResponse:
    """Which side is right."""
    row = exports.difference_of(difference)
    here = reverse("national-export", args=[row.source_id])
    chosen = {name: request.GET[name] for name in ("kind", "stage", "before") if name in request.GET}
    return form_page(
        request,
        DecisionForm(posted(request), initial={"decision": request.GET.get("decision", Decision.NOTED)}),
        "reports.decide_difference",
        lambda data: (
            decide_difference(by=request.actor, now=request.now, difference=row.id, decision=data["decision"]).id
        ),
        title=_("认定差异"),
        back=f"{here}?{urlencode(chosen)}" if chosen else here,
        done=_("已认定。"),
        crumbs=crumbs(known(request, row.source.system)),
    )


def crumbs(system: System) -> list[tuple[str, str]]:
    """Where the exports of a system stand."""
    return [
        (_("报表"), reverse("reports")),
        (_("抄录单"), reverse("national")),
        (system.title, reverse("national-sheet", args=[system.system])),
    ]
