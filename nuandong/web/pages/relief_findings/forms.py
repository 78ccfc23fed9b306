"""Forms of findings and declared kin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.relief.policies_findings import REASON_LIMIT
from nuandong.relief.steps import FindingState
from nuandong.web.forms import PageForm


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


class ReasonForm(PageForm):
    reason = _line(_("撤销原因"))


class KinForm(PageForm):
    relation = _line(_("这一户是您的什么人"), limit=30, help_text=_("例如“岳父”“姐姐”。"))
