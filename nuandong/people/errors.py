"""Refusals that more than one file of this module raises."""

from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _


def no_such_person() -> NotFound:
    return NotFound("people.person_not_found", _("没有找到这个人。"), _("请重新查找；可能属于其他地区。"))


def no_such_household() -> NotFound:
    return NotFound("people.household_not_found", _("没有找到这个家庭。"), _("请重新查找；可能属于其他地区。"))


def no_such_pair() -> NotFound:
    return NotFound("people.pair_not_found", _("没有找到这一对记录。"), _("请回到列表重新查找；可能属于其他地区。"))


def changed_meanwhile() -> Conflict:
    return Conflict("people.changed_meanwhile", _("这条记录刚刚被别人修改过。"), _("请刷新页面，核对最新内容后再改。"))


def unreal_date(field: str) -> Invalid:
    return Invalid("people.date_unreal", _("日期不合理。"), _("请核对年、月、日。"), field=field)
