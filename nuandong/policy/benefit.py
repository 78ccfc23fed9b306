"""The reference engine: what one household is due under a standard, in fen, with the trace of every step.

Plain Python, written to be read beside the standard's file. It is the judge: every other engine must give the same
amounts, traces and refusals for every row (DIS-006 to DIS-013).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from nuandong.policy import problems
from nuandong.policy.editions import UNBOUNDED, Column, Dated, Edition
from nuandong.policy.problems import RowProblem

_WHOLE: Final = re.compile("[0-9]{1,10}")
FLAGS: Final = {"1": 1, "0": 0, "true": 1, "false": 0, "是": 1, "否": 0}
NO_BOUND: Final = 10**17
"""Stands for no ceiling; no amount comes near it."""
NOT_BOUND: Final = -1
"""The `__bound` of a floor or ceiling that does not apply; 0 is a bound like any other."""

Given = Mapping[str, object]
Trace = dict[str, int | str]
"""A row of the result: the columns of `trace_columns`, whole numbers but for `household`, `chosen_group`, reasons."""


class _WrongCellError(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _RefusedError(Exception):
    """The figures of a household contradict each other under the standard."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Answer:
    """What came of one household: its trace, or what is wrong with its row."""

    trace: Trace | None
    problems: list[RowProblem]


def trace_columns(edition: Edition) -> list[str]:
    """The columns of a result in their order.

    `in_scope` 0/1; for each grant `__fits` (0 not for this household, 1 counted, 2 left out for a higher group),
    `__count`, `__value` (for each), `__months`, `__total` (in the rule's unit), `__fen` and its reason; for each floor
    and ceiling `__bound` in fen (-1: does not apply); `granted_fen` before rounding and bounds, `rounded_fen` after
    rounding, `amount_fen`, and each kind of goods.
    """
    names = ["household", "amount_fen", *edition.goods, "in_scope"]
    if edition.standard.priority is not None:
        names.append("priority")
    if edition.groups:
        names.append("chosen_group")
    for one in edition.grants:
        names += [f"{one.name}__{part}" for part in ("fits", "count", "value", "months", "total", "fen")]
        names += [one.reason_column] if one.reason_column else []
    names += [f"{one.name}__bound" for one in edition.bounds]
    return [*names, "granted_fen", "rounded_fen"]


def calculate(edition: Edition, given: Given, row: int = 2) -> Answer:
    """One household: its columns as they were given (text or whole numbers) in, trace or problems out.

    Missing, unreadable and impossible input is a problem, never zero. Raises nothing.
    """
    values, wrong = _read(edition, given)
    if wrong:
        return Answer(None, [RowProblem(row, column, code) for column, code in wrong])
    try:
        return Answer(_benefit(edition, values), [])
    except _RefusedError as refused:
        return Answer(None, [RowProblem(row, "household", refused.code)])


def calculate_all(edition: Edition, rows: Iterable[Given], first_row: int = 2) -> Iterator[Answer]:
    """Every household of a list, in its order; one that was there before is a problem."""
    seen: set[str] = set()
    for number, given in enumerate(rows, first_row):
        answer = calculate(edition, given, number)
        said = given.get("household")
        household = "" if said is None else str(said).strip(" ")
        if household and household in seen:
            answer = Answer(None, [*answer.problems, RowProblem(number, "household", problems.DUPLICATE)])
        seen.add(household)
        yield answer


# Reading a row ------------------------------------------------------------------------------------------------------


def _read(edition: Edition, given: Given) -> tuple[dict[str, int | str], list[tuple[str, str]]]:
    """The values of a row, and what is wrong with it as (column, code)."""
    values: dict[str, int | str] = {}
    wrong: list[tuple[str, str]] = []
    for column in edition.columns:
        if column.needed is not None and not fits(edition, column.needed, values):
            continue
        try:
            values[column.name] = _cell(column, given.get(column.name), values)
        except _WrongCellError as error:
            wrong.append((column.name, error.code))
    return values, wrong


def _cell(column: Column, given: object, values: Mapping[str, int | str]) -> int | str:
    if column.kind == "key" and isinstance(given, int):
        return int(given)
    text = "" if given is None else str(int(given) if isinstance(given, bool) else given).strip(" ")
    if not text:
        raise _WrongCellError(problems.MISSING)
    match column.kind:
        case "key" | "text":
            return text
        case "code":
            assert column.codes is not None
            by_title = {title: code for code, title in column.codes.items()}
            code = text if text in column.codes else by_title.get(text)
            if code is None:
                raise _WrongCellError(problems.UNKNOWN_CODE)
            return code
        case "flag":
            if text not in FLAGS:
                raise _WrongCellError(problems.NOT_WHOLE)
            return FLAGS[text]
    if _WHOLE.fullmatch(text) is None:
        raise _WrongCellError(problems.NOT_WHOLE)
    number = int(text)
    most = UNBOUNDED if column.high is None else column.high
    if column.within is not None:
        most = min(most, int(values.get(column.within, most)))
    if not column.low <= number <= most:
        raise _WrongCellError(problems.OUT_OF_RANGE)
    return number


def within_scope(edition: Edition, values: Mapping[str, int | str]) -> bool:
    """Whether a household is within the standard at all (DIS-002): rural only, and the codes of `scope`."""
    if edition.standard.rural_only and values.get("area") != "rural":
        return False
    return all(values.get(name) in codes for name, codes in edition.standard.scope.items())


def fits(edition: Edition, one: Dated, values: Mapping[str, int | str]) -> bool:
    """Whether a rule is for this household."""
    return within_scope(edition, values) and all(
        values.get(name) == (1 if wanted is True else wanted) for name, wanted in one.rule.when.items()
    )


# Calculating --------------------------------------------------------------------------------------------------------


def _benefit(edition: Edition, values: Mapping[str, int | str]) -> Trace:
    trace: Trace = {"household": values["household"], "in_scope": int(within_scope(edition, values))}
    for one in edition.grants:
        trace |= _grant(edition, one, values)
    if edition.groups:
        chosen = _highest(edition, trace)
        trace["chosen_group"] = chosen
        for one in edition.grants:
            if trace[f"{one.name}__fits"] and one.rule.group not in {None, chosen}:
                trace[f"{one.name}__fits"] = 2
    counted = [one for one in edition.grants if trace[f"{one.name}__fits"] == 1]
    for unit in edition.goods:
        trace[unit] = sum(int(trace[f"{one.name}__total"]) for one in counted if one.dimension == unit)
    for one in edition.bounds:
        trace[f"{one.name}__bound"] = _bound(edition, one, values) if counted else NOT_BOUND
    _money(edition, counted, trace)
    if edition.standard.priority is not None:
        classes = edition.standard.priority.classes
        place = (number for number, codes in enumerate(classes, 1) if values["category"] in codes)
        trace["priority"] = next(place, len(classes) + 1)
    return {name: trace[name] for name in trace_columns(edition)}


def _grant(edition: Edition, one: Dated, values: Mapping[str, int | str]) -> Trace:
    """What one rule gives: so many, each so much, for so many months."""
    suits = fits(edition, one, values)
    count = value = months = total = fen = 0
    if suits:
        count = int(values[one.count_column]) if one.count_column else 1
        value = int(values[one.amount_column]) if one.amount_column else one.fixed_amount
        months = int(values[one.months_column]) if one.months_column else one.fixed_months
        total = count * value * months * one.days(edition.standard.month_days)
        fen = _in_fen(one, total)
    figures = {"fits": int(suits), "count": count, "value": value, "months": months, "total": total, "fen": fen}
    trace: Trace = {f"{one.name}__{part}": figure for part, figure in figures.items()}
    if one.reason_column:
        trace[one.reason_column] = values[one.reason_column] if suits else ""
    return trace


def _in_fen(one: Dated, total: int) -> int:
    """Goods at their price, half a fen rounded up."""
    if one.price is not None:
        return (2 * total * one.price.fen + one.price.per) // (2 * one.price.per)
    return total if one.rule.unit == "fen" else 0


def _highest(edition: Edition, trace: Trace) -> str:
    """The group of which there is at least as much of everything as of any other; the first of equals (DIS-011)."""
    worth: dict[str, dict[str, int]] = {}
    for one in edition.grants:
        if one.rule.group and trace[f"{one.name}__fits"]:
            things = worth.setdefault(one.rule.group, {})
            amount = int(trace[f"{one.name}__fen" if one.in_fen else f"{one.name}__total"])
            things[one.dimension] = things.get(one.dimension, 0) + amount
    for group in edition.groups:
        if group in worth and all(
            worth[group].get(thing, 0) >= amount for things in worth.values() for thing, amount in things.items()
        ):
            return group
    if worth:
        raise _RefusedError(problems.NOT_COMPARABLE)
    return ""


def _bound(edition: Edition, one: Dated, values: Mapping[str, int | str]) -> int:
    if not fits(edition, one, values):
        return NOT_BOUND
    return one.bound_each * (int(values[one.count_column]) if one.count_column else 1)


def _money(edition: Edition, counted: list[Dated], trace: Trace) -> None:
    """Sum, bounds of each need, rounding, bounds of the whole."""

    def fen(one: Dated) -> int:
        return int(trace[f"{one.name}__fen"])

    trace["granted_fen"] = sum(map(fen, counted))
    total = 0
    for need in dict.fromkeys(one.rule.need for one in edition.grants):
        mine = [one for one in counted if one.rule.need == need]
        amount = sum(map(fen, mine))
        total += _bounded(edition, need, amount, mine, trace, fen) if need != "total" else amount
    rounding = edition.standard.rounding
    total = _ROUND[rounding.mode](total, rounding.to)
    trace["rounded_fen"] = total
    trace["amount_fen"] = _bounded(edition, "total", total, counted, trace, fen)


def _bounded(
    edition: Edition, need: str, amount: int, mine: list[Dated], trace: Trace, fen: Callable[[Dated], int]
) -> int:
    """An amount brought within the floors and ceilings of its need, if it has any."""
    bounds = [
        (one.rule.part_played, int(trace[f"{one.name}__bound"])) for one in edition.bounds if one.rule.need == need
    ]
    if not mine or not bounds:
        return amount
    floor = max([0, *(bound for played, bound in bounds if played == "floor")])
    ceilings = [bound for played, bound in bounds if played == "ceiling" and bound != NOT_BOUND]
    ceiling = min([*ceilings, _most(edition, mine, trace, fen)])
    if floor <= ceiling:
        return min(max(amount, floor), ceiling)
    match edition.standard.crossed:
        case "floor":
            return max(amount, floor)
        case "ceiling":
            return min(amount, ceiling)
    raise _RefusedError(problems.CROSSED)


def _most(edition: Edition, mine: list[Dated], trace: Trace, fen: Callable[[Dated], int]) -> int:
    """The most that the ranges allow: a floor lifts no amount above its range."""
    if not any(map(has_range, mine)):
        return NO_BOUND
    total = 0
    for one in mine:
        if has_range(one):
            each = int(trace[f"{one.name}__count"]) * int(trace[f"{one.name}__months"])
            total += (one.bounds[1] or 0) * each * one.days(edition.standard.month_days)
        else:
            total += fen(one) if one.bounds[1] is not None else NO_BOUND
    return min(total, NO_BOUND)


def has_range(one: Dated) -> bool:
    """Whether an amount of money was chosen between two bounds."""
    return one.rule.unit == "fen" and one.bounds[1] is not None and one.bounds[0] != one.bounds[1]


_ROUND: Final[Mapping[str, Callable[[int, int], int]]] = {
    "down": lambda amount, to: amount // to * to,
    "up": lambda amount, to: -(-amount // to) * to,
    "half_up": lambda amount, to: (2 * amount + to) // (2 * to) * to,
}
