"""Lists of a plan: who is helped, which things are given or taken, what a notice shows, and with what it is done."""

from typing import Annotated, Final, Literal

from pydantic import Field, StrictInt

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.fields import Slug, Strength, Words
from nuandong.plans.schema.procedures import Entry

Names = Annotated[tuple[Words, ...], Field(min_length=1, max_length=60)]

ELIGIBILITY_TITLES: Final = {
    "include": _("可以救助"),
    "exclude": _("不予救助"),
    "priority": _("优先或加重救助"),
}
ITEM_TITLES: Final = {
    "give": _("发放"),
    "accept": _("接收"),
    "refuse": _("不接收"),
    "stock": _("储备"),
}
NOTICE_TITLES: Final = {
    "head_of_household": _("户主姓名"),
    "household_size": _("家庭人口"),
    "household_type": _("家庭类型"),
    "amount": _("救助金额"),
    "goods": _("救助物资"),
    "reason": _("救助原因"),
    "report_phone": _("举报电话"),
    "period": _("公示起止时间"),
}
RESOURCE_TITLES: Final = {
    "people": _("人员"),
    "vehicle": _("车辆"),
    "place": _("场所"),
    "equipment": _("设备"),
    "phone": _("电话"),
    "system": _("信息系统"),
}


class Eligibility(Entry):
    """Who is helped, who is not, and who comes first. `groups` name them in the plan's words."""

    rule: Literal["include", "exclude", "priority"]
    groups: Names
    strength: Strength = Strength.MUST


class Items(Entry):
    """Things that are given out, taken in a drive, not taken, or kept in stock; `whom`: for or from whom."""

    rule: Literal["give", "accept", "refuse", "stock"]
    items: Names
    whom: Words | None = None


class NoticeFields(Entry):
    """What a notice shows, and no more; `step` is the step of a procedure that hangs it, none for every notice."""

    step: Slug | None = None
    fields: Annotated[
        tuple[
            Literal[
                "head_of_household", "household_size", "household_type", "amount", "goods", "reason", "report_phone",
                "period",
            ],
            ...,
        ],
        Field(min_length=1, max_length=10),
    ]  # fmt: skip


class Resource(Entry):
    """With what the plan is carried out; `count` pieces or heads where it names a number."""

    kind: Literal["people", "vehicle", "place", "equipment", "phone", "system"]
    holder: Words | None = None
    count: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
