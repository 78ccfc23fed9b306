"""The forms of informants and rewards."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuandong.rescue.kinds_informant import Ground
from nuandong.web.fields import words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.informants.showing import ceilings, kind_choices
from nuandong.web.pages.stays.forms import Choices, ChosenForm, line_field
from nuandong.web.pages.stays.forms_care import yuan_field
from nuandong.web.regions import region_field


def day_field(label: Any, *, help_text: Any = "") -> forms.DateField:
    """A Shanghai day, left empty for today."""
    return forms.DateField(
        label=label, required=False, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )


class _WhoForm(ChosenForm):
    """What is known of an informant besides his name and number."""

    reporter_kind = forms.ChoiceField(label=_("报告人类型"), choices=kind_choices)
    region = region_field(_("所在区划"))
    unit = line_field(_("工作单位"))
    area = line_field(_("负责范围"), help_text=_("平时看得到的街道、路段、村组或站点。"))


class RegisterForm(_WhoForm):
    name = line_field(_("姓名"), required=True)
    phone = line_field(_("电话"), required=True, inputmode="tel", help_text=_("用这个号码打来的线索会自动认出他。"))
    since = day_field(_("聘任日期"), help_text=_("不填为今天。"))
    field_order = ("command_key", "name", "phone", "reporter_kind", "region", "unit", "area", "since")


class ChangeForm(_WhoForm):
    """Name and number are not shown, so that nobody reads them by opening a form."""

    name = line_field(_("姓名"), help_text=_("不填为不变。"))
    phone = line_field(_("电话"), inputmode="tel", help_text=_("不填为不变。"))
    field_order = RegisterForm.field_order


class ReasonForm(PageForm):
    reason = words_field(_("原因"), rows=2, required=True)


class NameForm(ChosenForm):
    """Whose clue it is; nobody's is a choice too."""

    informant = forms.TypedChoiceField(label=_("信息员"), required=False, coerce=UUID, empty_value=None)


class ProposeForm(ChosenForm):
    informant = forms.TypedChoiceField(label=_("信息员"), coerce=UUID)
    ground = forms.ChoiceField(
        label=_("依据"), choices=Ground.choices, initial=Ground.EFFECTIVE_LEAD, widget=forms.RadioSelect
    )
    amount = yuan_field(_("金额（元）"), required=True)
    reason = words_field(_("理由"), help_text=_("直接参与救助的，写明做了什么；不写受助人姓名。"))

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.fields["amount"].help_text = (
            gettext("每条线索最多 %(once)s 元，每人每月最多 %(month)s 元（本地暂定标准）。") % ceilings()
        )


class PayForm(PageForm):
    voucher = line_field(_("凭证"), required=True, help_text=_("收据或支出凭证的名称和编号；钱款在系统外支付。"))
    paid_on = day_field(_("发放日期"), help_text=_("不填为今天。"))
