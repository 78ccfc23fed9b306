"""Forms of findings and declared kin."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.relief.policies_findings import REASON_LIMIT
from nuandong.relief.steps import FindingState, OutsideKind
from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field


def _line(label: Any, *, limit: int = REASON_LIMIT, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"maxlength": limit, "autocomplete": "off"})
    return forms.CharField(label=label, widget=widget, help_text=help_text)


class DecideForm(PageForm):
    """What somebody found out about a finding."""

    decision = forms.ChoiceField(
        label=_("结论"),
        choices=[(one.value, one.label) for one in FindingState if one is not FindingState.OPEN],
        widget=forms.RadioSelect,
        help_text=_("结论不自动取消或扣减任何一户的救助。"),
    )
    reason = _line(_("依据"), help_text=_("怎样核实的，例如“入户查看户口簿”。"))


class CheckForm(PageForm):
    region = region_field(_("地区"))
    season = forms.IntegerField(
        label=_("年度"), help_text=_("冬季开始的年份。"), widget=forms.NumberInput, min_value=2000, max_value=2100
    )

    def __init__(self, *args: Any, regions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class ReasonForm(PageForm):
    reason = _line(_("撤销原因"))


class OutsideForm(PageForm):
    kind = forms.ChoiceField(label=_("名单种类"), choices=OutsideKind.choices, widget=forms.RadioSelect)
    title = _line(_("是什么名单"), limit=80, help_text=_("例如“民政局 2026 年临时救助”“甲村外出务工人员”。"))
    region = region_field(_("地区"))
    season = forms.IntegerField(label=_("年度"), help_text=_("冬季开始的年份。"), widget=forms.NumberInput)
    file = forms.FileField(
        label=_("名单"),
        help_text=_(
            "Excel 或 WPS 表格（.xlsx、.xls）或 CSV 文件，每人一行。发放名单要有姓名、身份证号码、金额；"
            "外出名册要有姓名、身份证号码、外出日期，返回日期可以没有。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args: Any, regions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class KinForm(PageForm):
    relation = _line(_("这一户是您的什么人"), limit=30, help_text=_("例如“岳父”“姐姐”。"))
