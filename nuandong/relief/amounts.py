"""What the standard of a season gives a household, from the facts of its application, and how that came about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyarrow as pa

from nuandong.batch import engines
from nuandong.batch.tables import table_of
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy import benefit, problems, words
from nuandong.policy.editions import Column, Edition, edition
from nuandong.relief.models import Application, Season

OWN: Final = frozenset({"household", "persons"})
"""Columns that an application answers itself; all others are asked of the household."""
MANY: Final = 20
"""From so many households on the batch engine is faster than the reference, which is the judge of both."""
_FIRST: Final = 2
"""The row of the first household as problems count them."""
Facts = Mapping[str, str | int]


def edition_of(season: Season) -> Edition:
    """The standard of a season on the day whose values count. Raises NotFound, Invalid."""
    return edition(season.standard, season.standard_on)


def asked(season: Season) -> list[Column]:
    """What has to be asked of a household, in the order of the standard."""
    return [one for one in edition_of(season).columns if one.name not in OWN]


def kept(season: Season, given: Mapping[str, object]) -> dict[str, str | int]:
    """The facts that the standard asks for, without those left empty. A fact nobody asks for is refused: Invalid."""
    names = {one.name for one in asked(season)}
    if unknown := sorted(set(given) - names):
        raise Invalid(
            "relief.fact_unknown",
            _("这个年度的标准不问“%(name)s”。"),
            _("要填的是：%(known)s。"),
            field=unknown[0],
            name=unknown[0][:40],
            known="、".join(sorted(names)),
        )
    found: dict[str, str | int] = {}
    for name, value in given.items():
        text = "" if value is None else str(int(value) if isinstance(value, bool) else value).strip()
        if text:
            found[name] = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text
    return found


def work_out(season: Season, applications: Iterable[Application]) -> dict[str, list[problems.RowProblem]]:
    """Set amount (fen), trace and priority of each by its facts; nothing is saved.

    Where a fact is missing or impossible there is no amount (None, never 0); returned are those mistakes by the id.
    """
    law = edition_of(season)
    listed = list(applications)
    rows = [_row(one, law) for one in listed]
    traces, wrong = _by_batch(law, rows) if len(rows) >= MANY else _by_row(law, rows)
    for one in listed:
        if (trace := traces.get(str(one.id))) is None:
            one.amount_fen, one.trace, one.priority = None, {}, 1
        else:
            one.amount_fen, one.trace = int(trace["amount_fen"]), trace
            one.priority = int(trace.get("priority", 1))
    return wrong


_Found = tuple[dict[str, benefit.Trace], dict[str, list[problems.RowProblem]]]
"""Household → its trace, household → what is wrong with it; each is in one of them."""


def _by_row(law: Edition, rows: Sequence[Facts]) -> _Found:
    traces, wrong = {}, {}
    for row in rows:
        answer = benefit.calculate(law, row)
        if answer.problems or answer.trace is None:
            wrong[str(row["household"])] = answer.problems
        else:
            traces[str(row["household"])] = dict(answer.trace)
    return traces, wrong


def _by_batch(law: Edition, rows: Sequence[Facts]) -> _Found:
    """The same by the batch engine: it refuses a list with mistakes whole, so those rows are set aside once."""
    found = engines.calculate(law, _table(law, rows))
    wrong: dict[str, list[problems.RowProblem]] = {}
    for problem in found.problems:
        wrong.setdefault(str(rows[problem.row - _FIRST]["household"]), []).append(problem)
    if wrong:
        whole = [row for row in rows if str(row["household"]) not in wrong]
        return (_by_batch(law, whole)[0] if whole else {}), wrong
    return {str(trace["household"]): trace for trace in found.rows.to_pylist()}, {}


def _table(law: Edition, rows: Sequence[Facts]) -> pa.Table:
    """Everything as text, as a sheet would have it: a column may be a number here and empty there."""
    names = [column.name for column in law.columns]
    text = [{name: str(row[name]) if name in row else None for name in names} for row in rows]
    return engines.prepared(law, table_of(text, names))


def work_out_whole(season: Season, application: Application) -> None:
    """As `work_out` for one whose facts must be whole. Raises Invalid that names the column and what is wrong."""
    if found := work_out(season, [application]).get(str(application.id)):
        titles = {one.name: one.title for one in edition_of(season).columns}
        first = found[0]
        raise Invalid(
            "relief.fact_wrong",
            _("“%(title)s”：%(wrong)s"),
            _("这个年度的标准按它算金额；没有就填 0，不清楚的先问清楚。"),
            field=first.column,
            title=titles.get(first.column, first.column),
            wrong=problems.MESSAGES[first.code],
        )


def told(season: Season, application: Application, translate: words.Translate = _) -> list[str]:
    """How the amount came about, a sentence each; nothing where there is none."""
    if application.amount_fen is None or not application.trace:
        return []
    return words.explain(edition_of(season), application.trace, translate)


def codes(season: Season, application: Application, translate: words.Translate = _) -> list[tuple[str, str]]:
    """What an auditor looks up beside those sentences: codes, versions, places in the sources."""
    if application.amount_fen is None or not application.trace:
        return []
    return words.codes(edition_of(season), application.trace, translate)


def _row(one: Application, law: Edition) -> dict[str, str | int]:
    known = {"category": one.category} | one.facts | {"household": str(one.id), "persons": one.persons}
    return {column.name: known[column.name] for column in law.columns if column.name in known}
