"""Forms of archives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.relief.states import PaperKind
from nuandong.web.forms import PageForm
from nuandong.web.regions import region_field


class MakeForm(PageForm):
    season = forms.ChoiceField(label=_("年度"))
    region = region_field(_("地区"))

    def __init__(self, *args: Any, seasons: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["season"].choices = seasons  # type: ignore[attr-defined]
        self.fields["region"].choices = regions  # type: ignore[attr-defined]


class PaperForm(MakeForm):
    kind = forms.ChoiceField(label=_("种类"), choices=PaperKind)
    title = forms.CharField(label=_("名称"), max_length=120, required=False, help_text=_("不填按种类命名。"))
    number = forms.CharField(
        label=_("文号或凭证号"), max_length=60, required=False, help_text=_("记账凭证必填；资金文件请填文号。")
    )
    payout = forms.TypedChoiceField(label=_("发放批次"), required=False, empty_value=None)
    file = forms.FileField(
        label=_("文件"),
        required=False,
        help_text=_("PDF 或照片。记账凭证可以只填凭证号。"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
    )
    field_order = ["season", "region", "kind", "payout", "number", "title", "file"]

    def __init__(self, *args: Any, payouts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].help_text = _("选乡镇或县的，归入下面每个村的档案。")
        self.fields["payout"].choices = payouts  # type: ignore[attr-defined]


class WithdrawForm(PageForm):
    why = forms.CharField(label=_("原因"), max_length=300, help_text=_("例如：传错了批次。"))


class WhyForm(PageForm):
    reason = forms.CharField(label=_("用途"), max_length=200, help_text=_("例如：移交县档案室。"))
