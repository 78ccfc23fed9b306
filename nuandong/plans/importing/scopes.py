"""For whom and for which time an amount is given."""

import re
from collections.abc import Mapping
from typing import Final

from nuandong.plans.importing.surroundings import clause_span, sentence_span
from nuandong.plans.importing.words import context

_PER_TIMES: Final = {
    "天": "day",
    "日": "day",
    "月": "month",
    "年": "year",
    "次": "time",
    "周": "week",
    "季": "quarter",
    "季度": "quarter",
    "晚": "night",
}
_HOUSES: Final = re.compile("机构|企业|单位|公司|[养敬福]老?[老利]?院|门店|站点")


def for_whom(groups: Mapping[str, str | None], before: str) -> str | None:
    """For whom and for which time; 每家 is a household unless its sentence spoke of institutions."""
    word = groups.get("per")
    who = next((code for code, words in context().per.items() if word in words), None)
    if word == "家" and _HOUSES.search(before):
        who = "institution"
    when = _PER_TIMES.get(groups.get("per2") or "")
    return "/".join(part for part in (who, when) if part) or None


_HEAD: Final = re.compile(r"每(?P<who>户|人|名|位)(?!次|额)[^每元共总合]*$")
_EACH: Final = re.compile(r"各(?:发放|发给|给予|补助|补贴|救助|慰问|奖励|配发|赠送)[^，。；每共总]{0,8}$")
_GROUPS: Final = re.compile(
    r"(?P<household>户|家庭)|(?P<person>人员|老人|老年人|儿童|孤儿|残疾人|对象|党员|职工|学生|患者|病人)"
)
_FEWEST_GROUPS: Final = 2


def implied(shadow: str, start: int) -> str | None:
    """For whom, where the clause says it at some distance: 每户备足15天的粮食和500公斤煤; 甲户、乙户各发放补助300元."""
    head = _HEAD.search(shadow[clause_span(shadow, start)[0] : start])
    if head is not None:
        return "household" if head["who"] == "户" else "person"
    before = shadow[sentence_span(shadow, start)[0] : start]
    each = _EACH.search(before)
    named = list(_GROUPS.finditer(before[: each.start()])) if each else []
    return named[-1].lastgroup if len(named) >= _FEWEST_GROUPS else None
