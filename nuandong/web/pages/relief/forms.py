"""Forms of ledgers: a file, its columns, a confirmation, a withdrawal, an official ledger to take."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.relief.forms.library import forms as every_form
from nuandong.relief.forms.shape import Form
from nuandong.web.fields import words_field
from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field


class LedgerForm(PageForm):
    field_order = ("file", "region", "season", "form")
    file = forms.FileField(
        label=_("台账"),
        help_text=_(
            "Excel 或 WPS 表格（.xlsx、.xls）或 CSV 文件，最多 20 MB、10 万户。"
            "有标题行、合并表头、合计行的都可以，不用改格式。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    region = region_field(_("地区"), help_text=_("台账里没有写村的，按表名和住址找村；找不到的记在这个地区。"))
    season = forms.IntegerField(label=_("年度"), help_text=_("冬季开始的年份。"), widget=forms.NumberInput)
    form = forms.ChoiceField(label=_("表样"))

    def __init__(self, *args: Any, regions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]
        choices = [(code, one.title) for code, one in every_form().items() if one.imported]
        self.fields["form"].choices = choices  # type: ignore[attr-defined]


class LedgerColumnsForm(PageForm):
    """One choice for each column of the sheet: which field of the form it is."""

    def __init__(
        self,
        *args: Any,
        form: Form,
        headings: Sequence[str],
        samples: Sequence[int],
        chosen: Mapping[str, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        required = {one.field for one in form.columns if one.required}
        choices = [("", _now("不导入"))]
        choices += [(one.field, f"{one.title}*" if one.field in required else one.title) for one in form.columns]
        # A column that is empty and nameless is not asked for.
        told = [n for n, heading in enumerate(headings) if heading or samples[n]]
        self.places = {f"c{place}": str(place) for place in told}
        for name, place in self.places.items():
            label = headings[int(place)] or _now("第 %(n)d 列（没有列名）") % {"n": int(place) + 1}
            field = forms.ChoiceField(label=label, choices=choices, required=False, initial=chosen.get(place, ""))
            field.widget.attrs["class"] = "select"
            self.fields[name] = field

    def columns(self) -> dict[str, str]:
        return {place: self.cleaned_data[name] for name, place in self.places.items() if self.cleaned_data[name]}


class ConfirmForm(PageForm):
    found = forms.CharField(widget=forms.HiddenInput)
    partial = forms.BooleanField(label=_("只导入合格的行，有错误的不导入"), required=False)

    def __init__(self, *args: Any, rejected: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not rejected:
            del self.fields["partial"]


class WithdrawForm(PageForm):
    reason = words_field(_("撤回原因"), rows=2, required=True)


class TakeForm(forms.Form):
    """Which official ledger is taken; asked for by GET, so that nothing is done."""

    region = region_field(_("地区"))
    season = forms.IntegerField(min_value=2000, max_value=2100)


class WhyForm(PageForm):
    reason = forms.CharField(label=_("用途"), max_length=200, help_text=_("例如：上报县应急局。"))
