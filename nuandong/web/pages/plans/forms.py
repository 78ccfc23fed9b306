"""Forms of plans: putting in force, extending, ending, and a file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.plans.policies import REASON_LENGTH
from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field


def _day(label: object, css: str = "", **more: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"} | ({"class": css} if css else {}), format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)  # type: ignore[arg-type]


def _reason(help_text: object, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=_("依据"),
        max_length=REASON_LENGTH,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text,  # type: ignore[arg-type]
    )


class ActivateForm(PageForm):
    region = region_field(_("启用地区"), help_text=_("启用后，这个地区和其中的县、乡都要落实。"))
    starts_on = _day(_("开始日期"), required=False, help_text=_("留空按方案写明的日期，不早于今天。"))
    ends_on = _day(_("结束日期"), required=False, help_text=_("当天计入。留空按方案写明的日期。"))
    reason = _reason(_("文号或会议决定；会加密存放。"), required=False)

    def __init__(self, *args: Any, open_days: Mapping[str, str], contradicted: bool, **kwargs: Any) -> None:
        """`open_days`: what the plan masks and what each is called; `contradicted`: whether it contradicts itself."""
        super().__init__(*args, **kwargs)
        for name, title in open_days.items():
            self.fields[filled_name(name)] = _day(
                title, required=False, help_text=_("原文没有写明。没填的暂不监测。"), css="input"
            )
        if contradicted:
            self.fields["contradictions_seen"] = forms.BooleanField(
                label=_("我已看到这些矛盾"),
                required=False,
                help_text=_("仍要启用的，请在“依据”里写明原因，会一并记录。"),
            )
        days = map(filled_name, open_days)
        self.order_fields(["region", "starts_on", "ends_on", *days, "reason", "contradictions_seen"])


def filled_name(name: str) -> str:
    """The field for a day that the plan leaves open (`Plan.unknowns`)."""
    return f"filled.{name}"


class ExtendForm(PageForm):
    ends_on = _day(_("延长到"), help_text=_("当天计入。"))
    reason = _reason(_("由谁、以什么文件或会议决定延长。"))


class EndForm(PageForm):
    ends_on = _day(_("最后一天"), required=False, help_text=_("当天计入。留空就是今天。"))
    reason = _reason(_("由谁、以什么文件或会议决定结束。"))


class UploadForm(PageForm):
    file = forms.FileField(
        label=_("方案文件"),
        allow_empty_file=True,
        help_text=_("YAML 文件，最大 256 KB。写法见《方案文件怎么写》。"),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
