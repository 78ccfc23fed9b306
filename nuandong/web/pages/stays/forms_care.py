"""The forms of the days in the station: care, belongings, search for the identity, hospital, long stays."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.rescue.kinds_stay import Care
from nuandong.rescue.reference_station import station
from nuandong.web.fields import moment_field, photo_field, words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.people.forms import PAPERS
from nuandong.web.pages.stays.forms import Choices, ChosenForm, line_field, papers_checked_field
from nuandong.web.wording import said

FEN = 100


def yuan_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    """An amount in yuan; `fen` makes it whole fen."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "min": 0, "step": "0.01"})
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, widget=widget, max_digits=10, decimal_places=2
    )


def fen(amount: Decimal | None) -> int:
    """Yuan as whole fen; nothing typed is nothing."""
    return 0 if amount is None else int(amount * FEN)


class CareForm(PageForm):
    kind = forms.ChoiceField(label=_("照料事项"), choices=Care.choices)
    text = words_field(_("情况"), help_text=_("健康检查、服药、观察要写明情况。"))
    acted_at = moment_field(_("时间"), help_text=_("不填为现在。"))


class DepositForm(PageForm):
    """One thing taken into keeping."""

    what = line_field(_("物品"), required=True, help_text=_("身份证件由本人保管，不得扣留。"))
    count = forms.IntegerField(label=_("件数"), initial=1, widget=forms.NumberInput(attrs={"min": 1}))
    prohibited = forms.BooleanField(label=_("违禁物品，移交公安机关，不再返还"), required=False)
    photo = photo_field(_("物品照片"))


class ReturnForm(ChosenForm):
    things = forms.TypedMultipleChoiceField(label=_("返还的物品"), coerce=UUID, widget=forms.CheckboxSelectMultiple)
    to = line_field(_("代领人"), help_text=_("本人领取时留空。"))


class IdentifyForm(PageForm):
    """The name that was found. Sealed words come in full, so nothing is shown masked here."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = line_field(_("姓名"), required=True)
    kind = forms.ChoiceField(label=_("证件种类"), choices=PAPERS, required=False)
    number = line_field(_("证件号码"))
    valid_until = forms.DateField(
        label=_("证件有效期至"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    papers_checked = papers_checked_field()
    reason = line_field(_("怎样查明的"))


class PoliceForm(PageForm):
    """What the police were told or answered."""

    police = line_field(_("公安机关（派出所、接警人或答复人）"), required=True)
    note = words_field(_("情况"), rows=2)
    acted_at = moment_field(_("时间"), help_text=_("不填为现在。"))


class LetterForm(PageForm):
    sheet_photo = photo_field(_("书面申请照片"))
    acted_at = moment_field(_("申请时间"), help_text=_("不填为现在。"))


class PoliceAnswerForm(PageForm):
    confirmed = forms.TypedChoiceField(
        label=_("核查结果"),
        choices=[("yes", _("与本人所述一致")), ("no", _("查无此人或与本人所述不符"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = words_field(_("答复内容"), rows=2)
    acted_at = moment_field(_("答复时间"), help_text=_("不填为现在。"))


class FingerprintForm(PageForm):
    taken_by = line_field(_("采集人（派出所和民警）"), required=True)
    acted_at = moment_field(_("采集时间"), help_text=_("不填为现在。"))


class DnaForm(PageForm):
    matched = forms.TypedChoiceField(
        label=_("比对结果"),
        choices=[("yes", _("比中")), ("no", _("未比中"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = words_field(_("反馈内容"), rows=2)
    acted_at = moment_field(_("反馈时间"), help_text=_("不填为现在。"))


class ReviewForm(PageForm):
    filed = forms.BooleanField(label=_("已向上级民政部门报备"), required=False)
    reason = words_field(_("审核意见"), rows=2)


class ReasonForm(PageForm):
    reason = words_field(_("说明"), rows=2)


class MomentForm(PageForm):
    acted_at = moment_field(_("时间"), help_text=_("不填为现在。"))


class HospitalForm(ChosenForm):
    hospital = forms.TypedChoiceField(label=_("医院"), coerce=UUID)
    tracker = forms.TypedChoiceField(label=_("跟踪人"), coerce=UUID, help_text=_("跟踪到出院和结算。"))
    payer = forms.ChoiceField(label=_("结算办法"), initial="rescue_budget")
    acted_at = moment_field(_("送医时间"), help_text=_("不填为现在。"))


class TrackerForm(ChosenForm):
    tracker = forms.TypedChoiceField(label=_("跟踪人"), coerce=UUID, help_text=_("跟踪到出院和结算。"))
    reason = line_field(_("更换原因"))


class HospitalLeftForm(PageForm):
    certificate = forms.BooleanField(label=_("已看到医院的出院证明"), required=False)
    note = words_field(_("出院情况"), rows=2, help_text=_("没有出院证明的，写明原因。"))
    acted_at = moment_field(_("出院时间"), help_text=_("不填为现在。"))


class VerifyForm(PageForm):
    eligible = forms.TypedChoiceField(
        label=_("甄别结果"),
        choices=[("yes", _("属于救助对象")), ("no", _("不属于救助对象"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    acted_at = moment_field(_("核实时间"), help_text=_("不填为现在。"))


class BillForm(PageForm):
    bill = yuan_field(_("总费用（元）"), required=True)
    paid = yuan_field(_("救助经费支付（元）"), required=True)
    payer = forms.ChoiceField(label=_("结算办法"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].choices = payers()  # type: ignore[attr-defined]


def payers() -> Choices:
    return [(code, said(one.title)) for code, one in station().payers.items()]
