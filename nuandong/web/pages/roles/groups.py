"""Permissions as people read them: by module, with titles, with what sets the sharp ones apart."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuandong.org import catalogue

MODULES: Final[dict[str, Promise]] = {
    "rescue": gettext_lazy("救助"),
    "duty": gettext_lazy("值班"),
    "supplies": gettext_lazy("物资"),
    "people": gettext_lazy("人员与家庭"),
    "geo": gettext_lazy("区划与点位"),
    "alerts": gettext_lazy("气象预警"),
    "plans": gettext_lazy("方案与落实"),
    "org": gettext_lazy("单位与账号"),
    "journal": gettext_lazy("工作日志"),
    "audit": gettext_lazy("审计"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One permission in words."""

    code: str
    title: str
    second_factor: bool
    delegable: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The permissions of one module."""

    title: str
    lines: list[Line]


def grouped(codes: Iterable[str]) -> list[Group]:
    """Known permissions by module, in the order of the menu; inside a module in that of the catalogue."""
    wanted = set(codes)
    groups: dict[str, list[Line]] = {module: [] for module in MODULES}
    for code in catalogue.permissions():
        if code in wanted:
            groups.setdefault(code.partition(".")[0], []).append(line_of(code))
    return [Group(str(MODULES.get(module, module)), lines) for module, lines in groups.items() if lines]


def line_of(code: str) -> Line:
    """One permission; a code that the catalogue no longer has stands for itself."""
    known = catalogue.permissions().get(code)
    if known is None:
        return Line(code, code, second_factor=False, delegable=True)
    return Line(code, _(known.title), second_factor=known.second_factor, delegable=known.delegable)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change would add and take away."""

    added: list[Line]
    removed: list[Line]
    words: list[tuple[str, str, str]]
    """Changed texts: (what, before, after)."""

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.words)


def difference(
    before: Collection[str], after: Collection[str], words: Iterable[tuple[str, str, str]] = ()
) -> Difference:
    """The permissions of `after` against `before`, and the texts that differ."""
    had, has = set(before), set(after)
    return Difference(
        added=[line_of(code) for code in sorted(has - had)],
        removed=[line_of(code) for code in sorted(had - has)],
        words=[(what, old, new) for what, old, new in words if old != new],
    )
