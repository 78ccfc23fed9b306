"""Workbooks to fill in: headings as the import knows them, choices to pick from, a sheet of explanations."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from nuandong.geo import division_file, place_file
from nuandong.geo.kinds import Area, PlaceKind

_LAST_ROW: Final = 2000
_WIDTHS: Final = {"name": 24, "kind": 18, "region": 16, "address": 32, "code": 16, "parent": 16, "notes": 24}
_CODES: Final = frozenset({"region", "code", "parent", "predecessors", "successors"})


def places_template() -> bytes:
    """The columns of `place_file.COLUMNS`."""
    # The import reads Chinese words, whatever language the page is in.
    with translation.override("zh-hans"):
        choices = {
            "kind": [str(kind.label) for kind in PlaceKind],
            "area": [str(area.label) for area in Area],
            "source_system": ["WGS84", "CGCS2000", "GCJ02", "BD09"],
        }
    hints = {
        "name": _("必填，同一区划内同类不要重名。"),
        "kind": _("必填，从列表中选。"),
        "region": _("必填，12 位统计用区划代码，知道到哪一级就填到哪一级。"),
        "lon": _("十进制度数，例如 106.7135；和纬度一起填。"),
        "lat": _("十进制度数，例如 26.5783。"),
        "source_system": _("手机定位填 WGS84，高德填 GCJ02，百度填 BD09，不填按 WGS84。"),
        "area": _("不填按城区。"),
        "patrol_weight": _("0 到 10 的整数，不填按 1。"),
    }
    return _workbook(_("点位"), place_file.COLUMNS, {"name", "kind", "region"}, hints, choices)


def divisions_template() -> bytes:
    """The columns of `division_file.COLUMNS`."""
    choices = {"level": ["省", "市", "县", "乡", "村"]}
    hints = {
        "code": _("必填，12 位统计用区划代码，县级后面补 6 个 0。"),
        "name": _("必填。"),
        "level": _("可不填，由代码位数得出。"),
        "parent": _("可不填，由代码得出。"),
        "valid_from": _("2026-12-01 这样的日期；改名或新设时填。"),
        "valid_to": _("撤销时填，这一天起不再有效。"),
        "predecessors": _("由哪些代码并来，多个用顿号分开。"),
        "successors": _("撤销后并到哪些代码，多个用顿号分开。"),
    }
    return _workbook(_("行政区划"), division_file.COLUMNS, {"code", "name"}, hints, choices)


def _workbook(
    title: str,
    columns: Mapping[str, Sequence[str]],
    required: set[str],
    hints: Mapping[str, str],
    choices: Mapping[str, Sequence[str]],
) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E8EEF5", "border": 1, "align": "center"})
        words, wrapped = book.add_format({"num_format": "@"}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet, notes = book.add_worksheet(title), book.add_worksheet(_("填写说明"))
        sheet.freeze_panes(1, 0)
        for place, (column, headings) in enumerate(columns.items()):
            sheet.set_column(place, place, _WIDTHS.get(column, 12), words if column in _CODES else None)
            sheet.write_string(0, place, headings[0], head)
        _explain(notes, columns, required, hints, head, wrapped)
        for column, allowed in choices.items():
            _offer(book, sheet, list(columns).index(column), columns[column][0], allowed)
    return data.getvalue()


def _explain(
    notes: Any,
    columns: Mapping[str, Sequence[str]],
    required: set[str],
    hints: Mapping[str, str],
    head: Any,
    wrapped: Any,
) -> None:
    notes.set_column(0, 1, 14)
    notes.set_column(2, 2, 70)
    for place, heading in enumerate((_("列"), _("必填"), _("怎么填"))):
        notes.write_string(0, place, heading, head)
    for row, (column, headings) in enumerate(columns.items(), start=1):
        notes.write_string(row, 0, headings[0], wrapped)
        notes.write_string(row, 1, _("是") if column in required else "", wrapped)
        notes.write_string(row, 2, hints.get(column, ""), wrapped)


def _offer(book: Any, sheet: Any, place: int, name: str, allowed: Sequence[str]) -> None:
    """A drop-down; its values stand on a sheet of their own, for a list in the rule itself ends at 255 signs."""
    listed = book.add_worksheet(name)
    listed.write_column(0, 0, allowed)
    source = f"='{name}'!$A$1:$A${len(allowed)}"
    sheet.data_validation(1, place, _LAST_ROW, place, {"validate": "list", "source": source, "error_type": "warning"})
