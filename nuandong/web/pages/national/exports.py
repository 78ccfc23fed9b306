"""Exports of national systems: uploaded, columns confirmed, differences side by side, decided one by one."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid4

from django.http import FileResponse, Http404, HttpResponse
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
from nuandong.reports.kinds import Decision, Kind, Match
from nuandong.reports.national import exports
from nuandong.reports.national.cases import Case, cases_by_id
from nuandong.reports.national.comparing import masked
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import SERIAL
from nuandong.web import wording
from nuandong.web.form_page import form_page, posted, select_box
from nuandong.web.http import SignedRequest
from nuandong.web.pages.national.choosing import known
from nuandong.web.pages.national.forms import ColumnsForm, DecisionForm, ExportForm
from nuandong.web.pages.tasks.exporting import XLSX, book
from nuandong.web.paging import SIZE, Page, page_of, uuid_cursor
from nuandong.web.regions import region_choices

if TYPE_CHECKING:
    from nuandong.reports.models import NationalDifference

_TONES: Final = {
    Kind.DIFFERS: wording.SOON_TONE,
    Kind.THERE: wording.INFO,
    Kind.HERE: wording.ACCENT,
    Kind.ERROR: wording.LATE,
}
_ERRORS: Final = {
    "nameless": gettext_noop("没有编号、证件号码和姓名，找不到人。"),
    "rounded": gettext_noop("证件号码被表格软件改成了数字，后几位已经丢失；请按文本格式重新导出。"),
    "twice": gettext_noop("和第 %(row)s 行是同一条。"),
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
        crumbs=_crumbs(asked),
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
        crumbs=_crumbs(asked),
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
    kind, left = kind if kind in Kind.values else "", request.GET.get("left") == "1"
    cursor = uuid_cursor(request.GET.get("before"))
    found = exports.differences(row, kind=kind, left=left, after=cursor, limit=SIZE + 1)
    page = page_of(found, key=lambda one: one.id, cursor=cursor)
    counted = exports.counted(row)
    context = {
        "row": row,
        "system": asked,
        "page": Page(_lines(request, asked, page.rows), page.next, page.first),
        "counts": [(Kind(one).label, counted.get(one, 0), _TONES[Kind(one)]) for one in Kind.values],
        "left": exports.undecided(row),
        "kind_box": select_box("kind", [("", _("全部")), *Kind.choices], kind),
        "left_box": select_box("left", [("", _("全部")), ("1", _("没有认定的"))], "1" if left else ""),
        "clear": reverse("national-export", args=[row.id]) if kind or left else "",
        "may": may,
        "back": request.get_full_path(),
        "uploader": org.names_of([row.uploaded_by]).get(row.uploaded_by, ""),
        "crumbs": [*_crumbs(asked), (_("比对系统导出的表"), reverse("national-upload", args=[asked.system]))],
    }
    return render(request, "national/result.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: SignedRequest, difference: UUID) -> HttpResponse:
    """Which side is right."""
    row = exports.difference_of(difference)
    here = reverse("national-export", args=[row.source_id])
    chosen = {name: request.GET[name] for name in ("kind", "left", "before") if name in request.GET}
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
        crumbs=_crumbs(known(request, row.source.system)),
    )


@require_safe
def copy(request: SignedRequest, export: UUID) -> FileResponse:
    """The uploaded table once more, with what came of each row beside it; every cell text."""
    row = exports.export_of(export)
    asked = known(request, row.system)
    permissions.check(request.actor, RECORD, region=row.region)
    said = {one.row: _row_words(asked, one) for one in exports.every_row(row)}
    table = exports.table_in(row)
    width = len(table.headings)
    # A workbook of ours needs a name for each column, and no two alike.
    titles = [f"{place}. {heading}" for place, heading in enumerate(table.headings, start=1)]
    lines = []
    for number, cells in table.rows():
        written = [cells[place] if place < len(cells) else "" for place in range(width)]
        lines.append([*written, str(number), said.get(number, _("一致"))])
    file = book(_("比对结果"), [*titles, _("行号"), _("比对结果")], lines)
    name = f"{asked.title}-{_('比对结果')}-{row.uploaded_at:%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _lines(request: SignedRequest, system: System, rows: "list[NationalDifference]") -> list[dict[str, Any]]:
    known_cases = cases_by_id(
        system, [one.case for one in rows if one.case], by=request.actor, on=local_date(request.now)
    )
    names = org.names_of([one.decided_by for one in rows if one.decided_by])
    return [
        {
            "row": one,
            "tone": _TONES[Kind(one.kind)],
            "case": known_cases.get(one.case) if one.case else None,
            "matched": Match(one.matched).label if one.matched else "",
            "sides": _sides(system, one, known_cases.get(one.case) if one.case else None),
            "error": _error(one),
            "who": names.get(one.decided_by, "") if one.decided_by else "",
            "choices": [
                (code, label, uuid4())
                for code, label in Decision.choices
                if one.kind != Kind.ERROR or code == Decision.NOTED
            ],
        }
        for one in rows
    ]


def _sides(system: System, row: "NationalDifference", case: Case | None) -> list[tuple[str, str, str]]:
    """Field, what the export says, what is here; for what one side lacks, the few fields that tell who it is."""
    theirs = exports.theirs_of(row)
    shown = list(row.fields) if row.kind == Kind.DIFFERS else [SERIAL, "name", "document", "arrived_at", "since"]
    if row.kind == Kind.ERROR:
        shown = [SERIAL, "name", "document"]
    titles = {SERIAL: system.serial} | {one.code: one.title for one in system.fields}
    sides = []
    for code in shown:
        if code not in titles:
            continue
        ours = "" if case is None else case.serial if code == SERIAL else case.values.get(code, "")
        said = masked(system, code, theirs.get(code, ""))
        if ours or said:
            sides.append((titles[code], said, ours))
    return sides


def _error(row: "NationalDifference") -> str:
    if row.kind != Kind.ERROR:
        return ""
    return _(_ERRORS[row.fields[0]]) % {"row": row.fields[1] if len(row.fields) > 1 else ""}


def _row_words(system: System, row: "NationalDifference") -> str:
    """What came of a row, for the copy of the sheet."""
    if row.kind == Kind.ERROR:
        return _error(row)
    titles = {SERIAL: system.serial} | {one.code: one.title for one in system.fields}
    words = str(Kind(row.kind).label)
    if row.kind == Kind.DIFFERS:
        words = wording.titled(words, wording.listing(titles[code] for code in row.fields if code in titles))
    return wording.noted(words, Decision(row.decision).label) if row.decision else words


def _crumbs(system: System) -> list[tuple[str, str]]:
    return [
        (_("报表"), reverse("reports")),
        (_("抄录单"), reverse("national")),
        (system.title, reverse("national-sheet", args=[system.system])),
    ]
