"""Refusals of this module that more than one file raises."""

from nuandong.kernel.errors import Conflict, NotFound
from nuandong.kernel.text import gettext_noop as _


def no_such(what: str) -> NotFound:
    """The thing does not exist or lies outside the entered scope; `what` is a Chinese msgid."""
    return NotFound(
        "rescue.not_found", _("没有找到这条%(what)s。"), _("它可能不在您的管辖区域内，请从列表中打开。"), what=what
    )


def raced(who: str) -> Conflict:
    """Somebody else was first; `who` names him, empty when it is not known."""
    if not who:
        return Conflict("rescue.raced", _("刚刚有人办理了这条记录。"), _("请刷新页面查看最新情况。"))
    return Conflict(
        "rescue.raced_by", _("%(who)s刚刚办理了这条记录。"), _("请刷新页面查看最新情况，需要时与其联系。"), who=who
    )
