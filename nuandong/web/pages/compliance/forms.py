"""Forms of decisions on an instance."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.plans.policies import REASON_LENGTH
from nuandong.web.forms import PageForm


class ReasonForm(PageForm):
    reason = forms.CharField(
        label=_("原因"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("供检查核对，能看落实情况的人都看得到；不要写求助人员的姓名、证件号、电话。"),
    )
