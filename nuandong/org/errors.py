"""Refusals that more than one file of this module raises."""

from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _


def no_such(what: str) -> NotFound:
    """There is no such unit, member of staff, post…; `what` is a Chinese msgid."""
    return NotFound("org.not_found", _("没有找到：%(what)s。"), _("请刷新页面后重新选择。"), what=what)


def required(field: str, what: str) -> Invalid:
    """A field was left empty; `what` is the Chinese name of the field."""
    return Invalid("org.required", _("%(what)s没有填写。"), _("请填写后再保存。"), field=field, what=what)
