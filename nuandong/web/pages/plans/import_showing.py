"""How the paragraphs of a plan document and what was found in them stand beside each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.forms import BoundField
from django.utils.translation import gettext as _

from nuandong.kernel.text import gettext_noop
from nuandong.plans.importing import draft_works
from nuandong.plans.importing.document import Paragraph
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.findings import DOUBT_TITLES, Finding
from nuandong.plans.importing.kept import Decisions
from nuandong.plans.importing.telling import told
from nuandong.web import wording
from nuandong.web.pages.plans.import_forms import ReviewForm

SHOWN: Final = {
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


def is_shown(shown: str, place: int, found: Found, decisions: Decisions, wanting: frozenset[int]) -> bool:
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


def line_of(
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


def rows_of(found: Found, lines: Iterable[Line], shown: str) -> Iterator[Row]:
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
