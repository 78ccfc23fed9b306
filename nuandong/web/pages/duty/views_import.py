"""A roster from a spreadsheet, and the empty form of it."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nuandong.duty.actions.import_roster import import_roster
from nuandong.duty.roster_file import COLUMNS
from nuandong.geo.errors import ImportRefused, RowError
from nuandong.kernel.errors import DomainError
from nuandong.web.form_page import form_page
from nuandong.web.forms import PageForm
from nuandong.web.http import SignedRequest
from nuandong.web.pages.duty.workbooks import download

MOST_ERRORS: Final = 200
"""Rows at fault shown at once: nobody corrects more than that before trying again."""


class RosterFileForm(PageForm):
    file = forms.FileField(
        label=gettext_lazy("值班表文件"),
        help_text=gettext_lazy("xlsx、xls、ods 或 csv，一行一个班次。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: tuple[RowError, ...] = ()

    def refuse(self, error: DomainError) -> None:
        if isinstance(error, ImportRefused):
            self.rows = error.rows
        super().refuse(error)

    @property
    def faults(self) -> list[dict[str, Any]]:
        """What is wrong, row by row, in words."""
        return [
            {"row": one.row, "column": one.column, "words": _(one.message) % one.params}
            for one in self.rows[:MOST_ERRORS]
        ]


@require_http_methods(["GET", "POST"])
def upload(request: SignedRequest) -> HttpResponse:
    """All or nothing: every row at fault with its number and column, or the shifts are on the roster."""
    form = RosterFileForm(request.POST or None, request.FILES or None)

    def do(data: dict[str, Any]) -> UUID:
        return import_roster(by=request.actor, now=request.now, data=data["file"].read())[0].id

    return form_page(
        request,
        form,
        "duty.import_roster",
        do,
        title=_("导入值班表"),
        back=reverse("duty-roster"),
        done=_("已导入，班次已排进值班表。"),
        template="duty/roster_import.html",
        crumbs=[(_("值班"), reverse("duty")), (_("值班表"), reverse("duty-roster"))],
    )


@require_GET
def blank(request: SignedRequest) -> HttpResponse:
    """The empty list with the headings we read."""
    return download(_("值班表模板"), [headings[0] for headings in COLUMNS.values()], [])
