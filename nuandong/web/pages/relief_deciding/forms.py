"""Forms of seasons, freezes, funds and allocations."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.errors import Invalid
from nuandong.kernel.money import parse_yuan
from nuandong.policy.library import standards
from nuandong.relief.actions.open_season import OF_VISITS
from nuandong.relief.procedures import procedures
from nuandong.relief.sharing import Bounds
from nuandong.relief.steps import Source
from nuandong.web.fields import words_field
from nuandong.web.forms import PageForm
from nuandong.web.pages.stays.forms import ChosenForm, line_field
from nuandong.web.regions import region_field
from nuandong.web.wording import refusal, said

DAY = forms.DateInput(attrs={"type": "date"})


class YuanField(forms.CharField):
    """Yuan as they are written; the value is fen."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except Invalid as error:
            raise forms.ValidationError(refusal(error), error.code) from error


class SeasonForm(ChosenForm):
    region = region_field(_("县（市、区）"))
    year = forms.IntegerField(label=_("年度"), help_text=_("冬季开始的年份。"))
    title = line_field(_("名称"), required=True, maxlength=60)
    standard = forms.ChoiceField(label=_("救助标准"), help_text=_("标准文件在 library/standards，开启后不再变动。"))
    standard_on = forms.DateField(label=_("按哪一天的数额"), widget=DAY)
    procedure = forms.ChoiceField(label=_("审核程序"), help_text=_("公示几榜、多少天，几人签批，随程序固定。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(code, said(one.title)) for code, one in standards().items() if code not in OF_VISITS]
        self.fields["standard"].choices = chosen  # type: ignore[attr-defined]
        self.fields["procedure"].choices = [  # type: ignore[attr-defined]
            (code, said(one.title)) for code, one in procedures().items() if not one.quick
        ]


class LimitForm(PageForm):
    """How much a person gets at most before a reason is asked; empty: no limit."""

    limit_fen = YuanField(label=_("人均限额（元）"), required=False, help_text=_("没有限额的不填。"))
    source = line_field(_("依据"), maxlength=120, help_text=_("哪个文件哪一条。"))


class DisasterForm(ChosenForm):
    """A new disaster during a season. Another standard is asked of those alone who may open seasons."""

    title = line_field(_("名称"), required=True, maxlength=60, help_text=_("如“12月3日雪灾临时救助”。"))
    hazard = forms.ChoiceField(label=_("灾害种类"))
    struck_on = forms.DateField(label=_("受灾日期"), widget=DAY)
    places = forms.TypedMultipleChoiceField(
        label=_("受灾地区"),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("可以选多个乡镇或村；这里面的户才能登记。"),
    )
    procedure = forms.ChoiceField(label=_("简化程序"), help_text=_("公示少、时限短；评议、审核、审定、发放一步不少。"))
    standard = forms.ChoiceField(label=_("救助标准"), required=False)

    def __init__(self, *args: Any, choose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choose:
            del self.fields["standard"]
            self.fields["places"].required = True


class FreezeForm(ChosenForm):
    region = region_field(_("地区"))
    season = forms.IntegerField(label=_("年度"), help_text=_("冬季开始的年份。"))
    why = words_field(_("理由"), rows=2, required=True, help_text=_("审计通知书文号等，办事的人会看到。"))


class WhyForm(PageForm):
    why = words_field(_("理由"), rows=2, required=True)


class SeenForm(PageForm):
    """What is agreed to is what was shown: its hash goes with the press."""

    seen = forms.CharField(widget=forms.HiddenInput)


class FundsForm(PageForm):
    number = line_field(_("文号"), required=True, maxlength=60)
    title = line_field(_("文件名称"), required=True, maxlength=120)
    source = forms.ChoiceField(label=_("资金来源"), choices=Source.choices)
    amount = YuanField(label=_("金额（元）"))
    issued_on = forms.DateField(label=_("发文日期"), widget=DAY)
    received_on = forms.DateField(label=_("收到日期"), widget=DAY)


class TrancheForm(PageForm):
    season = forms.UUIDField(required=False, widget=forms.HiddenInput)
    reason = line_field(_("事由"), required=True, maxlength=200, help_text=_("如“首批资金到位”“新发生灾害”。"))


class ShareForm(PageForm):
    """A budget and what townships get at least and at most; the same form tries it out and keeps it."""

    basis = forms.ChoiceField(
        label=_("按什么分"),
        choices=[("applications", _("已受理的申请，逐户")), ("ledger", _("台账里的需要，逐村"))],
        widget=forms.RadioSelect,
    )
    budget = YuanField(label=_("资金总额（元）"))
    per_person = YuanField(label=_("台账按每人多少元算需要"), required=False, help_text=_("只在按台账分时用。"))
    note = words_field(_("说明"), rows=2)

    def __init__(self, *args: Any, townships: Mapping[int, str] | Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.townships = dict(townships)
        for code, name in self.townships.items():
            self.fields[f"floor_{code}"] = YuanField(label=f"{name} · {_('最低')}", required=False)
            self.fields[f"ceiling_{code}"] = YuanField(label=f"{name} · {_('最高')}", required=False)

    def bounds(self) -> Bounds:
        """Region → least and most in fen, of those where one of them was given."""
        found = {}
        for code in self.townships:
            least, most = self.cleaned_data.get(f"floor_{code}"), self.cleaned_data.get(f"ceiling_{code}")
            if least is not None or most is not None:
                found[code] = (least or 0, most)
        return found

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(name, self[f"floor_{code}"], self[f"ceiling_{code}"]) for code, name in self.townships.items()]
