"""Where the SQL of the engines differs: literals, whole division, patterns."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Dialect:
    """`divide` is whole division of numbers that are not negative; `whole` tests a text for one to ten digits."""

    divide: str
    whole: str
    backslash: bool
    quote: str

    def literal(self, text: str) -> str:
        """A text as a literal; texts come from files of standards, whose authors are trusted to a quote at most."""
        if self.backslash:
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + text.replace("'", "''") + "'"

    def name(self, column: str) -> str:
        return f"{self.quote}{column}{self.quote}"

    def divided(self, number: str, by: int) -> str:
        return self.divide.format(number, by)

    def is_whole(self, text: str) -> str:
        return self.whole.format(text)


DUCKDB: Final = Dialect("({0} // {1})", "regexp_full_match({0}, '[0-9]{{1,10}}')", backslash=False, quote='"')
SPARK: Final = Dialect("({0} div {1})", "({0} rlike '^[0-9]{{1,10}}\\\\z')", backslash=True, quote="`")
