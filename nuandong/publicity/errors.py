"""Refusals that more than one file of this module raises."""

from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _


def no_such(what: str) -> NotFound:
    """The thing does not exist or lies outside the entered scope; `what` is a Chinese msgid."""
    return NotFound(
        "publicity.not_found", _("没有找到这条%(what)s。"), _("它可能不在您的管辖区域内，请从列表中打开。"), what=what
    )


def required(field: str, what: str) -> Invalid:
    """A field was left empty; `what` is the Chinese name of the field."""
    return Invalid("publicity.required", _("%(what)s没有填写。"), _("请填写后再保存。"), field=field, what=what)


def raced() -> Conflict:
    """Somebody else was first."""
    return Conflict("publicity.raced", _("刚刚有人办理了这条记录。"), _("请刷新页面查看最新情况。"))
