from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.reports.actions.record_serial import LONGEST
from nuandong.web.forms import PageForm


class SerialForm(PageForm):
    serial = forms.CharField(label=_("系统里的编号"), max_length=LONGEST, help_text=_("照系统页面上的编号填写。"))
