"""The empty list of staff as a workbook."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from nuandong.org.staff_file import COLUMNS

_WIDTHS = {"name": 12, "sex": 8, "phone": 16, "unit": 26, "role": 20, "region": 18, "username": 16}


def blank_list(units: Sequence[str], roles: Sequence[tuple[str, str]]) -> bytes:
    """Headings on the first sheet, with selections for sex, unit and role; what may be chosen on the second.

    Cells are text: a code of twelve digits stays one, and a name that begins with "=" is no formula.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#E4EDF6", "border": 1})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet(_("人员名册"))
        page.freeze_panes(1, 0)
        for column, (name, headings) in enumerate(COLUMNS.items()):
            page.set_column(column, column, _WIDTHS[name], text)
            page.write_string(0, column, headings[0], head)
        lists = book.add_worksheet(_("可选内容"))
        lists.set_column(0, 1, 28)
        lists.set_column(2, 2, 60)
        for column, words in enumerate((_("单位"), _("角色"), _("角色说明"))):
            lists.write_string(0, column, words, head)
        for row, name in enumerate(units, start=1):
            lists.write_string(row, 0, name)
        for row, (title, about) in enumerate(roles, start=1):
            lists.write_string(row, 1, title)
            lists.write_string(row, 2, about)
        places = list(COLUMNS)
        for name, source in (
            ("sex", ["男", "女"]),
            ("unit", f"='{lists.get_name()}'!$A$2:$A${len(units) + 1}"),
            ("role", f"='{lists.get_name()}'!$B$2:$B${len(roles) + 1}"),
        ):
            place = places.index(name)
            page.data_validation(1, place, 5000, place, {"validate": "list", "source": source, "ignore_blank": True})
    return out.getvalue()
