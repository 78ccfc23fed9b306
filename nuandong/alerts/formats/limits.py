"""Bounds for whatever arrives from outside, and the refusals that every reader shares."""

from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 64
MAX_ELEMENTS: Final = 20_000
MAX_INFOS: Final = 50
MAX_CODES: Final = 5_000
MAX_POINTS: Final = 2_000
MAX_REFERENCES: Final = 100
MAX_NOTES: Final = 50

LINE: Final = 200
TEXT: Final = 10_000
DETAIL: Final = 80

_RESEND = _("请向发布单位索取原文件，或按表单人工录入。")


def too_big(size: int) -> Invalid:
    return Invalid(
        "alerts.too_big",
        _("预警文件太大：%(size)d 字节，最多 %(limit)d 字节。"),
        _RESEND,
        size=size,
        limit=MAX_BYTES,
    )


def empty() -> Invalid:
    return Invalid("alerts.empty", _("预警文件是空的。"), _RESEND)


def not_text(why: str) -> Invalid:
    return Invalid(
        "alerts.not_text",
        _("预警文件不是可读的文字（%(why)s）。"),
        _("请用 UTF-8 或 GB18030 编码重新保存，或按表单人工录入。"),
        why=why,
    )


def not_a_message() -> Invalid:
    return Invalid(
        "alerts.not_a_message",
        _("文件不是可识别的预警消息。"),
        _("支持 CAP 1.2、国标预警 XML 和 JSON；其他来源请按表单人工录入。"),
    )


def broken_xml(line: int, column: int) -> Invalid:
    return Invalid(
        "alerts.xml_broken",
        _("XML 有语法错误（第 %(line)d 行第 %(column)d 列）。"),
        _RESEND,
        line=line,
        column=column,
    )


def forbidden_xml() -> Invalid:
    return Invalid(
        "alerts.xml_forbidden",
        _("XML 含有文档类型或实体声明，可能有害，已拒收。"),
        _("正常的预警文件不含这些内容，请核对来源。"),
    )


def broken_json(line: int, column: int) -> Invalid:
    return Invalid(
        "alerts.json_broken",
        _("JSON 有语法错误（第 %(line)d 行第 %(column)d 列）。"),
        _RESEND,
        line=line,
        column=column,
    )


def too_deep() -> Invalid:
    return Invalid(
        "alerts.too_deep", _("文件嵌套层数太多，最多 %(limit)d 层。"), _("请核对文件来源。"), limit=MAX_DEPTH
    )


def too_many(what: str, limit: int) -> Invalid:
    return Invalid(
        "alerts.too_many",
        _("文件内容过多：%(what)s 最多 %(limit)d 个。"),
        _("请核对文件来源，或分成几个文件。"),
        what=what,
        limit=limit,
    )


def several_messages() -> Invalid:
    return Invalid("alerts.several_messages", _("一个文件里有多条预警消息。"), _("请每条预警存成一个文件再导入。"))


def missing(element: str) -> Invalid:
    return Invalid(
        "alerts.missing_element",
        _("预警消息缺少必填项“%(element)s”。"),
        _RESEND,
        field=element,
        element=element,
    )


def not_understood(element: str, value: str) -> Invalid:
    return Invalid(
        "alerts.not_understood",
        _("预警消息的“%(element)s”无法识别：%(value)s。"),
        _RESEND,
        field=element,
        element=element,
        value=value[:DETAIL],
    )
