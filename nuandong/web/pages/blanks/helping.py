"""Two aids of the page that binds: a range filled in the order of the report, several figures added up in a cell.

Both give the form back with fields filled; nothing is saved.
"""

import re
from typing import Final

from django.contrib import messages
from django.utils.translation import gettext as _

from nuandong.kernel.errors import DomainError
from nuandong.reports.blanks import composed
from nuandong.reports.blanks.targets import Targets
from nuandong.web.http import SignedRequest
from nuandong.web.pages.blanks.forms import BindingForm

_SPAN: Final = re.compile(r"([A-Za-z]{1,2})([0-9]{1,3})\s*[:：\-]\s*([A-Za-z]{1,2})([0-9]{1,3})")
_CELL: Final = re.compile(r"([A-Za-z]{1,2})([0-9]{1,3})")


def in_order(request: SignedRequest, form: BindingForm, targets: Targets) -> BindingForm:
    """A range of cells filled with the lines of the report in their order."""
    again = _again(request, form, targets)
    code = {title: code for code, title in targets.titles.items()}.get(request.POST.get("start", "").strip(), "")
    found = _SPAN.fullmatch(request.POST.get("span", "").strip())
    chosen = targets.figures.get(code)
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


def added_up(request: SignedRequest, form: BindingForm, targets: Targets) -> BindingForm:
    """One cell filled with the sum of the chosen figures."""
    again = _again(request, form, targets)
    name = _named(form, request.POST.get("sum_at", ""))
    if not name:
        messages.warning(request, _("这一页没有这一格；格子写成 D5 的样子。"))
        return again
    try:
        code = composed.adding(request.POST.getlist("sum_of"), targets)
    except DomainError as error:
        messages.warning(request, f"{_(error.message)}{_(error.advice)}")
        return again
    again.initial[name] = composed.title_of(code, targets)
    messages.info(request, _("合计已填入格子，请核对后保存。"))
    return again


def _again(request: SignedRequest, form: BindingForm, targets: Targets) -> BindingForm:
    typed = {name: request.POST.get(name, "") for name in form.fields if name not in {"command_key", "sum_of"}}
    typed["sum_of"] = request.POST.getlist("sum_of")  # type: ignore[assignment]
    return BindingForm(places=list(form.places.values()), targets=targets, initial=typed)


def _named(form: BindingForm, words: str) -> str:
    """The field of a cell as people write it; empty for none of this page."""
    found = _CELL.fullmatch(words.strip())
    if found is None:
        return ""
    wanted = (int(found[2]) - 1, _column(found[1]))
    return next(
        (name for name, at in form.places.items() if (at.row, at.column) == wanted and at.slot is None),
        "",
    )


def _column(words: str) -> int:
    found = 0
    for letter in words.upper():
        found = found * 26 + ord(letter) - 64
    return found - 1
