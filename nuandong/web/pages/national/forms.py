"""Forms of national systems: a number, an export, its columns, a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.reports.actions.record_serial import LONGEST
from nuandong.reports.kinds import Decision
from nuandong.reports.national.shape import System
from nuandong.reports.national.table import SERIAL
from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field


class SerialForm(PageForm):
    serial = forms.CharField(label=_("系统里的编号"), max_length=LONGEST, help_text=_("照系统页面上的编号填写。"))


class TakeForm(PageForm):
    reason = forms.CharField(
        label=_("用途"), max_length=200, help_text=_("例如：11 月入站人员录入全国救助管理信息系统。")
    )


class OrderForm(PageForm):
    """One field moved by some places, or a sheet whose headings stand in the order; neither: as it was."""

    code = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    by = forms.IntegerField(required=False, min_value=-99, max_value=99, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("按这张表的表头排列"),
        required=False,
        help_text=_("系统导出的表，或只有表头的表（.xlsx、.xls、.csv）；表里没有的项排在后面。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.ods"}),
    )


class ExportForm(PageForm):
    field_order = ("region", "since", "until", "file")
    region = region_field(_("地区"))
    since = forms.DateField(label=_("从"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("到"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("按系统导出时选的日期填写；这里在这些天里、表里没有的，列为“只有这里有”。"),
    )
    file = forms.FileField(
        label=_("系统导出的表"),
        help_text=_("Excel（.xlsx、.xls）或 CSV，最多 2000 行。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.ods"}),
    )

    def __init__(self, *args: Any, regions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class ColumnsForm(PageForm):
    """One choice for each column of the export: which field of the system it is."""

    def __init__(self, *args: Any, system: System, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(one.code, one.title) for one in system.fields if one.kept]
        choices = [("", _now("不比对")), (SERIAL, system.serial), *kept]
        self.places = {f"c{place}": str(place) for place, heading in enumerate(headings) if heading}
        for name, place in self.places.items():
            field = forms.ChoiceField(label=headings[int(place)], choices=choices, required=False)
            field.widget.attrs["class"] = "select"
            self.fields[name] = field

    def columns(self) -> dict[str, str]:
        return {place: self.cleaned_data[name] for name, place in self.places.items() if self.cleaned_data[name]}


class DecisionForm(PageForm):
    decision = forms.ChoiceField(choices=Decision.choices, widget=forms.HiddenInput)
