"""Plan files as plain data with the place of every value: a narrow YAML without anchors, aliases and tags.

Duplicate keys are refused; sizes, depth and number of values are limited, so that a hostile file costs nothing.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.tokens import (
    AliasToken,
    AnchorToken,
    BlockEndToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    DirectiveToken,
    DocumentStartToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    TagToken,
)

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.problems import Path, PlanFileError, Problem

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 12
MAX_VALUES: Final = 20_000

# libyaml reads the library of plans in a second; the same parser in Python takes ten times as long.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS: Final = {"", "~", "null", "Null", "NULL"}
_SWITCHES: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE: Final = re.compile(r"-?[0-9]+")
_TOO_MUCH: Final = {
    AnchorToken: _("不能使用锚点（&）。"),
    AliasToken: _("不能使用引用（*）。"),
    TagToken: _("不能使用类型标签（!）。"),
    DirectiveToken: _("不能使用指令（%）。"),
}
_TOO_LARGE: Final = _("层次太深、内容太多或一个文件里有几份文档。")
_OPENING: Final = (BlockMappingStartToken, BlockSequenceStartToken, FlowMappingStartToken, FlowSequenceStartToken)
_CLOSING: Final = (BlockEndToken, FlowMappingEndToken, FlowSequenceEndToken)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value begins, and its key; lines and columns from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file read: plain data (dict, list, str, int, bool, None) and the place of each value by its path."""

    name: str
    data: Any
    places: dict[Path, Place]

    def place(self, path: Path) -> Place:
        """The place of a value, or of the nearest thing around it that is in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]


def read(content: bytes, name: str) -> Source:
    """Read a file's bytes; `name` is shown in errors. Raises PlanFileError with every mistake of form."""
    text = _decoded(content, name)
    _screen(text, name)
    node = _composed(text, name)
    reader = _Reader()
    data = reader.value(node, (), node)
    if reader.problems:
        raise PlanFileError(name, reader.problems)
    return Source(name, data, reader.places)


def _decoded(content: bytes, name: str) -> str:
    if len(content) > MAX_BYTES:
        too_big = _("文件太大：%(size)d 字节。")
        problem = Problem(1, 1, too_big, _("方案文件最多 256 KB，请拆分。"), {"size": len(content)})
        raise PlanFileError(name, [problem])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        problem = Problem(line, column, _("不是 UTF-8 文字。"), _("请用 UTF-8 编码另存。"))
        raise PlanFileError(name, [problem]) from None


def _broken(error: YAMLError) -> Problem:
    mark = (error.problem_mark or error.context_mark) if isinstance(error, MarkedYAMLError) else None
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Problem(line, column, _("不是正确的 YAML。"), _("请检查缩进、冒号后的空格和引号；空格缩进，不用制表符。"))


def _screen(text: str, name: str) -> None:
    """Refuse what could blow up or hide something before anything is built."""
    problems: list[Problem] = []
    depth = count = documents = 0
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            kind = type(token)
            line, column = token.start_mark.line + 1, token.start_mark.column + 1
            if kind in _TOO_MUCH:
                problems.append(Problem(line, column, _TOO_MUCH[kind], _("请直接写出内容。")))
            documents += kind is DocumentStartToken
            depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
            count += 1
            if depth > MAX_DEPTH or count > 4 * MAX_VALUES or documents > 1:
                problems.append(Problem(line, column, _TOO_LARGE, _("请拆成几个文件。")))
                break
    except YAMLError as error:
        problems.append(_broken(error))
    if problems:
        raise PlanFileError(name, problems)


def _composed(text: str, name: str) -> Node:
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except YAMLError as error:
        raise PlanFileError(name, [_broken(error)]) from None
    if not isinstance(node, MappingNode):
        raise PlanFileError(name, [Problem(1, 1, _("文件里没有方案。"), _("第一行写 plan: 和方案编号。"))])
    return node


class _Reader:
    """Walks the nodes once; collects values, places and mistakes."""

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []

    def value(self, node: Node, path: Path, key: Node) -> Any:
        here, named = node.start_mark, key.start_mark
        self.places[path] = Place(here.line + 1, here.column + 1, named.line + 1, named.column + 1)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index), item) for index, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return _scalar(node.value, plain=not node.style)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, ScalarNode):
                self._wrong(key, _("键必须是一个词。"), _("请改成一个词。"), {})
                continue
            if key.value in found:
                first = self.places[(*path, key.value)]
                params = {"key": key.value, "line": first.key_line}
                self._wrong(key, _("键 %(key)s 重复，第 %(line)d 行已有。"), _("请删去一处。"), params)
                continue
            found[key.value] = self.value(item, (*path, key.value), key)
        return found

    def _wrong(self, node: Node, message: str, advice: str, params: dict[str, object]) -> None:
        self.problems.append(Problem(node.start_mark.line + 1, node.start_mark.column + 1, message, advice, params))


def _scalar(text: str, *, plain: bool) -> Any:
    """A value as YAML 1.2 reads it: `on` and `12:30` are words, as people mean them."""
    if not plain:
        return text
    if text in _NULLS:
        return None
    if text in _SWITCHES:
        return _SWITCHES[text]
    # Dates, fractions and the like are taken as written: the schema says which form it wants.
    return int(text) if _WHOLE.fullmatch(text) else text
