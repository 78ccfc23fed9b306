"""Reads that have nothing to do with each other, in few trips to the database: a page of many small lists.

A selector asks with `listed(rows)` instead of `list(rows)`. On its own that is the same. Inside `together` a read rests
where it asks; what all reads ask is fetched in one trip, and they go on with the answers.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar, copy_context
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from greenlet import greenlet

Answer = TypeVar("Answer")
_Question = tuple[str, str]
_NOTHING: Final[_Question] = ("", "")
"""Asked of nobody: its condition cannot be true."""
_reads: Final[ContextVar[greenlet | None]] = ContextVar("reads", default=None)
"""Whom a read rests for, inside `together`."""


class _Trips:
    """What was asked and is not answered yet, and the answers: who asks the same is told the same."""

    def __init__(self) -> None:
        self.answers: dict[_Question, list[Any]] = {_NOTHING: []}
        self._asked: dict[_Question, tuple[QuerySet[Any], Any]] = {}

    def ask(self, rows: QuerySet[Any]) -> _Question:
        """The question that these rows are."""
        compiler = rows.query.get_compiler(rows.db)
        try:
            sql, values = compiler.as_sql()
        except EmptyResultSet:
            return _NOTHING
        question = (sql, repr(values))
        if question not in self.answers:
            self._asked[question] = rows, (compiler, sql, values)
        return question

    def fetch(self) -> None:
        """All questions in one trip, the answers in their order."""
        asked, self._asked = self._asked, {}
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


def listed(rows: QuerySet[Any, Answer]) -> list[Answer]:
    """The rows; inside `together` fetched with what the other reads ask."""
    waits_for = _reads.get()
    if waits_for is None:
        return list(rows)
    found: list[Answer] = waits_for.switch(rows)
    return found


def together(reads: Sequence[Callable[[], Iterable[Any]]]) -> list[list[Any]]:
    """What each of these gives, in their order, in the entered scope; as many trips as the longest of them asks."""
    trips = _Trips()
    found: list[list[Any]] = [[] for _read in reads]
    here = greenlet.getcurrent()
    context = copy_context()
    context.run(_reads.set, here)
    begun = [greenlet(_all_of, here) for _read in reads]
    resting: list[tuple[int, _Question]] = []

    def go_on(place: int, given: Any) -> None:
        """A read begins, given itself, or goes on with an answer, until it rests or is done."""
        told = begun[place].switch(given)
        while not begun[place].dead:
            question = trips.ask(told)
            if question not in trips.answers:
                resting.append((place, question))
                return
            told = begun[place].switch(trips.answers[question])
        found[place] = told

    try:
        for place, read in enumerate(reads):
            begun[place].gr_context = context.copy()
            go_on(place, read)
        while resting:
            trips.fetch()
            resting, waited = [], resting
            for place, question in waited:
                go_on(place, trips.answers[question])
    finally:
        # Where one of them fails, the others end here and now, not whenever their memory is given back.
        for one in begun:
            if not one.dead:
                one.throw()
    return found


def _all_of(read: Callable[[], Iterable[Any]]) -> list[Any]:
    return list(read())
