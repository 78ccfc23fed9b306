"""Refusals of this module that more than one file raises."""

from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _


def not_found() -> NotFound:
    return NotFound("alerts.not_found", _("没有这条预警。"), _("请从预警列表中打开。"))


def number_reused(identifier: str) -> Conflict:
    return Conflict(
        "alerts.number_reused",
        _("编号 %(identifier)s 已用于另一条内容不同的预警。"),
        _("请向发布单位核对；确为新预警时请按表单人工录入。"),
        field="identifier",
        identifier=identifier,
    )


def raced() -> Conflict:
    return Conflict("alerts.raced", _("这条预警刚刚被别人处理过。"), _("请刷新页面查看最新情况。"))


def no_region(field: str) -> Invalid:
    return Invalid(
        "alerts.no_region",
        _("没有指定影响区域，或所指定的区域与本辖区无关。"),
        _("请至少选择一个包含本辖区或在本辖区内的区划。"),
        field=field,
    )
