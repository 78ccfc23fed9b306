"""A read list against what is recorded: what must be closed, changed and created. Pure; writes nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from nuandong.geo.codes import Level, ancestors, level_of
from nuandong.geo.division_file import DivisionRow
from nuandong.geo.errors import RowProblems
from nuandong.kernel.text import gettext_noop as _

BEGINNING: Final = date(1949, 10, 1)
"""Valid since then unless the list says otherwise."""


@dataclass(frozen=True, slots=True)
class Version:
    """What is recorded of one version of a code."""

    code: int
    valid_from: date
    valid_to: date | None
    name: str
    parent: int | None


@dataclass(slots=True)
class Changes:
    """What an import does; `before` of a changed version is its key, `(code, valid_from)`."""

    created: dict[tuple[int, date], Version] = field(default_factory=dict)
    changed: dict[tuple[int, date], Version] = field(default_factory=dict)
    closed: int = 0
    successions: dict[tuple[int, int], date] = field(default_factory=dict)
    """(predecessor, successor): since."""
    origin: dict[tuple[int, date], int] = field(default_factory=dict)
    """Which row of the list touched a version."""

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.successions)


class Ledger:
    """The versions known while a list is worked through, recorded ones and new ones alike."""

    def __init__(self, recorded: Iterable[Version], successions: Iterable[tuple[int, int]]) -> None:
        self._recorded = {(version.code, version.valid_from): version for version in recorded}
        self._successions = set(successions)
        self._versions: dict[int, dict[date, Version]] = {}
        for version in self._recorded.values():
            self._versions.setdefault(version.code, {})[version.valid_from] = version
        self.changes = Changes()

    def knows(self, code: int) -> bool:
        return code in self._versions

    def take(self, row: DivisionRow, problems: RowProblems) -> None:
        """Work one row in; rows of a code must come in order of their day."""
        versions = self._versions.get(row.code, {})
        target = _stated(row, versions)
        if target is not None:
            until = row.valid_to or target.valid_to
            wanted = replace(target, name=row.name, parent=row.parent, valid_to=until)
            if wanted != target:
                self._put(wanted, row.number, problems)
            return
        since = row.valid_from or BEGINNING
        current = next((v for v in versions.values() if v.valid_to is None and v.valid_from < since), None)
        if current is not None:
            # A new version ends the one before: a renaming is one row, not two.
            self._put(replace(current, valid_to=since), row.number, problems)
        self._put(Version(row.code, since, row.valid_to, row.name, row.parent), row.number, problems)

    def link(self, row: DivisionRow, problems: RowProblems) -> None:
        """Record successions of a row; to be called when every row has been taken."""
        since = row.valid_from or BEGINNING
        for predecessor in row.predecessors:
            self._link(predecessor, row.code, since, row, "原代码", predecessor, problems)
        for successor in row.successors:
            self._link(row.code, successor, row.valid_to or since, row, "后继代码", successor, problems)

    def _put(self, version: Version, number: int, problems: RowProblems) -> None:
        if version.valid_to is not None and version.valid_to <= version.valid_from:
            problems.add(number, "失效日期", _("失效日期应晚于生效日期。"))
            return
        others = self._versions.setdefault(version.code, {})
        clash = next((v for v in others.values() if v.valid_from != version.valid_from and _overlap(v, version)), None)
        if clash is not None:
            problems.add(number, "生效日期", _("与本代码 %(day)s 起的记录时间重叠。"), day=clash.valid_from.isoformat())
            return
        others[version.valid_from] = version
        key = (version.code, version.valid_from)
        self.changes.origin.setdefault(key, number)
        before = self._recorded.get(key)
        if before is None:
            self.changes.created[key] = version
        else:
            self.changes.changed[key] = version
            self.changes.closed += before.valid_to is None and version.valid_to is not None

    def _link(
        self,
        predecessor: int,
        successor: int,
        since: date,
        row: DivisionRow,
        column: str,
        other: int,
        problems: RowProblems,
    ) -> None:
        if not self.knows(other):
            problems.add(row.number, column, _("代码 %(code)d 没有记录，请先导入或放在同一张表里。"), code=other)
        elif (predecessor, successor) not in self._successions:
            self.changes.successions.setdefault((predecessor, successor), since)


def reconcile(rows: Sequence[DivisionRow], ledger: Ledger, problems: RowProblems) -> Changes:
    """Work a whole list into the ledger; order of the rows does not matter, faults go to `problems`."""
    for row in sorted(rows, key=lambda row: (row.code, row.valid_from or BEGINNING)):
        ledger.take(row, problems)
    for row in rows:
        _check_parent(row, ledger, problems)
        ledger.link(row, problems)
    return ledger.changes


def _check_parent(row: DivisionRow, ledger: Ledger, problems: RowProblems) -> None:
    # Above the county a list may begin anywhere; a township or village must hang on something known.
    if level_of(row.code) < Level.TOWNSHIP or row.parent is None:
        return
    if not ledger.knows(row.parent) and not any(ledger.knows(code) for code in ancestors(row.code)[:1]):
        problems.add(row.number, "上级代码", _("上级 %(code)d 没有记录，请先导入或放在同一张表里。"), code=row.parent)


def _stated(row: DivisionRow, versions: dict[date, Version]) -> Version | None:
    """The version a row speaks of: that of its day, or without a day the latest."""
    if row.valid_from is not None:
        return versions.get(row.valid_from)
    return max(versions.values(), default=None, key=lambda version: version.valid_from)


def _overlap(one: Version, other: Version) -> bool:
    one_end, other_end = one.valid_to or date.max, other.valid_to or date.max
    return one.valid_from < other_end and other.valid_from < one_end
