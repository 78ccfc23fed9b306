"""From a plan document to a plan file: upload, go through what was found side by side, correct the file, store it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
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
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import DOUBT_TITLES, Finding
from nuandong.plans.importing.kept import undecided
from nuandong.plans.importing.reading import MAX_BYTES, read_document
from nuandong.plans.importing.states import ImportState
from nuandong.plans.importing.telling import told
from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from nuandong.web import wording
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.plans import shelf
from nuandong.web.pages.plans.import_forms import DocumentForm, DropForm, FileForm, ReviewForm
from nuandong.web.pages.plans.views import problems_of

if TYPE_CHECKING:
    from nuandong.plans.models import PlanImport


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its fields: what was found in our words, and what to decide."""

    finding: Finding
    words: str
    doubts: str
    choice: BoundField
    number: BoundField | None


@dataclass(slots=True)
class Row:
    """A paragraph beside its findings; `parts` are its text cut into (text, whether something was found there)."""

    paragraph: Paragraph
    parts: list[tuple[str, bool]]
    lines: list[Line] = field(default_factory=list)


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
    form = ReviewForm(posted(request), found=found, decisions=row.decisions, initial={"seen": imports.seen_as(row)})

    def do(data: dict[str, Any]) -> UUID:
        decisions = form.decisions()
        return review_import(by=request.actor, now=request.now, row=row, seen=data["seen"], decisions=decisions)

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
        rows=list(_rows(found, form)),
        silent=len(found.silent),
        undecided=undecided(found, row.decisions),
    )


@require_http_methods(["GET", "POST"])
def file(request: SignedRequest, import_id: UUID) -> HttpResponse:
    """The plan file made of what was kept: corrected by hand, checked, stored."""
    row = _open(import_id)
    places = [str(kind) for kind in KEY_LOCATIONS]
    form = FileForm(
        posted(request), initial={"seen": imports.seen_as(row), "text": imports.text_of(row, places=places)}
    )
    problems: list[tuple[int, int, str, str]] = []

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
    if not form.is_bound:
        problems.extend(_problems(form["text"].initial, row.title))
    context = {
        "form": form,
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


def _problems(text: str, name: str) -> list[tuple[int, int, str, str]]:
    try:
        load(text.encode(), name, shelf.words())
    except PlanFileError as error:
        return problems_of(error)
    return []


def _rows(found: Found, form: ReviewForm) -> Iterator[Row]:
    rows = [Row(one, []) for one in found.plan.paragraphs]
    for place, finding in enumerate(found.findings):
        row = next(row for row in rows if row.paragraph.number <= finding.paragraph <= row.paragraph.last)
        number = f"number_{place}"
        row.lines.append(
            Line(
                finding,
                told(finding),
                wording.listing(_(DOUBT_TITLES[doubt]) for doubt in finding.doubts),
                form[f"choice_{place}"],
                form[number] if number in form.fields else None,
            )
        )
    for row in rows:
        row.parts = list(_parts(row.paragraph.text, [(line.finding.start, line.finding.end) for line in row.lines]))
        yield row


def _parts(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text cut where findings begin and end; findings that overlap are one mark."""
    at = 0
    for start, end in sorted(spans):
        if start > at:
            yield text[at:start], False
        if end > at:
            yield text[max(start, at) : end], True
            at = end
    yield text[at:], False


def _crumbs() -> list[tuple[str, str]]:
    return [(_("方案"), reverse("plans")), (_("导入方案文档"), reverse("plan-import-start"))]
