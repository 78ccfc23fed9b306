"""Mistakes found by the schema, in words that somebody who writes plans understands."""

from collections.abc import Mapping
from typing import Final

from pydantic_core import ErrorDetails

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.problems import Path, suggestion
from nuandong.plans.schema import (
    KINDS,
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Plan,
    Presence,
    Season,
    Subjects,
    Within,
)
from nuandong.plans.schema.obligations import Exceptional, Happening, Release
from nuandong.plans.schema.plan import Group, Organisation
from nuandong.plans.schema.procedures import Fund, Phase, Procedure, Prohibition, Report, Step, Target, Task
from nuandong.plans.schema.sections import Eligibility, Items, NoticeFields, Resource
from nuandong.policy.fields import FileModel

Wording = tuple[str, str, dict[str, object]]
"""What is wrong, what would be right, and the parameters of both."""

Models = Mapping[str, type[FileModel]]
"""What the named parts of a file are; "" is the file itself."""

PLAN_MODELS: Final[Models] = {
    "": Plan,
    "season": Season,
    "organisation": Organisation,
    "groups": Group,
    "exceptions": Exceptional,
    "until": Release,
    "at_least": AtLeast,
    "within": Within,
    "presence": Presence,
    "never": Never,
    "by_deadline": ByDeadline,
    "lasts": Lasts,
    "coverage": Coverage,
    "for_each": Subjects,
    "base": Happening,
    "ended_by": Happening,
    "procedures": Procedure,
    "steps": Step,
    "phases": Phase,
    "tasks": Task,
    "reports": Report,
    "prohibitions": Prohibition,
    "targets": Target,
    "funds": Fund,
    "eligibility": Eligibility,
    "items": Items,
    "notice_fields": NoticeFields,
    "resources": Resource,
}
_SHOWN: Final = 40

_PLAIN: Final = {
    "string_type": _("这里要一段文字。"),
    "int_type": _("这里要一个整数，不加引号。"),
    "bool_type": _("这里写 true 或 false。"),
    "string_too_short": _("不能空着。"),
    "string_too_long": _("最多 %(max_length)s 个字。"),
    "string_pattern_mismatch": _("应符合 %(pattern)s。"),
    "greater_than_equal": _("至少是 %(ge)s。"),
    "less_than_equal": _("最多是 %(le)s。"),
    "too_short": _("至少写 %(min_length)s 项。"),
    "too_long": _("最多写 %(max_length)s 项。"),
    "dict_type": _("这里要一组“键: 值”。"),
    "model_type": _("这里要一组“键: 值”。"),
    "model_attributes_type": _("这里要一组“键: 值”。"),
    "tuple_type": _("这里要一个列表。"),
    "list_type": _("这里要一个列表。"),
}


def wording(details: ErrorDetails, path: Path, models: Models = PLAN_MODELS) -> Wording:
    """Words for one error of the schema; `path` is its place in the file, `models` say which keys there are."""
    kind, context = details["type"], dict(details.get("ctx", {}))
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    params: dict[str, object] = {**context, "key": name, "wrong": _shown(details["input"])}
    match kind:
        case "missing":
            return _("缺少 %(key)s。"), _("请补上这一项。"), {"key": details["loc"][-1]}
        case "extra_forbidden":
            advice, more = suggestion(name, _keys_at(details["loc"], models))
            return _("不认识的键 %(key)s。"), advice, params | more
        case "union_tag_not_found":
            advice, more = suggestion("", KINDS)
            return _("缺少 kind。"), advice, params | more
        case "union_tag_invalid":
            return _unknown_kind(str(context.get("tag", "")))
        case "literal_error" | "enum":
            known = [word.strip(" '\"") for word in str(context["expected"]).replace(" or ", ", ").split(",")]
            advice, more = suggestion(details["input"], known)
            return _("%(key)s 不能写 %(wrong)s。"), advice, params | more
    # What our own validators say is already such a sentence.
    return _("%(key)s 写的 %(wrong)s 不对。"), _PLAIN.get(kind, details["msg"].replace("%", "%%")), params


def _keys_at(loc: Path, models: Models) -> list[str]:
    """The keys known where an unknown one was found; the innermost named part of the file decides."""
    inner = next((str(step) for step in reversed(loc[:-1]) if step in models), "")
    return [info.alias or name for name, info in models[inner].model_fields.items()]


def _unknown_kind(kind: str) -> Wording:
    advice, more = suggestion(kind, KINDS)
    return _("没有义务类型 %(kind)s。"), advice, {"kind": kind, **more}


def _shown(value: object) -> str:
    match value:
        case None:
            return _("（空）")
        case bool():
            return str(value).lower()
        case dict() | list():
            return _("（一组内容）")
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
