"""For whom and for which time an amount is given."""

import re
from collections.abc import Mapping
from typing import Final

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
