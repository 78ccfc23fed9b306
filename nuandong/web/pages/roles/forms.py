"""The forms of roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nuandong.org import catalogue
from nuandong.web.forms import PageForm


class RoleForm(PageForm):
    """A role as it should be. `seen` names the differences that were on the screen when it was sent."""

    title = forms.CharField(label=_("角色名称"), max_length=40)
    about = forms.CharField(label=_("说明"), max_length=200, required=False)
    field = forms.BooleanField(
        label=_("外勤岗位"), required=False, help_text=_("在手机上整班保持登录，最长十二小时不操作也不退出。")
    )
    permissions = forms.MultipleChoiceField(label=_("权限"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("修改原因"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = catalogue.permissions()
        self.fields["permissions"].choices = [(code, _now(one.title)) for code, one in titles.items()]  # type: ignore[attr-defined]


class NewRoleForm(RoleForm):
    code = forms.CharField(
        label=_("角色代码"),
        max_length=40,
        help_text=_("小写字母和下划线，以后不能改。"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    field_order = ("code", "title", "about", "field", "permissions", "reason")


class RestoreForm(PageForm):
    reason = forms.CharField(label=_("原因"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))
