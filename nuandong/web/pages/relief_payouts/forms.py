"""Forms of payouts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuandong.relief.actions.sample_payout import ANSWERS, CONFIDENCES
from nuandong.relief.bank.library import layouts
from nuandong.relief.bank.reasons import REASONS
from nuandong.relief.steps import WriteOffReason
from nuandong.web.fields import photo_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import ChosenForm, line_field
from nuandong.web.regions import region_field
from nuandong.web.wording import said


def _take_field(yes: Promise, no: Promise) -> forms.TypedChoiceField:
    """The second person's answer: taken as true, or not."""
    return forms.TypedChoiceField(
        label=_("复核结果"),
        choices=[("1", yes), ("0", no)],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )


class PlanForm(ChosenForm):
    tranche = forms.TypedChoiceField(label=_("资金批期"), coerce=UUID)
    region = region_field(_("地区"))
    percent = forms.IntegerField(
        label=_("发放比例（%）"),
        initial=100,
        min_value=1,
        max_value=100,
        help_text=_("占每户救助金额的比例，取整到元；100 是发完剩下的。"),
    )
    layout = forms.ChoiceField(label=_("银行文件格式"), help_text=_("本县银行的格式可以加在资料夹里。"))
    remark = line_field(_("附言"), required=True, maxlength=40, help_text=_("收款人在存折和短信里看到的字。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = [  # type: ignore[attr-defined]
            (code, said(one.title)) for code, one in layouts().items()
        ]


class SeenForm(PageForm):
    """What is vouched for is what was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class VoucherForm(PageForm):
    voucher = line_field(_("记账凭证号"), maxlength=60, help_text=_("还没有编号的可以留空。"))


class ReasonForm(PageForm):
    reason = words_field(_("原因"), rows=2, required=True)


class ResultForm(PageForm):
    file = forms.FileField(label=_("银行回执"), help_text=_("原样上传，不要在表格里改动；同一个文件只登记一次。"))


class AccountForm(PageForm):
    account = line_field(
        _("新账号"), required=True, inputmode="numeric", maxlength=40, help_text=_("12 到 23 位数字。")
    )
    bank = line_field(_("开户银行"), maxlength=60)
    reason = words_field(_("原因"), rows=2, required=True, help_text=_("如：社保卡补办，已核对原件。"))


class TakeForm(PageForm):
    take = _take_field(_("与社保卡或存折原件一致，采用"), _("不一致，不采用"))


class ReturnForm(PageForm):
    returned_on = forms.DateField(label=_("退回日期"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.ChoiceField(label=_("退回原因"))
    bank_words = line_field(_("银行的说明"), maxlength=200)
    evidence = photo_field(_("退票通知或回单照片"), help_text=_("拍清银行的章、户名、金额和日期。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            (code, said(one.title)) for code, one in REASONS.items()
        ]


class ReturnTakeForm(PageForm):
    take = _take_field(_("与银行单据一致，这一户待重新发放"), _("不一致，仍算已到账"))


class WriteOffForm(PageForm):
    reason = forms.ChoiceField(label=_("核销原因"), choices=WriteOffReason.choices, widget=forms.RadioSelect)
    words = words_field(_("情况"), rows=3, required=True, help_text=_("查到了什么、问过谁、试过几次。"))
    evidence = photo_field(_("证明材料照片"), help_text=_("死亡证明、放弃声明、村委会证明等，拍清章和日期。"))


class WriteOffTakeForm(PageForm):
    take = _take_field(_("属实，资金退回，不再补发"), _("不属实，仍待补发"))


class UndoForm(PageForm):
    why = words_field(_("原因"), rows=2, required=True)


class SampleForm(PageForm):
    confidence = forms.TypedChoiceField(
        label=_("置信度"), coerce=int, choices=[(one, f"{one}%") for one in CONFIDENCES], initial=95
    )
    margin = forms.IntegerField(label=_("允许误差（±%）"), initial=10, min_value=1, max_value=50)


class AnswerForm(PageForm):
    line = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("结果"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = answers()  # type: ignore[attr-defined]


def answers() -> Sequence[tuple[str, str]]:
    return [(code, said(words)) for code, words in ANSWERS.items()]
