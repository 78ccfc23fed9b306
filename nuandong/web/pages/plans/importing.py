"""From a plan document to a plan file: upload, go through what was found side by side, correct the file, store it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.geo.kinds import KEY_LOCATIONS
from nuandong.kernel.errors import NotNow
from nuandong.plans import imports
from nuandong.plans.actions.finish_import import drop_import, store_import
from nuandong.plans.actions.review_import import review_import, write_draft
from nuandong.plans.actions.start_import import start_import
from nuandong.plans.importing.kept import ADDED, added, undecided
from nuandong.plans.importing.reading import MAX_BYTES, read_document
from nuandong.plans.importing.states import ImportState
from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.plans import calendar, shelf
from nuandong.web.pages.plans import import_works as works
from nuandong.web.pages.plans.import_forms import DocumentForm, DropForm, EntryForm, FileForm, ReviewForm
from nuandong.web.pages.plans.import_showing import SHOWN, is_shown, line_of, rows_of
from nuandong.web.pages.plans.views import problems_of, this_season

if TYPE_CHECKING:
    from nuandong.plans.models import PlanImport

Problems = list[tuple[int, int, str, str]]


@require_http_methods(["GET", "POST"])
def start(request: SignedRequest) -> HttpResponse:
    """Read a document; what is already under way is listed below."""

    def do(data: dict[str, Any]) -> UUID:
        file = data["document"]
        document = read_document(file.read(MAX_BYTES + 1), file.name[:200])
        return start_import(by=request.actor, now=request.now, document=document, number=data["number"]).id

    return form_page(
        request,
        DocumentForm(posted(request), request.FILES or None),
        "plans.start_import",
        do,
        title=_("导入方案文档"),
        back=reverse("plans"),
        template="plans/import_start.html",
        leads_to=lambda made: reverse("plan-import", args=[made]),
        done=_("文档已读入，请逐项核对。"),
        crumbs=_crumbs(),
        open=[(row, undecided(imports.found_of(row), row.decisions)) for row in imports.open_ones()],
    )


@require_http_methods(["GET", "POST"])
def review(request: SignedRequest, import_id: UUID) -> HttpResponse:
    """The paragraphs beside what was found in them; every doubtful finding wants a decision."""
    row = _open(import_id)
    found = imports.found_of(row)
    wanting, never = imports.homes(found, places=_key_locations())
    shown = request.GET.get("show", "")
    places = [place for place in range(len(found.findings)) if is_shown(shown, place, found, row.decisions, wanting)]
    entries = added(row.decisions)
    by_hand = tuple(entries) if shown in {"", "silent"} else ()
    form = ReviewForm(
        posted(request),
        found=found,
        decisions=row.decisions,
        places=places,
        wanting=wanting,
        entries=by_hand,
        initial={"seen": imports.seen_as(row)},
    )

    def do(data: dict[str, Any]) -> UUID:
        decisions = form.decisions()
        return review_import(by=request.actor, now=request.now, row=row, seen=data["seen"], decisions=decisions)

    doubtful = sum(not one.sure for one in found.findings)
    open_ones = undecided(found, row.decisions)
    lines = {place: line_of(found.findings[place], form, str(place), place in never) for place in places}
    lines |= {-1 - at: line_of(entries[entry], form, entry, told_by_hand=True) for at, entry in enumerate(by_hand)}
    return form_page(
        request,
        form,
        "plans.review_import",
        do,
        title=row.title,
        back=reverse("plan-import-file", args=[row.id]),
        template="plans/import_review.html",
        done=_("核对结果已保存。"),
        crumbs=_crumbs(),
        row=row,
        rows=list(rows_of(found, lines.values(), shown)),
        silent=len(found.silent),
        unread="、".join(map(str, found.unread)),
        undecided=open_ones,
        doubtful=doubtful,
        decided=doubtful - open_ones,
        unplaced=len([place for place in wanting if not isinstance(row.decisions.get(str(place)), dict)]),
        shown=shown,
        tabs=[(code, _(words)) for code, words in SHOWN.items()],
        works=works.offered(),
        list_id=works.LIST,
    )


@require_http_methods(["GET", "POST"])
def add(request: SignedRequest, import_id: UUID) -> HttpResponse:
    """An entry taken by hand from a paragraph, for what was not read in it; ?paragraph= says from which."""
    row = _open(import_id)
    paragraphs = {str(one.number): one for one in imports.found_of(row).plan.paragraphs}
    paragraph = paragraphs.get(request.GET.get("paragraph", ""), next(iter(paragraphs.values())))
    number = paragraph.number
    form = EntryForm(posted(request), initial={"seen": imports.seen_as(row)})

    def do(data: dict[str, Any]) -> UUID:
        used = [int(place[1:]) for place in row.decisions if place.startswith(ADDED)]
        entry = {f"{ADDED}{max(used, default=0) + 1}": form.entry(number)}
        decisions = {**row.decisions, **entry}
        return review_import(by=request.actor, now=request.now, row=row, seen=data["seen"], decisions=decisions)

    return form_page(
        request,
        form,
        "plans.review_import",
        do,
        title=_("补一项要求"),
        lead=_("原文里有、没有读出来的要求，在这里补上；会写进方案文件。"),
        back=f"{reverse('plan-import', args=[row.id])}#p{number}",
        template="plans/import_add.html",
        submit=_("补上"),
        done=_("已补上。"),
        crumbs=[*_crumbs(), (row.title, reverse("plan-import", args=[row.id]))],
        facts=[(_("原文"), f"¶{number} {paragraph.text}")],
        works=works.offered(),
        list_id=works.LIST,
    )


@require_http_methods(["GET", "POST"])
def file(request: SignedRequest, import_id: UUID) -> HttpResponse:
    """The plan file made of what was kept: corrected by hand, checked, stored."""
    row = _open(import_id)
    text = imports.text_of(row, places=_key_locations())
    form = FileForm(posted(request), initial={"seen": imports.seen_as(row), "text": text})
    problems: Problems = []

    def do(data: dict[str, Any]) -> UUID:
        text = data["text"].replace("\r\n", "\n")
        if data["then"] != "store":
            return write_draft(by=request.actor, now=request.now, row=row, seen=data["seen"], text=text)
        try:
            loaded = load(text.encode(), row.title, shelf.words())
        except PlanFileError as error:
            problems.extend(problems_of(error))
            error.field = "text"
            raise
        return store_import(by=request.actor, now=request.now, row=row, seen=data["seen"], loaded=loaded).id

    if request.method == "POST" and attempt(request, form, "plans.write_import", do) is not None:
        if form.cleaned_data["then"] != "store":
            messages.success(request, _("草稿已保存。"))
            return redirect("plan-import-file", import_id=row.id)
        version = imports.stored_as(row.id)
        messages.success(request, _("方案文件没有错误，已存入；需要时请启用。"))
        return redirect(f"{reverse('plan', args=[version.plan])}?version={version.hash}")
    findings: list[calendar.Told] = []
    if not form.is_bound:
        problems, findings = _checked(request, text, row.title)
    context = {
        "form": form,
        "findings": findings,
        "row": row,
        "problems": problems,
        "crumbs": [*_crumbs(), (row.title, reverse("plan-import", args=[row.id]))],
    }
    return render(request, "plans/import_file.html", context, status=STATUS_REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def drop(request: SignedRequest, import_id: UUID) -> HttpResponse:
    """Give an import up."""
    row = _open(import_id)
    return form_page(
        request,
        DropForm(posted(request)),
        "plans.drop_import",
        lambda _data: drop_import(by=request.actor, now=request.now, row=row),
        title=_("放弃导入"),
        lead=_("读入的文档和核对结果会删去，方案库不变。"),
        back=reverse("plan-import-start"),
        submit=_("放弃导入"),
        danger=True,
        done=_("已放弃。"),
        crumbs=[*_crumbs(), (row.title, reverse("plan-import", args=[row.id]))],
        facts=[(_("文档"), row.title), (_("发现"), _("%(n)d 项") % {"n": row.findings})],
    )


def _open(import_id: UUID) -> "PlanImport":
    row = imports.get(import_id)
    if row is None:
        raise Http404
    if row.state != ImportState.OPEN:
        raise NotNow("plans.import_over", _("这份导入已经存入或放弃。"), _("需要时请重新导入文档。"))
    return row


def _checked(request: SignedRequest, text: str, name: str) -> tuple[Problems, list[calendar.Told]]:
    """The mistakes of a file, or where what it says contradicts itself in this season."""
    try:
        plan = load(text.encode(), name, shelf.words()).plan
    except PlanFileError as error:
        return problems_of(error), []
    return [], calendar.told(calendar.checked(plan, this_season(request), {}).contradictions)


def _key_locations() -> list[str]:
    return [str(kind) for kind in KEY_LOCATIONS]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("方案"), reverse("plans")), (_("导入方案文档"), reverse("plan-import-start"))]
