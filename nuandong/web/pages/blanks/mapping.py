"""What stands where: the grid of a blank with a field in every place, proposals marked, confirmed by a person."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nuandong.reports.actions.map_blank import map_blank
from nuandong.reports.blanks import composed, keeping
from nuandong.reports.blanks.grid import Grid, Place, letters
from nuandong.reports.blanks.matching import proposals
from nuandong.web.acting import STATUS_REFUSED, attempt
from nuandong.web.form_page import posted
from nuandong.web.http import SignedRequest
from nuandong.web.pages.blanks import helping, showing
from nuandong.web.pages.blanks.forms import TARGETS, BindingForm

PART: Final = 200
"""Places on one page; a browser sends no more fields than the server takes."""
_AIDS: Final = {"span": helping.in_order, "sum": helping.added_up}


@require_http_methods(["GET", "POST"])
def bind(request: SignedRequest, blank_id: UUID) -> HttpResponse:
    """Bind the places of one sheet, part by part; every saving is a new version of the mapping."""
    held = keeping.blank_of(blank_id)
    grid, targets = keeping.grid_of(held.edition), showing.targets_for(held.blank.report)
    parts = _parts(grid)
    part = min(_number(request.GET.get("part")), len(parts) - 1)
    number, places = parts[part]
    moved = None if held.mapping else keeping.since_mapped(held)
    known = keeping.bindings_of(held.mapping) if held.mapping else dict(moved.bindings) if moved else {}
    proposed = {address: code for address, code in proposals(grid, targets).items() if address not in known}
    seen = held.mapping.number if held.mapping else 0
    shown = {**proposed, **known}
    titles = {address: composed.title_of(code, targets) for address, code in shown.items() if code}
    initial: dict[str, Any] = {"edition": held.edition.number, "seen": seen}
    initial |= {f"p{place}": titles.get(one.address, "") for place, one in enumerate(places)}
    form = BindingForm(posted(request), places=places, targets=targets, initial=initial)

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

    aid = _AIDS.get(request.POST.get("then", "")) if request.method == "POST" else None
    if aid is not None:
        form = aid(request, form, targets)
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
        **_sheet(grid, parts, part),
        "targets": list(targets.titles.values()),
        "list_id": TARGETS,
        "proposed": len(here_proposed),
        "change": showing.movement_words(moved, grid, targets) if moved else None,
        "crumbs": _crumbs(held),
    }
    return render(request, "blanks/map.html", context, status=STATUS_REFUSED if form.is_bound else 200)


def _sheet(grid: Grid, parts: list[tuple[int, list[Place]]], part: int) -> dict[str, Any]:
    """The sheet a part belongs to, its columns, and the way to the other parts."""
    number, _places = parts[part]
    return {
        "columns": [letters(one) for one in range(_width(grid, number))],
        "sheet": showing.sheet_name(grid, number),
        "tabular": grid.sheets[number].tabular,
        "parts": [
            {"title": _part_title(grid, parts, one), "url": f"?part={one}", "current": one == part}
            for one in range(len(parts))
        ],
    }


def _crumbs(held: keeping.Held) -> list[tuple[str, str]]:
    return [
        (_("报表"), reverse("reports")),
        (_("上级空表"), reverse("blanks")),
        (held.blank.title, reverse("blank", args=[held.blank.id])),
    ]


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


def _width(grid: Grid, number: int) -> int:
    return max((cell.column + cell.columns for cell in grid.sheets[number].cells), default=0)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0
