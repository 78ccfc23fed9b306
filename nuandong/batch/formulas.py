"""A standard as formulas over columns of whole numbers: what `policy.benefit` does row by row, written once as SQL.

Every formula is a column of a stage; a stage may use the columns of those before it. All amounts are 64-bit whole
numbers; what limits the input (200 persons, 24 months, 10^10 fen) keeps every product within them.
"""

from collections.abc import Iterable
from typing import Final

from nuandong.batch.reading import Reading, Stage
from nuandong.policy import problems
from nuandong.policy.benefit import NO_BOUND, NOT_BOUND, has_range, trace_columns
from nuandong.policy.editions import Dated

ROW: Final = "row_number"
PROBLEMS: Final = ("", problems.NOT_COMPARABLE, problems.CROSSED)
_TINY: Final = ("__fits", "__months", "in_scope", "priority")
_SMALL: Final = ("__count",)


class Formulas(Reading):
    """The formulas of one edition for a list with certain kinds of columns."""

    def result(self, source: str) -> str:
        """One row for each row of `source`, which has the columns asked for and `row_number`.

        Columns: `row_number`, `refused` (something is wrong with the row), `problem` (what its figures contradict, by
        its place in `PROBLEMS`), and those of `trace_columns`.
        """
        kept = [self._kept(name) for name in trace_columns(self.edition)]
        stages = [
            self.read(),
            self.typed(),
            self.judged(),
            self.fitting(),
            self.grants(),
            self.choice(),
            self.counted(),
        ]
        stages += [self.needs(), self.whole(), self.amount(), self.judgement()]
        return f"SELECT {ROW}, refused, problem, {', '.join(kept)} FROM {self._through(source, stages)}"

    def mistakes(self, source: str, result: str) -> str:
        """Every mistake of every row, in the order in which they are told: `row_number`, place, column, code.

        What is wrong with the cells; then what the figures contradict; then households that are there twice.
        """
        base = self._through(source, [self.read(), self.typed()])
        parts = [
            f"SELECT {ROW}, {place} AS place, {self._text(check.column)} AS name, {self._text(check.code)} AS code"
            f" FROM typed WHERE {check.where}"
            for place, check in enumerate(self.checks())
        ]
        codes = " ".join(f"WHEN {place} THEN {self._text(code)}" for place, code in enumerate(PROBLEMS))
        parts.append(f"SELECT {ROW}, 1000, 'household', CASE problem {codes} END FROM {result} WHERE problem > 0")
        turn = f"row_number() OVER (PARTITION BY household ORDER BY {ROW})"
        turns = f"(SELECT {ROW}, {turn} AS turn FROM {result} WHERE household IS NOT NULL) AS turns"
        parts.append(f"SELECT {ROW}, 1001, 'household', {self._text(problems.DUPLICATE)} FROM {turns} WHERE turn > 1")
        return f"WITH typed AS (SELECT * FROM {base}) {' UNION ALL '.join(parts)} ORDER BY 1, 2"

    def _through(self, source: str, stages: Iterable[Stage]) -> str:
        first, *rest = stages
        query = f"(SELECT {ROW}, {self._columns(first)} FROM {source}) AS stage"
        for stage in rest:
            query = f"(SELECT *, {self._columns(stage)} FROM {query}) AS stage" if stage else query
        return query

    def _columns(self, stage: Stage) -> str:
        return ", ".join(f"{formula} AS {self.sql.name(name)}" for name, formula in stage)

    def _kept(self, name: str) -> str:
        column = self.sql.name(name)
        one = next((one for one in self.edition.grants if one.reason_column == name), None)
        if one is not None:
            return f"CASE WHEN {one.name}__suits = 1 THEN {column} ELSE '' END AS {column}"
        if name.endswith(_TINY):
            return f"CAST({column} AS TINYINT) AS {column}"
        return f"CAST({column} AS SMALLINT) AS {column}" if name.endswith(_SMALL) else column

    def fitting(self) -> Stage:
        return [
            (f"{one.name}__suits", f"CASE WHEN NOT refused AND {self.fits(one)} THEN 1 ELSE 0 END")
            for one in (*self.edition.grants, *self.edition.bounds)
        ]

    def grants(self) -> Stage:
        """So many, each so much, for so many months; 0 for rows that a rule is not for."""
        found: Stage = []
        for one in self.edition.grants:
            count = self.sql.name(one.count_column) if one.count_column else "1"
            value = self.sql.name(one.amount_column) if one.amount_column else str(one.fixed_amount)
            months = self.sql.name(one.months_column) if one.months_column else str(one.fixed_months)
            days = one.days(self.edition.standard.month_days)
            total = f"CAST({count} AS BIGINT) * {value} * {months} * {days}"
            parts = {"count": count, "value": value, "months": months, "total": total, "fen": self._fen(one, total)}
            found += [
                (f"{one.name}__{part}", f"CASE WHEN {one.name}__suits = 1 THEN {formula} ELSE 0 END")
                for part, formula in parts.items()
            ]
        return found

    def _fen(self, one: Dated, total: str) -> str:
        if one.price is not None:
            return self.sql.divided(f"(2 * ({total}) * {one.price.fen} + {one.price.per})", 2 * one.price.per)
        return total if one.rule.unit == "fen" else "0"

    def choice(self) -> Stage:
        """The group of which there is at least as much of everything as of any other."""
        groups = self.edition.groups
        if not groups:
            return [("problem_of_choice", "FALSE")]
        mine = {group: [one for one in self.edition.grants if one.rule.group == group] for group in groups}
        there = {group: f"({' OR '.join(f'{one.name}__suits = 1' for one in mine[group])})" for group in groups}
        cases = []
        for group in groups:
            others = [
                f"(NOT {there[other]} OR ({self._as_much(mine[group], mine[other])}))"
                for other in groups
                if other != group
            ]
            cases.append(f"WHEN {' AND '.join([there[group], *others])} THEN {self._text(group)}")
        chosen = f"CASE {' '.join(cases)} ELSE '' END"
        return [("chosen_group", chosen), ("problem_of_choice", f"({' OR '.join(there.values())}) AND {chosen} = ''")]

    def _as_much(self, mine: list[Dated], others: list[Dated]) -> str:
        things = dict.fromkeys(one.dimension for one in others)
        return " AND ".join(f"{self._worth(mine, thing)} >= {self._worth(others, thing)}" for thing in things)

    def _worth(self, rules: list[Dated], thing: str) -> str:
        part = "__fen" if thing == "fen" else "__total"
        return _sum(f"{one.name}{part}" for one in rules if one.dimension == thing)

    def counted(self) -> Stage:
        """Which grants count, the goods of those, and the bounds, which hold where anything is granted."""
        found: Stage = []
        ones = {one.name: self._counts(one) for one in self.edition.grants}
        for one in self.edition.grants:
            left_out = f"CASE WHEN {ones[one.name]} THEN 1 WHEN {one.name}__suits = 1 THEN 2 ELSE 0 END"
            found.append((f"{one.name}__fits", left_out))
            found.append((f"{one.name}__given", f"CASE WHEN {ones[one.name]} THEN {one.name}__fen ELSE 0 END"))
        for unit in self.edition.goods:
            total = _sum(
                f"CASE WHEN {ones[one.name]} THEN {one.name}__total ELSE 0 END"
                for one in self.edition.grants
                if one.dimension == unit
            )
            found.append((unit, total))
        anything = " OR ".join(ones.values()) or "FALSE"
        for one in self.edition.bounds:
            count = f" * {self.sql.name(one.count_column)}" if one.count_column else ""
            applies = f"{one.name}__suits = 1 AND ({anything})"
            bound = f"CAST({one.bound_each} AS BIGINT){count}"
            found.append((f"{one.name}__bound", f"CASE WHEN {applies} THEN {bound} ELSE {NOT_BOUND} END"))
        if self.edition.standard.priority is not None:
            found.append(("priority", self._priority()))
        return found

    def _counts(self, one: Dated) -> str:
        if not self.edition.groups or not one.rule.group:
            return f"{one.name}__suits = 1"
        return f"({one.name}__suits = 1 AND chosen_group = {self._text(one.rule.group)})"

    def _priority(self) -> str:
        assert self.edition.standard.priority is not None
        classes = self.edition.standard.priority.classes
        cases = (
            f"WHEN category IN ({', '.join(map(self._text, codes))}) THEN {place}"
            for place, codes in enumerate(classes, 1)
            if codes
        )
        return f"CASE {' '.join(cases)} ELSE {len(classes) + 1} END"

    def needs(self) -> Stage:
        """The sum of the grants, and of each need within its own bounds."""
        found = [("granted_fen", _sum(f"{one.name}__given" for one in self.edition.grants))]
        for need in self._bounded_needs():
            rules = [one for one in self.edition.grants if one.rule.need == need]
            found += self._within(need, _sum(f"{one.name}__given" for one in rules), rules)
        return found

    def whole(self) -> Stage:
        bounded = self._bounded_needs()
        free = [f"{one.name}__given" for one in self.edition.grants if one.rule.need not in bounded]
        total = _sum([*free, *(f"need__{need}" for need in bounded)])
        to = self.edition.standard.rounding.to
        if to == 1:
            return [("rounded_fen", total)]
        match self.edition.standard.rounding.mode:
            case "down":
                times = self.sql.divided(total, to)
            case "up":
                times = self.sql.divided(f"({total} + {to - 1})", to)
            case "half_up":
                times = self.sql.divided(f"(2 * {total} + {to})", 2 * to)
        return [("rounded_fen", f"{times} * {to}")]

    def amount(self) -> Stage:
        return self._within("total", "rounded_fen", self.edition.grants)

    def judgement(self) -> Stage:
        """What the figures of a row contradict, as its place in `PROBLEMS`; 0: nothing."""
        crossed = " OR ".join(f"crossed__{need}" for need in (*self._bounded_needs(), "total"))
        return [
            (
                "problem",
                f"CASE WHEN refused THEN 0 WHEN problem_of_choice THEN {PROBLEMS.index(problems.NOT_COMPARABLE)}"
                f" WHEN {crossed} THEN {PROBLEMS.index(problems.CROSSED)} ELSE 0 END",
            )
        ]

    def _bounded_needs(self) -> list[str]:
        bounded = {one.rule.need for one in self.edition.bounds} - {"total"}
        return [need for need in dict.fromkeys(one.rule.need for one in self.edition.grants) if need in bounded]

    def _within(self, need: str, amount: str, rules: list[Dated]) -> Stage:
        """An amount brought within the floors and ceilings of its need, and whether those cross."""
        name = "amount_fen" if need == "total" else f"need__{need}"
        bounds = [one for one in self.edition.bounds if one.rule.need == need]
        if not bounds or not rules:
            return [(name, amount), (f"crossed__{need}", "FALSE")]
        floor = _greatest([f"{one.name}__bound" for one in bounds if one.rule.part_played == "floor"])
        ceilings = [
            f"CASE WHEN {one.name}__bound = {NOT_BOUND} THEN {NO_BOUND} ELSE {one.name}__bound END"
            for one in bounds
            if one.rule.part_played == "ceiling"
        ]
        ceiling = _least([*ceilings, self._widest(rules)])
        anything = " OR ".join(f"{one.name}__fits = 1" for one in rules)
        crossed = f"({anything}) AND {floor} > {ceiling}"
        kept = {"refuse": amount, "floor": f"greatest({amount}, {floor})", "ceiling": f"least({amount}, {ceiling})"}
        policy = self.edition.standard.crossed
        bounded = f"least(greatest({amount}, {floor}), {ceiling})"
        formula = (
            f"CASE WHEN NOT ({anything}) THEN {amount} WHEN {floor} <= {ceiling} THEN {bounded} ELSE {kept[policy]} END"
        )
        return [(name, formula), (f"crossed__{need}", crossed if policy == "refuse" else "FALSE")]

    def _widest(self, rules: list[Dated]) -> str:
        """The most that the ranges of the counted grants allow."""
        ranges = [one for one in rules if has_range(one)]
        if not ranges:
            return str(NO_BOUND)
        most = []
        for one in rules:
            if has_range(one):
                each = (one.bounds[1] or 0) * one.days(self.edition.standard.month_days)
                widest = f"{one.name}__count * {one.name}__months * CAST({each} AS BIGINT)"
            else:
                widest = f"{one.name}__fen" if one.bounds[1] is not None else str(NO_BOUND)
            most.append(f"CASE WHEN {one.name}__fits = 1 THEN {widest} ELSE 0 END")
        anything = " OR ".join(f"{one.name}__fits = 1" for one in ranges)
        return f"CASE WHEN {anything} THEN {_least([str(NO_BOUND), _sum(most)])} ELSE {NO_BOUND} END"


def _sum(formulas: Iterable[str]) -> str:
    return "(" + " + ".join(["CAST(0 AS BIGINT)", *(f"({one})" for one in formulas)]) + ")"


def _greatest(formulas: list[str]) -> str:
    return f"greatest({', '.join(['0', *formulas])})" if formulas else "0"


def _least(formulas: list[str]) -> str:
    return f"least({', '.join(formulas)})" if len(formulas) > 1 else formulas[0]
