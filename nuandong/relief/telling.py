"""Faults in words, and how a sheet was read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from nuandong.kernel.money import format_yuan
from nuandong.relief.checking.faults import MESSAGES, Fault, read
from nuandong.relief.forms.library import choices, fields, form_of


def words_of(fault: Fault) -> str:
    """What is wrong, in the reader's language."""
    params = dict(fault.params)
    if fault.code == "list_unknown":
        kind = fields()[fault.field]
        known = choices(kind.list or "relations").values()
        params["known"] = _("、").join(one.title for one in known)
    return _(MESSAGES[fault.code]) % params


def titles_of(form: str) -> dict[str, str]:
    """Field → what the form calls it."""
    return {one.field: one.title for one in form_of(form).columns}


def faults_of(kept: Sequence[Any]) -> list[Fault]:
    return [read(one) for one in kept]


def reading_of(layout: Mapping[str, Any]) -> list[str]:
    """What was left out of a sheet or stood hidden in it, so that nobody wonders where a row is; of a layout kept."""
    skipped = layout.get("skipped", {})
    words = {
        "total": _("合计行 %(n)d 行"),
        "subtotal": _("小计行 %(n)d 行"),
        "note": _("说明和签字行 %(n)d 行"),
        "heading": _("重复的表头 %(n)d 行"),
        "numbering": _("列号和单位 %(n)d 行"),
        "blank": _("空行 %(n)d 行"),
    }
    pause = _("、")
    parts = [text % {"n": skipped[name]} for name, text in words.items() if skipped.get(name)]
    told = [_("没有当作数据的：%(parts)s。") % {"parts": pause.join(parts)}] if parts else []
    if layout.get("hidden"):
        told.append(_("有 %(n)d 行在表里是隐藏的，也读了。") % {"n": layout["hidden"]})
    if layout.get("hides_known") is False:
        told.append(_("旧版 .xls 看不出哪些行是隐藏的，隐藏的行也读了。"))
    if layout.get("hidden_sheets"):
        told.append(_("有 %(n)d 张隐藏的工作表没有读。") % {"n": layout["hidden_sheets"]})
    if layout.get("ignored"):
        told.append(_("没有找到表头、没有读的工作表：%(names)s。") % {"names": pause.join(layout["ignored"])})
    return told


def remarks_of(layout: Mapping[str, Any], form: str) -> list[str]:
    """Rows of totals that say something else than the rows they add up; of a layout kept."""
    titles, sheets, told = titles_of(form), layout.get("sheets", {}), []
    for sheet, number, field, said, found in layout.get("remarks", []):
        money = fields()[field].type == "money"
        told.append(
            _("%(sheet)s第 %(row)d 行合计：%(title)s填 %(said)s，各行相加是 %(found)s。")
            % {
                "sheet": f"{sheets.get(str(sheet), '')} " if len(sheets) > 1 else "",
                "row": number,
                "title": titles.get(field, field),
                "said": format_yuan(said) if money else said,
                "found": format_yuan(found) if money else found,
            }
        )
    return told
