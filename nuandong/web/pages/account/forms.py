"""Forms of signing in and of one's own account. Passwords and codes are never put back into the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nuandong.kernel.errors import DomainError
from nuandong.kernel.text import gettext_noop
from nuandong.org.verdicts import Verdict
from nuandong.web.forms import PageForm


class SecretForm(PageForm):
    """A form whose answer is a verdict: refusals are committed, so they come back as a value."""

    def judged(self, verdict: Verdict) -> bool:
        """Whether the verdict accepts; a refusal is shown beside its field."""
        if verdict.refusal is not None:
            self.refuse(verdict.refusal)
        return verdict.accepted


def _secret(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, **more.pop("attrs", {})})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=200, **more)


def _digits(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    attrs = {"inputmode": "numeric", "autocomplete": autocomplete}
    return forms.CharField(label=label, max_length=12, widget=forms.TextInput(attrs=attrs), **more)


class LoginForm(SecretForm):
    username = forms.CharField(
        label=_("用户名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = _secret(_("密码"), "current-password")
    phone = forms.BooleanField(
        label=_("在外勤手机上使用"), required=False, help_text=_("外勤岗位整班保持登录；公用电脑请不要勾选。")
    )


class PasswordForm(SecretForm):
    old_password = _secret(_("当前密码"), "current-password")
    new_password = _secret(_("新密码"), "new-password", help_text=_("至少 10 个字符，不用常见密码，不含用户名。"))
    again = _secret(_("再输一次新密码"), "new-password")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_password") and data.get("again") and data["new_password"] != data["again"]:
            self.refuse(
                DomainError(
                    "account.passwords_differ",
                    gettext_noop("两次输入的新密码不一样。"),
                    gettext_noop("请重新输入。"),
                    "again",
                )
            )
        return data


class PinForm(SecretForm):
    password = _secret(_("当前密码"), "current-password")
    pin = _secret(_("六位快捷码"), "off", attrs={"inputmode": "numeric"}, help_text=_("不用连号、重复数字或生日。"))

    def refuse(self, error: DomainError) -> None:
        # The action names the field of the current password as the password page does.
        if error.field == "old_password":
            error = type(error)(error.code, error.message, error.advice, "password", **error.params)
        super().refuse(error)


class SwitchForm(SecretForm):
    account = forms.ChoiceField(label=_("换成"), widget=forms.RadioSelect)
    pin = _secret(_("快捷码"), "off", attrs={"inputmode": "numeric"})


class CodeForm(SecretForm):
    code = _digits(_("六位动态口令"), "one-time-code")
