"""Forms of reports: what is filled in, a signature, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.reports.actions.fill_report import LARGEST, WORDS
from nuandong.reports.actions.send_back import REASON
from nuandong.reports.content import Content, Line
from nuandong.reports.counting import Place, fillable
from nuandong.reports.shape import Definition
from nuandong.web.forms import PageForm
from nuandong.web.wording import listing, noted


class FillForm(PageForm):
    """One number for each cell that people fill in, one text for each passage, as the definition has them."""

    def __init__(self, *args: Any, definition: Definition, content: Content, **kwargs: Any) -> None:
        self.places: dict[str, Place] = {}
        self.passages = {one.code for one in definition.texts}
        initial = {one.code: one.text for one in content.passages}
        numbers: dict[str, forms.Field] = {}
        lines = {line.code: line for _sheet, line in content.lines()}
        for row, column in fillable(definition):
            cell = lines[row.code].cell(column.code)
            if column.kind == "season" and not _asked(lines[row.code], cell.source):
                continue
            name = "__".join((row.code, column.code))
            self.places[name] = (row.code, column.code)
            initial[name] = cell.value if cell.source == "manual" else None  # type: ignore[assignment]
            numbers[name] = forms.IntegerField(
                label=noted(row.title, listing((row.unit, column.title))),
                help_text=row.note,
                required=False,
                min_value=0,
                max_value=LARGEST,
            )
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for one in definition.texts:
            self.fields[one.code] = forms.CharField(
                label=one.title,
                help_text=one.hint,
                required=False,
                max_length=WORDS,
                widget=forms.Textarea(attrs={"rows": 4, "class": "textarea"}),
            )
        for name, field in numbers.items():
            field.widget.attrs |= {"class": "input", "inputmode": "numeric"}
            self.fields[name] = field

    def texts(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name in self.passages]

    def numbers(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name in self.places]


def _asked(line: Line, source: str) -> bool:
    """Whether the sum of a season is asked for: it is carried on by itself, but for reports begun in its middle."""
    begun = any(cell.source == "manual" for cell in line.cells)
    return source == "manual" or (source == "none" and begun)


class SignForm(PageForm):
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ReasonForm(PageForm):
    reason = forms.CharField(label=_("理由"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))
