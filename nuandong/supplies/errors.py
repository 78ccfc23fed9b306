"""Refusals that more than one file of this module raises."""

from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _


def no_such(what: str) -> NotFound:
    """There is no such store, item, transfer…; `what` is a Chinese msgid."""
    return NotFound("supplies.not_found", _("没有找到：%(what)s。"), _("请刷新页面后重新选择。"), what=what)


def required(field: str, what: str) -> Invalid:
    """A field was left empty; `what` is the Chinese name of the field."""
    return Invalid("supplies.required", _("%(what)s没有填写。"), _("请填写后再保存。"), field=field, what=what)


def short(item: str, wanted: int, there: int, store: str) -> Conflict:
    """Not enough in the store; `there` counts what can still be given out."""
    return Conflict(
        "supplies.short",
        _("%(store)s的%(item)s不够：需要 %(wanted)d，可用 %(there)d。"),
        _("请减少数量、换一个存放点，或先补货；实物与账面不符时请先盘点。"),
        field="lines",
        item=item,
        wanted=wanted,
        there=there,
        store=store,
    )
