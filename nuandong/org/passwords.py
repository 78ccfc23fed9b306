"""What a password and a PIN must be like. Pure but for Django's list of twenty thousand common passwords."""

import secrets
from itertools import pairwise
from typing import Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 128
PIN_LENGTH: Final = 6
# Without the letters and digits that are mistaken for one another on paper or over the telephone.
_READABLE: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LOCAL_COMMON: Final = ("nuandong", "minzheng", "jiuzhu", "woaini", "admin", "password", "qwerty", "1q2w3e", "abc123")
_common = CommonPasswordValidator()


def new_one_time_password() -> str:
    """A random password of 78 bits to be read out once, in four groups: `k3mt-…`."""
    return "-".join("".join(secrets.choice(_READABLE) for _i in range(4)) for _g in range(4))


def check_password(password: str, *, username: str) -> None:
    """Raise `Invalid` unless the password is long enough, mixed, uncommon and not made from the user name.

    Length counts characters (10 to 128); white space inside is allowed. GB/T 22239-2019 §8.1.4.1 asks for complexity.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise _weak(
            "org.password_length",
            _("密码要有 %(low)d 到 %(high)d 个字符。"),
            _("请换一个更长的密码，例如几个互不相干的词加数字。"),
            low=MIN_LENGTH,
            high=MAX_LENGTH,
        )
    plain = halfwidth(password).lower()
    if username.lower() in plain or plain in username.lower():
        raise _weak("org.password_has_username", _("密码不能包含用户名。"), _("请换一个与用户名无关的密码。"))
    if _is_common(plain):
        raise _weak("org.password_common", _("这个密码太常见，容易被猜中。"), _("请换一个别人想不到的密码。"))
    if _kinds(password) < 2 or len(set(plain)) < 5:
        raise _weak(
            "org.password_simple",
            _("密码太单调。"),
            _("请至少混用字母、数字、符号中的两种，并且不少于五个不同的字符。"),
        )


def check_pin(pin: str) -> None:
    """Raise `Invalid` unless the PIN has six digits that are neither all alike nor a run up or down."""
    if len(pin) != PIN_LENGTH or not (pin.isascii() and pin.isdigit()):
        raise Invalid(
            "org.pin_form", _("快捷码必须是 %(digits)d 位数字。"), _("请重新输入。"), field="pin", digits=PIN_LENGTH
        )
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise Invalid("org.pin_simple", _("快捷码太简单。"), _("请不要用相同或连续的数字。"), field="pin")


def _is_common(plain: str) -> bool:
    trimmed = plain.strip("0123456789!@#$%^&*._- ")
    if any(trimmed in (word, word * 2) for word in _LOCAL_COMMON):
        return True
    try:
        _common.validate(plain)
    except ValidationError:
        return True
    return False


def _kinds(password: str) -> int:
    kinds = {"digit" if c.isdigit() else "letter" if c.isalpha() else "sign" for c in password}
    return len(kinds)


def _weak(code: str, message: str, advice: str, **params: object) -> Invalid:
    return Invalid(code, message, advice, field="password", **params)
