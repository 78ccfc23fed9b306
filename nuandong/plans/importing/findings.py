"""What was found in a paragraph: value, unit, for whom, when, how binding, where it stands, how sure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from nuandong.kernel.text import gettext_noop as _

KIND_TITLES: Final = {
    "window": _("起止日期"),
    "frequency": _("次数"),
    "duration": _("时限"),
    "deadline": _("期限"),
    "amount": _("标准或数额"),
    "percentage": _("比例"),
    "categories": _("名单"),
    "report": _("报送"),
    "prohibition": _("禁止"),
    "duty": _("值守"),
    "hours": _("时段"),
    "work": _("工作"),
}
"""Kinds of findings and what pages call them."""

DOUBT_TITLES: Final = {
    "set_phrase": _("惯用语，不一定是要求"),
    "bare_time": _("有时间长度，没有说明从何时算起或是否为限"),
    "named_day": _("以节日或时令为限，没有写日期"),
    "open_end": _("没有写结束日期"),
    "impossible_date": _("日期不存在"),
    "lunar": _("农历日期"),
    "past": _("说的像是已经做过的事"),
    "background": _("说的像是现有情况，不是要求"),
    "helpers": _("可能是提供线索或帮忙的人，不是对象"),
    "short_list": _("只有两项，可能只是顺带提到"),
    "not_listed": _("名单里的词都不认识，只因写法相同而列出"),
    "no_recipient": _("没有写报给谁"),
    "no_rhythm": _("没有写多久一次、何时报"),
    "garbled": _("这一段有乱码"),
    "two_values": _("上限小于下限"),
    "no_number": _("没有写次数和期限"),
    "added": _("是在原有次数上增加的次数"),
}
"""Why a finding is doubtful, and how pages say it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a paragraph lays down.

    `paragraph` is the printed line (from 1 after the title) in which it begins; `start` and `end` are offsets in the
    text of the paragraph that holds this line, and `text` is what stands there. `value` is a number, a written date or
    a list of codes; `detail` holds what else belongs to it. `doubts` are keys of DOUBT_TITLES; none means sure.
    """

    kind: str
    value: Any
    unit: str | None
    paragraph: int
    start: int
    end: int
    text: str
    strength: str = "must"
    scope: str | None = None
    condition: tuple[str, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.doubts

    def doubted(self, doubt: str) -> "Finding":
        return self if doubt in self.doubts else replace(self, doubts=(*self.doubts, doubt))

    def as_json(self) -> dict[str, Any]:
        """One entry of the output of `nuandong plan import --json`."""
        return {
            "kind": self.kind,
            "value": self.value,
            "unit": self.unit,
            "scope": self.scope,
            "condition": list(self.condition),
            "strength": self.strength,
            "paragraph": self.paragraph,
            "span": [self.start, self.end],
            "text": self.text,
            "detail": dict(self.detail),
            "sure": self.sure,
            "doubts": list(self.doubts),
        }
