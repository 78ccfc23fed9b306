"""What is wrong with a plan file, where, and what would be right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _

Path = tuple[str | int, ...]

SHORT_LIST: Final = 12


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake: line and column (from 1), what is wrong, and what would be right; msgids with their parameters."""

    line: int
    column: int
    message: str
    advice: str = ""
    params: Mapping[str, object] = field(default_factory=dict, compare=False)

    def located(self, name: str) -> str:
        return (
            f"{name}:{self.line}:{self.column}: {_filled(self.message, self.params)}{_filled(self.advice, self.params)}"
        )


def _filled(words: str, params: Mapping[str, object]) -> str:
    return words % params if params else words


class PlanFileError(Invalid):
    """A plan file with mistakes; all of them at once, in the order of the file."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__(
            "plans.file_wrong",
            _("方案文件 %(name)s 有 %(count)d 处错误。"),
            _("请按列出的行、列逐处改正后再检查。"),
            name=name,
            count=len(problems),
        )
        self.name = name
        self.problems = tuple(sorted(problems))

    def lines(self) -> list[str]:
        return [problem.located(self.name) for problem in self.problems]

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *self.lines()])


def suggestion(wrong: object, known: Iterable[str]) -> tuple[str, dict[str, object]]:
    """ "Did you mean", or the short list of what there is; empty where there is nothing useful to say."""
    names = sorted(set(known))
    near = get_close_matches(str(wrong), names, n=3, cutoff=0.6)
    if near:
        return _("是否想写 %(names)s？"), {"names": "、".join(near)}
    if 0 < len(names) <= SHORT_LIST:
        return _("可以写：%(names)s。"), {"names": "、".join(names)}
    return _("写法见 docs/plan-files.md。"), {}
