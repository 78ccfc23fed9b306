"""Reads that have nothing to do with each other, in few trips to the database: a page of many small lists.

A selector asks with `listed(rows)` instead of `list(rows)`. On its own that is the same. Inside `together` a read stops
where it asks; what all reads ask is fetched in one trip, and they begin again with the answers at hand. Each may run
several times, so a read writes nothing and gives the same questions for the same answers.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Answer = TypeVar("Answer")
_Question = tuple[str, str]
STRICT = False
"""Whether a question asked again is compared with the one it is taken for, as tests have it."""
_NOTHING: Final[_Question] = ("", "")
"""Asked of nobody: its condition cannot be true."""


class _LaterError(Exception):
    """The read goes on when its question has been answered."""


class _Reading:
    """What was asked and is not answered yet, and the answers.

    A read that begins again asks the same questions in the same order: each is compiled once for it, which costs more
    than its answer, and told by its place from then on.
    """

    def __init__(self) -> None:
        self.answers: dict[_Question, list[Any]] = {_NOTHING: []}
        self.asked: dict[_Question, tuple[QuerySet[Any], Any]] = {}
        self._questions: dict[int, list[_Question]] = {}
        self._own: list[_Question] = []
        self._turn = 0

    def begin(self, place: int) -> None:
        """The read of this place begins, for the first time or again."""
        self._own, self._turn = self._questions.setdefault(place, []), 0

    def rows(self, rows: QuerySet[Any]) -> list[Any]:
        if self._turn == len(self._own):
            self._own.append(self._question(rows))
        question = self._own[self._turn]
        if STRICT and self._question(rows) != question:
            raise RuntimeError(f"a read asked something else when it began again: {rows.query}")
        if question not in self.answers:
            raise _LaterError
        self._turn += 1
        return self.answers[question]

    def _question(self, rows: QuerySet[Any]) -> _Question:
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return _NOTHING
        question = (sql, repr(values))
        if question not in self.answers:
            self.asked[question] = rows, (compiler, sql, values)
        return question

    def fetch(self) -> None:
        """All questions in one trip, the answers in their order."""
        asked, self.asked = self.asked, {}
        if not asked:
            return
        given = [value for _rows, (_compiler, _sql, values) in asked.values() for value in values]
        with connection.cursor() as cursor:
            # Each part is what its queryset compiles to; every value is a parameter.
            cursor.execute(";\n".join(sql for _rows, (_compiler, sql, _values) in asked.values()), given)
            for question, (rows, (compiler, _sql, _values)) in asked.items():
                self.answers[question] = _made(rows, compiler, cursor.fetchall())
                cursor.nextset()


def _made(rows: QuerySet[Any], compiler: Any, fetched: list[Any]) -> list[Any]:
    """The rows of a queryset out of what its own query returned."""
    compiler.execute_sql = lambda *_how, **_more: [fetched]
    own = rows._chain()  # type: ignore[attr-defined]
    own.query.get_compiler = lambda *_how, **_more: compiler
    return list(own)


_reading: Final[ContextVar[_Reading | None]] = ContextVar("reading", default=None)


def listed(rows: QuerySet[Any, Answer]) -> list[Answer]:
    """The rows; inside `together` fetched with what the other reads ask."""
    reading = _reading.get()
    return list(rows) if reading is None else reading.rows(rows)


def together(reads: Sequence[Callable[[], Iterable[Any]]]) -> list[list[Any]]:
    """What each of these gives, in their order, in the entered scope; as many trips as the longest of them asks."""
    reading = _Reading()
    found: dict[int, list[Any]] = {}
    token = _reading.set(reading)
    try:
        while len(found) < len(reads):
            for place, read in enumerate(reads):
                if place not in found:
                    reading.begin(place)
                    try:
                        found[place] = list(read())
                    except _LaterError:
                        continue
            reading.fetch()
    finally:
        _reading.reset(token)
    return [found[place] for place in range(len(reads))]
