"""What the public fills in."""

from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nuandong.rescue import reference
from nuandong.rescue.details import PLACE, WORDS
from nuandong.web.forms import PageForm
from nuandong.web.wording import said

CODE: Final = 12
CITIZEN: Final = "citizen"
_AT_DESKS: Final = "department"
"""The sector of those who report through channels of their own."""


def reporter_choices() -> list[tuple[str, str]]:
    """Who may say on the public page what he is; nobody has to."""
    return [(code, said(one.title)) for code, one in reference.reporters().items() if one.sector != _AT_DESKS]


class ReportForm(PageForm):
    """Words, a place or a number: one of them is enough."""

    words = forms.CharField(
        label=_("看到了什么"),
        required=False,
        max_length=WORDS,
        help_text=_("什么样的人、多大年纪、有没有受伤，知道多少写多少。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place_text = forms.CharField(
        label=_("在哪里"), required=False, max_length=PLACE, help_text=_("路名、桥名、附近的店名都行。")
    )
    caller = forms.CharField(
        label=_("您的电话"),
        required=False,
        max_length=30,
        help_text=_("可以不填；填了，找不到地方时会打给您。"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    reporter_kind = forms.ChoiceField(
        label=_("您是"),
        required=False,
        choices=reporter_choices,
        initial=CITIZEN,
        help_text=_("方便值班员判断，不改也行。"),
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("请不要填写这一格"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_website(self) -> str:
        """Only a program fills in what nobody sees."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("提交没有成功，请拨打救助热线。"), "robot")
        return ""


class TrackForm(PageForm):
    code = forms.CharField(
        label=_("查询码"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
