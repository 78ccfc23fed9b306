"""The lines of a list of differences as a page, a print or a workbook shows them."""

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from django.utils.translation import gettext as _

from nuandong.kernel.clock import local_date
from nuandong.kernel.text import gettext_noop
from nuandong.org import selectors as org
from nuandong.reports.kinds import Decision, Kind, Match
from nuandong.reports.national import exports
from nuandong.reports.national.cases import Case, cases_by_id
from nuandong.reports.national.comparing import masked
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import SERIAL, titles_of
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.taking_over import ways

if TYPE_CHECKING:
    from nuandong.reports.models import NationalDifference

TONES: Final = {
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


def shown_lines(request: SignedRequest, system: System, rows: "list[NationalDifference]") -> list[dict[str, Any]]:
    known_cases = cases_by_id(
        system, [one.case for one in rows if one.case], by=request.actor, on=local_date(request.now)
    )
    names = org.names_of([one.decided_by for one in rows if one.decided_by])
    return [
        {
            "row": one,
            "tone": TONES[Kind(one.kind)],
            "case": known_cases.get(one.case) if one.case else None,
            "matched": Match(one.matched).label if one.matched else "",
            "sides": _sides(system, one, known_cases.get(one.case) if one.case else None),
            "error": _error(one),
            "who": names.get(one.decided_by, "") if one.decided_by else "",
            "ways": ways(system, one, known_cases.get(one.case) if one.case else None),
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
    titles = titles_of(system)
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


def row_words(system: System, row: "NationalDifference") -> str:
    """What came of a row, for the copy of the sheet."""
    if row.kind == Kind.ERROR:
        return _error(row)
    titles = titles_of(system)
    words = str(Kind(row.kind).label)
    if row.kind == Kind.DIFFERS:
        words = wording.titled(words, wording.listing(titles[code] for code in row.fields if code in titles))
    return wording.noted(words, Decision(row.decision).label) if row.decision else words
