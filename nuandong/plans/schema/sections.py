"""Lists of a plan: who is helped, which things are given or taken, what a notice shows, and with what it is done."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

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
NOTICE_KINDS: Final = {
    "list": _("名单公示"),
    "kin_notice": _("寻亲公告"),
    "bulletin": _("简报"),
    "announcement": _("宣传登记"),
}
"""Where something is made public."""
NOTICE_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "list": {
        "head_of_household": _("户主姓名"),
        "household_size": _("家庭人口"),
        "household_type": _("家庭类型"),
        "amount": _("救助金额"),
        "goods": _("救助物资"),
        "reason": _("救助原因"),
        "report_phone": _("举报电话"),
        "period": _("公示起止时间"),
    },
    "kin_notice": {
        "sex": _("性别"),
        "age": _("年龄段"),
        "height": _("身高"),
        "features": _("体貌特征"),
        "accent": _("口音"),
        "photo": _("照片"),
    },
    "bulletin": {
        "figures": _("数据"),
        "events": _("事件"),
        "text": _("文字"),
    },
    "announcement": {
        "link": _("链接"),
        "photo": _("照片"),
        "copies": _("份数"),
        "reached": _("覆盖数"),
    },
}
"""What can stand in each, in the words of the page."""
GOODS_TITLES: Final = {
    "coat": _("棉衣"),
    "quilt": _("棉被褥"),
    "clothing": _("衣物鞋帽"),
    "food": _("食品"),
    "water": _("饮用水"),
    "medicine": _("药品"),
    "epidemic": _("防疫用品"),
    "daily": _("生活用品"),
    "leaflet": _("宣传资料"),
    "tool": _("工具装备"),
}
"""The categories of goods; those of the stores are the same, which a test compares."""
OCCASION_TITLES: Final = {
    "any": _("每一次发放"),
    "refused": _("不愿接受救助时"),
    "supplies_only": _("现场发放物资时"),
    "guided_home": _("劝导返家时"),
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
    """Things that are given out, taken in a drive, not taken, or kept in stock; `whom`: for or from whom.

    `goods` are the categories of goods that a hand-out of the `occasion` must contain; without them nothing is checked
    when something is given out.
    """

    rule: Literal["give", "accept", "refuse", "stock"]
    items: Names
    whom: Words | None = None
    goods: Annotated[
        tuple[
            Literal[
                "coat", "quilt", "clothing", "food", "water", "medicine", "epidemic", "daily", "leaflet", "tool"
            ],
            ...,
        ],
        Field(max_length=10),
    ] = ()  # fmt: skip
    occasion: Literal["any", "refused", "supplies_only", "guided_home"] = "any"
    strength: Strength = Strength.MUST

    @model_validator(mode="after")
    def _given(self) -> Self:
        if self.goods and self.rule != "give":
            raise PydanticCustomError("goods_given", _("只有发放（give）的物品可以写 goods。"))
        return self


class NoticeFields(Entry):
    """What a notice shows: a list of names that and no more, every other kind at least that.

    `notice` is its kind, `fields` are those of the kind; `step` is the step of a procedure that hangs a list, none for
    every list.
    """

    step: Slug | None = None
    notice: Literal["list", "kin_notice", "bulletin", "announcement"] = "list"
    fields: Annotated[
        tuple[
            Literal[
                "head_of_household", "household_size", "household_type", "amount", "goods", "reason", "report_phone",
                "period", "sex", "age", "height", "features", "accent", "photo", "figures", "events", "text", "link",
                "copies", "reached",
            ],
            ...,
        ],
        Field(min_length=1, max_length=10),
    ]  # fmt: skip
    strength: Strength = Strength.MUST


class Resource(Entry):
    """With what the plan is carried out; `count` pieces or heads where it names a number."""

    kind: Literal["people", "vehicle", "place", "equipment", "phone", "system"]
    holder: Words | None = None
    count: Annotated[StrictInt, Field(ge=1, le=1_000_000)] | None = None
