"""From a plan document to a plan file: upload, go through what was found side by side, correct the file, store it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
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
from nuandong.kernel.text import gettext_noop
from nuandong.plans import imports
from nuandong.plans.actions.finish_import import drop_import, store_import
from nuandong.plans.actions.review_import import review_import, write_draft
from nuandong.plans.actions.start_import import start_import
from nuandong.plans.importing import draft_works
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import DOUBT_TITLES, Finding
from nuandong.plans.importing.kept import ADDED, Decisions, added, undecided
from nuandong.plans.importing.reading import MAX_BYTES, read_document
from nuandong.plans.importing.states import ImportState
from nuandong.plans.importing.telling import told
from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from nuandong.web import wording
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import form_page, posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.plans import calendar, shelf
from nuandong.web.pages.plans import import_works as works
from nuandong.web.pages.plans.import_forms import DocumentForm, DropForm, EntryForm, FileForm, ReviewForm
from nuandong.web.pages.plans.views import problems_of, this_season

if TYPE_CHECKING:
    from nuandong.plans.models import PlanImport

Problems = list[tuple[int, int, str, str]]
_SHOWN: Final = {
    "": gettext_noop("全部"),
    "open": gettext_noop("待定的"),
    "doubtful": gettext_noop("存疑的"),
    "works": gettext_noop("没有写次数的"),
    "unplaced": gettext_noop("要选工作类别的"),
    "silent": gettext_noop("没有发现的段落"),
}
"""Which part of a document the review shows."""


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with its fields: what was found in our words, and what to decide; `note` where no draft takes it."""

    finding: Finding
    words: str
    choice: BoundField
    doubts: str = ""
    note: str = ""
    number: BoundField | None = None
    work: BoundField | None = None
    scope: BoundField | None = None


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
    wanting, never = imports.homes(found, places=_key_locations())
    shown = request.GET.get("show", "")
    places = [place for place in range(len(found.findings)) if _is_shown(shown, place, found, row.decisions, wanting)]
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
    lines = {place: _line(found.findings[place], form, str(place), place in never) for place in places}
    lines |= {-1 - at: _line(entries[entry], form, entry, told_by_hand=True) for at, entry in enumerate(by_hand)}
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
        rows=list(_rows(found, list(lines.values()), shown)),
        silent=len(found.silent),
        unread="、".join(map(str, found.unread)),
        undecided=open_ones,
        doubtful=doubtful,
        decided=doubtful - open_ones,
        unplaced=len([place for place in wanting if not isinstance(row.decisions.get(str(place)), dict)]),
        shown=shown,
        tabs=[(code, _(words)) for code, words in _SHOWN.items()],
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


def _is_shown(shown: str, place: int, found: Found, decisions: Decisions, wanting: frozenset[int]) -> bool:
    match shown:
        case "doubtful":
            return not found.findings[place].sure
        case "open":
            return not found.findings[place].sure and str(place) not in decisions
        case "works":
            return found.findings[place].kind == draft_works.KIND
        case "unplaced":
            return place in wanting
        case "silent":
            return False
    return True


def _line(
    finding: Finding, form: ReviewForm, place: str, is_never: bool = False, *, told_by_hand: bool = False
) -> Line:
    fields = {name: form[f"{name}_{place}"] for name in ("number", "work", "for") if f"{name}_{place}" in form.fields}
    words = told(finding)
    if told_by_hand:
        words = _("补写：%(work)s，%(words)s") % {"work": finding.detail["title"], "words": words}
    return Line(
        finding,
        words,
        form[f"choice_{place}"],
        wording.listing(_(DOUBT_TITLES[doubt]) for doubt in finding.doubts),
        _explained(finding, is_never=is_never),
        fields.get("number"),
        fields.get("work"),
        fields.get("for"),
    )


def _explained(finding: Finding, *, is_never: bool) -> str:
    """What becomes of a finding where that does not go without saying."""
    if is_never:
        return _("方案文件没有这种写法，会列在文件末尾，请在文件里写明。")
    if not finding.sure and finding.kind == draft_works.KIND:
        return _("草稿里写成到期以前至少做一次，或者全部做到、不得发生；不该单列的，请选“不要”。")
    return ""


def _rows(found: Found, lines: list[Line], shown: str) -> Iterator[Row]:
    """The paragraphs that are shown, each with its lines: all of them, or those that have some, or the silent ones."""
    silent = set(found.silent)
    rows = [Row(one, []) for one in found.plan.paragraphs]
    for line in lines:
        number = line.finding.paragraph
        next(row for row in rows if row.paragraph.number <= number <= row.paragraph.last).lines.append(line)
    for row in rows:
        if shown == "silent" and row.paragraph.number not in silent:
            continue
        if shown not in {"", "silent"} and not row.lines:
            continue
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
