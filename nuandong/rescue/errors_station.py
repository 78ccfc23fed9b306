"""Refusals that more than one file about encounters or the station raises."""

from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _


def required(field: str, what: str) -> Invalid:
    """A field was left empty; `what` is its Chinese name."""
    return Invalid("rescue.required", _("%(what)s没有填写。"), _("请填写后再保存。"), field=field, what=what)


def unknown_code(field: str, what: str, code: str) -> Invalid:
    """A code that stands in no list; `what` is the Chinese name of the field."""
    return Invalid(
        "rescue.code_unknown",
        _("%(what)s里没有“%(given)s”这一项。"),
        _("请从列表中选择。"),
        field=field,
        what=what,
        given=code[:40],
    )


def wrong_state(what: str, state: str) -> NotNow:
    """The thing is in a state that does not allow the act; both words are shown to people."""
    return NotNow(
        "rescue.wrong_state",
        _("%(what)s现在的状态是“%(state)s”，不能这样办理。"),
        _("请刷新页面查看最新情况。"),
        what=what,
        state=state,
    )


def future(field: str) -> Invalid:
    """A time that lies ahead."""
    return Invalid(
        "rescue.time_ahead", _("填写的时间晚于现在。"), _("请核对时间；补录时填写实际发生的时间。"), field=field
    )


def out_of_order(field: str) -> Invalid:
    """A time that lies before the step before it."""
    return Invalid("rescue.time_order", _("填写的时间早于前一个步骤。"), _("请核对各步骤的时间。"), field=field)
