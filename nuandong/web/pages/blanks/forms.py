"""Forms of blanks: a file, a period, and what stands in each place."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.errors import DomainError
from nuandong.reports.actions.upload_blank import TITLE
from nuandong.reports.blanks import composed
from nuandong.reports.blanks.grid import Place
from nuandong.reports.blanks.targets import Targets
from nuandong.reports.library import all_definitions
from nuandong.web.forms import PageForm

TARGETS: Final = "blank-targets"
"""The id of the list that every place chooses from."""


class EditionForm(PageForm):
    file = forms.FileField(
        label=_("空表文件"),
        help_text=_("Excel（.xlsx）或 Word（.docx），最大 5 MB；不能带宏、外部链接和嵌入的对象。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
    )


class BlankForm(EditionForm):
    field_order = ("title", "report", "file")
    title = forms.CharField(
        label=_("名称"), max_length=TITLE, help_text=_("按上级文件上的名称填写，例如“全市街面巡查周报”。")
    )
    report = forms.ChoiceField(label=_("数据取自"), help_text=_("空表里的数从这张报表取。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, one.definition.title) for code, one in all_definitions().items()]
        self.fields["report"].choices = [("", _now("请选择")), *choices]  # type: ignore[attr-defined]


class FillForm(PageForm):
    report = forms.UUIDField(widget=forms.HiddenInput)


class BindingForm(PageForm):
    """One field for each place: the title of what stands there, chosen from a list, several of them with a plus, words
    of one's own behind an equals sign, or nothing.

    The version that was looked at comes along, so that nobody overwrites another.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    span = forms.CharField(label=_("范围"), required=False, max_length=15, help_text=_("例如 D5:D20。"))
    start = forms.CharField(label=_("从哪一项开始"), required=False, max_length=200)
    sum_at = forms.CharField(label=_("填在哪一格"), required=False, max_length=6, help_text=_("例如 D5。"))
    sum_of = forms.MultipleChoiceField(
        label=_("把哪几项加起来"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只加单位相同的数。"),
    )

    def __init__(self, *args: Any, places: Sequence[Place], targets: Targets, **kwargs: Any) -> None:
        self._targets = targets
        self._codes: dict[str, str] = {}
        self.places = {f"p{number}": place for number, place in enumerate(places)}
        super().__init__(*args, **kwargs)
        self.fields["start"].widget.attrs |= {"list": TARGETS, "autocomplete": "off"}
        figures = [(code, targets.titles[code]) for code in targets.figures]
        self.fields["sum_of"].choices = figures  # type: ignore[attr-defined]
        for name, place in self.places.items():
            self.fields[name] = forms.CharField(
                label=place.address,
                required=False,
                max_length=500,
                widget=forms.TextInput(
                    attrs={
                        "list": TARGETS,
                        "autocomplete": "off",
                        "class": "input input-s",
                        "aria-label": place.address,
                    }
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in self.places:
            try:
                self._codes[name] = composed.code_of(cleaned.get(name, ""), self._targets)
            except DomainError as error:
                self.add_error(name, f"{_now(error.message)}{_now(error.advice)}")
        return cleaned

    def bindings(self) -> dict[str, str]:
        """Address → code, or nothing where a person left it empty."""
        return {place.address: self._codes[name] for name, place in self.places.items()}
