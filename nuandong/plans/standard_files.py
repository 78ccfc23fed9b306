"""Files of standards as a county writes them: every mistake with line and column, as for plan files."""

import json
from typing import Final

from pydantic import ValidationError

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans import yaml_source
from nuandong.plans.loader import shape_problems
from nuandong.plans.problems import Path, PlanFileError, Problem
from nuandong.plans.wording import Models
from nuandong.policy.library import mistakes
from nuandong.policy.schema import Change, Choice, Input, Price, Priority, Publication, Rounding, Rule, Standard

_MODELS: Final[Models] = {
    "": Standard,
    "published": Publication,
    "inputs": Input,
    "priority": Priority,
    "rounding": Rounding,
    "rules": Rule,
    "changes": Change,
    "price": Price,
    "chosen": Choice,
}
_WORDS: Final = {
    "sources": (_("没有出处。"), _("请在 sources 或 published 里写明。")),
    "inputs": (_("输入列重复。"), _("请删去一处或换一个名字。")),
    "codes": (_("codes 与 kind 不合。"), _("kind 是 code 的要写 codes，其他的不写。")),
    "scope": (_("scope 写的列或词不在 inputs 里。"), _("请写 inputs 里 kind 是 code 的列和它的词。")),
    "classes": (_("classes 里的类别重复，或不在 codes 里。"), _("请对照 codes 改正。")),
    "source": (_("出处不在 sources 或 published 里。"), _("请先在文件开头写明这份文件。")),
    "when": (_("when 写的列或词不在 inputs 里。"), _("flag 列写 true，code 列写它的一个词。")),
    "count": (_("count 写的列不合。"), _("请写 inputs 里 kind 是 persons 或 number 的列，规则要按人。")),
    "role": (_("底线和上限只能是钱，按人或按户。"), _("请改 unit 或 per。")),
    "per": (_("按人按天的规则要知道一个月按几天。"), _("请在文件开头写 month_days。")),
    "changes": (_("changes 的日期不是越来越晚。"), _("请按日期排列，新的数额写在最后。")),
    "months": (_("months 不合。"), _("按月、按天的规则要写最少和最多几个月（1 至 24），其他的不写。")),
    "at_most": (_("上限低于下限。"), _("请对照原文改正。")),
    "price": (_("钱不用折价。"), _("请删去 price。")),
    "exact": (_("实物的数量太大。"), _("最多 1000000。")),
    "bound": (
        _("底线没有写最少多少，或上限没有写最多多少。"),
        _("底线请写 at_least，上限请写 at_most，或者写 exact。"),
    ),
    "titles": (_("codes 里有两个词同名。"), _("请改掉其中一个的名称。")),
    "chosen": (_("chosen 不在幅度内。"), _("请写幅度以内的数。")),
}
_TWICE: Final = (_("编号 %(name)s 重复。"), _("请换一个编号。"))


def load_standard(content: bytes, name: str) -> Standard:
    """Read and check a file of a standard. Raises PlanFileError that lists every mistake as file:line:column."""
    source = yaml_source.read(content, name)
    try:
        standard = Standard.model_validate(source.data)
    except ValidationError as error:
        raise PlanFileError(name, shape_problems(source, error, _MODELS)) from None
    found = [_problem(source, standard, where) for where in mistakes(standard)]
    if found:
        raise PlanFileError(name, found)
    return standard


def standard_schema() -> str:
    """The JSON Schema of files of standards, for editors."""
    schema = Standard.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _problem(source: yaml_source.Source, standard: Standard, where: Path) -> Problem:
    depth = {"rules": 2, "inputs": 2, "priority": 1}.get(str(where[0]), 0)
    twice = len(where) == depth and depth > 0
    message, advice = _TWICE if twice else _WORDS[str(where[min(depth, len(where) - 1)])]
    place = source.place(_path(standard, where))
    return Problem(place.line, place.column, message, advice, {"name": where[-1]})


def _path(standard: Standard, where: Path) -> Path:
    """The place as the file has it: rules and inputs are lists there."""
    ids = {
        "rules": [rule.id for rule in standard.rules],
        "inputs": [one.name for one in standard.inputs],
    }.get(str(where[0]))
    if ids is None or len(where) == 1:
        return where
    last = len(ids) - 1 - ids[::-1].index(str(where[1]))
    return (where[0], last, *where[2:])
