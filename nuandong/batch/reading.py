"""The cells of a list as whole numbers and codes, and what is wrong with them: the reading part of the formulas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from nuandong.batch.dialects import Dialect
from nuandong.policy import problems
from nuandong.policy.benefit import FLAGS
from nuandong.policy.editions import UNBOUNDED, Column, Dated, Edition

Kind = Literal["text", "number", "absent"]
"""What a column of the list holds: words, whole numbers (and yes or no as 1 and 0), or there is no such column."""
Stage = list[tuple[str, str]]
"""Columns with their formulas."""
_NUMBERS: Final = {"key", "number", "flag"}
"""Kinds of columns whose cells may be numbers; in others, numbers are words."""
_LARGEST: Final = 9_999_999_999


@dataclass(frozen=True, slots=True)
class Check:
    """What is wrong with a column, and for which rows."""

    column: str
    code: str
    where: str


class Reading:
    """The formulas that read a list with certain kinds of columns for an edition."""

    def __init__(self, edition: Edition, kinds: Mapping[str, Kind], dialect: Dialect) -> None:
        self.edition = edition
        self.kinds = kinds
        self.sql = dialect

    def _text(self, text: str) -> str:
        return self.sql.literal(text)

    def read(self) -> Stage:
        """The cells without blanks around them, as words or as numbers."""
        return [(f"raw__{column.name}", self.raw(column)) for column in self.edition.columns]

    def raw(self, column: Column) -> str:
        """The cell without blanks around it, as words or as a number; NULL where there is no such column."""
        match self.kinds.get(column.name, "absent"):
            case "text":
                # trim() alone takes every blank of Unicode in some engines; the reference takes spaces.
                return f"trim(BOTH ' ' FROM {self.sql.name(column.name)})"
            case "number" if column.kind in _NUMBERS:
                return f"CAST({self.sql.name(column.name)} AS BIGINT)"
            case "number":
                return f"CAST({self.sql.name(column.name)} AS STRING)"
        return "CAST(NULL AS STRING)"

    def typed(self) -> Stage:
        """What the cells say; NULL where they say nothing that is understood."""
        return [(column.name, self.value(column)) for column in self.edition.columns]

    def value(self, column: Column) -> str:
        """What the cell `raw__…` says; NULL where it says nothing that is understood."""
        raw = f"raw__{column.name}"
        numbers = self.kinds.get(column.name) == "number"
        match column.kind:
            case "code":
                assert column.codes is not None
                titles = " ".join(
                    f"WHEN {raw} = {self._text(title)} THEN {self._text(code)}" for code, title in column.codes.items()
                )
                codes = ", ".join(map(self._text, column.codes))
                return f"CASE WHEN {raw} IN ({codes}) THEN {raw} {titles} END"
            case "key" if numbers:
                return raw
            case "flag" if numbers:
                return f"CASE WHEN {raw} IN (0, 1) THEN {raw} END"
            case "flag":
                cases = " ".join(f"WHEN {raw} = {self._text(word)} THEN {value}" for word, value in FLAGS.items())
                return f"CAST(CASE {cases} END AS BIGINT)"
            case "number" if numbers:
                return f"CASE WHEN {raw} BETWEEN 0 AND {_LARGEST} THEN {raw} END"
            case "number":
                return f"CASE WHEN {self.sql.is_whole(raw)} THEN CAST({raw} AS BIGINT) END"
        return f"nullif({raw}, '')"

    def judged(self) -> Stage:
        """Whether anything is wrong with the row, and whether it is within the standard."""
        wrong = []
        for column in self.edition.columns:
            name = self.sql.name(column.name)
            bad = f"{name} IS NULL"
            if column.kind == "number":
                bad += f" OR {name} < {column.low} OR {name} > {self._most(column)}"
            needed = f"{self.fits(column.needed)} AND " if column.needed is not None else ""
            wrong.append(f"({needed}({bad}))")
        return [("refused", " OR ".join(wrong)), ("in_scope", f"CASE WHEN {self.scope()} THEN 1 ELSE 0 END")]

    def checks(self) -> list[Check]:
        """Every mistake a row can have, in the order in which they are told."""
        found = []
        for column in self.edition.columns:
            name, raw = self.sql.name(column.name), f"raw__{column.name}"
            needed = f"{self.fits(column.needed)} AND " if column.needed is not None else ""
            as_number = self.kinds.get(column.name) == "number" and column.kind in _NUMBERS
            empty = f"({raw} IS NULL)" if as_number else f"({raw} IS NULL OR {raw} = '')"
            found.append(Check(column.name, problems.MISSING, f"{needed}{empty}"))
            if column.kind in {"key", "text"}:
                continue
            code = problems.UNKNOWN_CODE if column.kind == "code" else problems.NOT_WHOLE
            found.append(Check(column.name, code, f"{needed}NOT {empty} AND {name} IS NULL"))
            if column.kind == "number":
                outside = f"({name} < {column.low} OR {name} > {self._most(column)})"
                found.append(Check(column.name, problems.OUT_OF_RANGE, f"{needed}{outside}"))
        return found

    def _most(self, column: Column) -> str:
        most = UNBOUNDED if column.high is None else column.high
        if column.within is None:
            return str(most)
        bound = next(one for one in self.edition.columns if one.name == column.within)
        name = self.sql.name(bound.name)
        return f"CASE WHEN {name} BETWEEN {bound.low} AND {bound.high} THEN {name} ELSE {most} END"

    def scope(self) -> str:
        """Whether a row is within the standard at all; never NULL."""
        standard = self.edition.standard
        parts = ["area = 'rural'"] if standard.rural_only else []
        for name, codes in standard.scope.items():
            parts.append(f"{self.sql.name(name)} IN ({', '.join(map(self._text, codes))})")
        return " AND ".join(f"coalesce({part}, FALSE)" for part in parts) or "TRUE"

    def fits(self, one: Dated) -> str:
        """Whether a rule is for the row; never NULL."""
        parts = [
            f"coalesce({self.sql.name(name)} = {1 if wanted is True else self._text(wanted)}, FALSE)"
            for name, wanted in one.rule.when.items()
        ]
        return f"({' AND '.join([self.scope(), *parts])})"
