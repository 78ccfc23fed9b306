"""A list that was refused, with every row at fault."""

from collections.abc import Sequence
from dataclasses import dataclass

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in one row; `row` is the number the spreadsheet shows, `column` the heading people know."""

    row: int
    column: str
    message: str
    params: dict[str, object]

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class ImportRefused(Invalid):
    """Nothing of the list was imported; `rows` says why, row by row."""

    def __init__(self, rows: Sequence[RowError]) -> None:
        super().__init__(
            "geo.import_refused",
            _("表格里有 %(count)d 处错误，没有导入任何内容。第一处在第 %(row)d 行“%(column)s”。"),
            _("请按错误清单逐行改正后重新导入。"),
            field="file",
            count=len(rows),
            row=rows[0].row,
            column=rows[0].column,
        )
        self.rows = tuple(rows)


class RowProblems:
    """Collects what is wrong while a list is read, so that the person gets all of it at once."""

    def __init__(self) -> None:
        self._found: list[RowError] = []

    def add(self, row: int, column: str, message: str, **params: object) -> None:
        self._found.append(RowError(row, column, message, params))

    def raise_if_any(self) -> None:
        if self._found:
            raise ImportRefused(sorted(self._found, key=lambda error: error.row))
