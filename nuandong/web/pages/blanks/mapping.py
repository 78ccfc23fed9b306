"""What stands where: the grid of a blank with a field in every place, proposals marked, confirmed by a person."""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.reports.actions.map_blank import map_blank
from nuandong.reports.blanks import keeping
from nuandong.reports.blanks.grid import Grid, Place, letters
from nuandong.reports.blanks.matching import proposals
from nuandong.reports.blanks.targets import Targets
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.blanks import showing
from nuandong.web.pages.blanks.forms import TARGETS, BindingForm

PART: Final = 200
"""Places on one page; a browser sends no more fields than the server takes."""
_SPAN: Final = re.compile(r"([A-Za-z]{1,2})([0-9]{1,3})\s*[:：\-]\s*([A-Za-z]{1,2})([0-9]{1,3})")


@require_http_methods(["GET", "POST"])
def bind(request: SignedRequest, blank_id: UUID) -> HttpResponse:
    """Bind the places of one sheet, part by part; every saving is a new version of the mapping."""
    held = keeping.blank_of(blank_id)
    grid, targets = keeping.grid_of(held.edition), showing.targets_for(held.blank.report)
    codes = {title: code for code, title in targets.titles.items()}
    parts = _parts(grid)
    part = min(_number(request.GET.get("part")), len(parts) - 1)
    number, places = parts[part]
    moved = None if held.mapping else keeping.since_mapped(held)
    known = dict(held.mapping.bindings) if held.mapping else dict(moved.bindings) if moved else {}
    proposed = {address: code for address, code in proposals(grid, targets).items() if address not in known}
    seen = held.mapping.number if held.mapping else 0
    shown = {**proposed, **known}
    titles = {address: targets.titles.get(code, "") for address, code in shown.items() if code}
    initial: dict[str, Any] = {"edition": held.edition.number, "seen": seen}
    initial |= {f"p{place}": titles.get(one.address, "") for place, one in enumerate(places)}
    form = BindingForm(posted(request), places=places, codes=codes, initial=initial)

    def do(data: dict[str, Any]) -> UUID:
        bindings = {**known, **form.bindings()}
        return map_blank(
            by=request.actor,
            now=request.now,
            blank=held.blank.id,
            edition=data["edition"],
            seen=data["seen"],
            bindings=bindings,
        ).id

    if request.method == "POST" and request.POST.get("then") == "span":
        form = _in_order(request, form, number, targets, codes)
    elif request.method == "POST" and attempt(request, form, "reports.map_blank", do) is not None:
        messages.success(request, _("对应关系已保存，以后每期一键填表。"))
        more = part + 1 < len(parts) and not held.mapping
        here = reverse("blank-map", args=[held.blank.id])
        return redirect(f"{here}?part={part + 1}" if more else reverse("blank", args=[held.blank.id]))
    fields = {place: form[name] for name, place in form.places.items()}
    here_proposed = {place.address for place in places} & proposed.keys()
    context = {
        "held": held,
        "form": form,
        "rows": list(showing.rows(grid, number, fields, titles, set(proposed))),
        "columns": [letters(one) for one in range(_width(grid, number))],
        "sheet": showing.sheet_name(grid, number),
        "tabular": grid.sheets[number].tabular,
        "parts": [
            {"title": _part_title(grid, parts, one), "url": f"?part={one}", "current": one == part}
            for one in range(len(parts))
        ],
        "targets": list(targets.titles.values()),
        "list_id": TARGETS,
        "proposed": len(here_proposed),
        "change": showing.movement_words(moved, grid, targets.titles) if moved else None,
        "crumbs": [
            (_("报表"), reverse("reports")),
            (_("上级空表"), reverse("blanks")),
            (held.blank.title, reverse("blank", args=[held.blank.id])),
        ],
    }
    return render(request, "blanks/map.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _parts(grid: Grid) -> list[tuple[int, list[Place]]]:
    """Sheets with places, long ones cut."""
    found = []
    for number in range(len(grid.sheets)):
        places = grid.places(number)
        found += [(number, places[start : start + PART]) for start in range(0, len(places), PART)]
    return found


def _part_title(grid: Grid, parts: list[tuple[int, list[Place]]], one: int) -> str:
    number = parts[one][0]
    before = sum(parts[other][0] == number for other in range(one))
    name = showing.sheet_name(grid, number)
    if sum(other == number for other, _places in parts) == 1:
        return name
    return _("%(sheet)s（第 %(n)d 部分）") % {"sheet": name, "n": before + 1}


def _in_order(
    request: SignedRequest, form: BindingForm, number: int, targets: Targets, codes: Mapping[str, str]
) -> BindingForm:
    """The form again, a range of cells filled with the lines of the report in their order; nothing is saved."""
    typed = {name: request.POST.get(name, "") for name in form.fields}
    code = codes.get(typed["start"].strip(), "")
    found = _SPAN.fullmatch(typed["span"].strip())
    chosen = targets.figures.get(code)
    again = BindingForm(
        places=list(form.places.values()), codes=codes, initial={k: v for k, v in typed.items() if k != "command_key"}
    )
    if found is None or chosen is None:
        messages.warning(request, _("请写清范围（例如 D5:D20），并从列表中选择从哪一项开始。"))
        return again
    column = [one.code for one in targets.figures.values() if one.column.code == chosen.column.code]
    following = iter(column[column.index(code) :])
    first, last = (_column(found[1]), int(found[2]) - 1), (_column(found[3]), int(found[4]) - 1)
    for name, place in form.places.items():
        inside = first[0] <= place.column <= last[0] and first[1] <= place.row <= last[1]
        if place.slot is None and inside and (code := next(following, "")):
            again.initial[name] = targets.titles[code]
    messages.info(request, _("已按报表的顺序填入范围，请核对后保存。"))
    return again


def _column(words: str) -> int:
    found = 0
    for letter in words.upper():
        found = found * 26 + ord(letter) - 64
    return found - 1


def _width(grid: Grid, number: int) -> int:
    return max((cell.column + cell.columns for cell in grid.sheets[number].cells), default=0)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0
