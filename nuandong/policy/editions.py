"""A standard as it stands on a day: one value for each rule, and the columns it asks of every household."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.library import standard_named, version
from nuandong.policy.schema import BY_MONTH, BY_PERSON, MAX_PIECES, Change, Choice, Price, Rule, Standard

MAX_PERSONS: Final = 200
"""No household and no count within one is larger; it also keeps every product within 64 bits."""
AREAS: Final = {"rural": _("农村"), "urban": _("城镇")}
UNBOUNDED: Final = 10_000_000_000


@dataclass(frozen=True, slots=True)
class Dated:
    """A rule with the value of the day. `name` is its id as the beginning of column names."""

    rule: Rule
    value: Rule | Change

    @property
    def name(self) -> str:
        return self.rule.id.replace("-", "_")

    @property
    def since(self) -> date | None:
        return self.value.from_

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The least and the most that may be given for each; None: no upper bound."""
        return self.value.floor or 0, self.value.cap

    @property
    def bound_each(self) -> int:
        """What a floor or a ceiling is for each, in fen; `library.mistakes` refuses those that do not say it."""
        each = self.bounds[0] if self.rule.part_played == "floor" else self.bounds[1]
        assert each is not None
        return each

    @property
    def months(self) -> tuple[int, int]:
        """The least and the most months; (1, 1) for rules that are not by the month."""
        return (self.value.months or (1, 1)) if self.rule.per in BY_MONTH else (1, 1)

    @property
    def price(self) -> Price | None:
        return self.value.price

    @property
    def chosen(self) -> Choice | None:
        return self.value.chosen

    @property
    def in_fen(self) -> bool:
        """Whether it gives money; else goods."""
        return self.rule.unit == "fen" or self.price is not None

    @property
    def dimension(self) -> str:
        return "fen" if self.in_fen else self.rule.unit

    @property
    def amount_column(self) -> str | None:
        """The column in which a household says its own amount within the bounds; None where it is fixed."""
        fixed = self.value.exact is not None or (self.chosen is not None and self.chosen.amount is not None)
        return None if fixed or self.bounds[0] == self.bounds[1] else f"{self.name}_amount"

    @property
    def months_column(self) -> str | None:
        fixed = self.months[0] == self.months[1] or (self.chosen is not None and self.chosen.months is not None)
        return None if fixed else f"{self.name}_months"

    @property
    def reason_column(self) -> str | None:
        """A choice that a household says itself needs its reason."""
        return f"{self.name}_reason" if self.amount_column or self.months_column else None

    @property
    def fixed_amount(self) -> int:
        if self.chosen is not None and self.chosen.amount is not None:
            return self.chosen.amount
        return self.bounds[0]

    @property
    def fixed_months(self) -> int:
        if self.chosen is not None and self.chosen.months is not None:
            return self.chosen.months
        return self.months[0]

    @property
    def count_column(self) -> str | None:
        """The column that says for how many; None: one for the household."""
        return (self.rule.count or "persons") if self.rule.per in BY_PERSON else None

    def days(self, month_days: int | None) -> int:
        """How often a month counts: its days for rules by the day."""
        return month_days or 0 if self.rule.per == "person_day" else 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a standard asks for.

    `low` and `high` bound numbers (`high` None: none but the largest number there is), `within` names the column that
    bounds it, `unit` says what they count: persons, months, or a rule's unit. `needed` is the rule for which it is
    needed; without one it is needed for every household.
    """

    name: str
    title: str
    kind: Literal["key", "number", "flag", "code", "text"]
    low: int = 0
    high: int | None = None
    within: str | None = None
    codes: Mapping[str, str] | None = None
    needed: Dated | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Edition:
    """A standard on a day; `version` is that of its file."""

    standard: Standard
    day: date
    version: str
    dated: tuple[Dated, ...]

    def playing(self, *roles: str) -> list[Dated]:
        """The rules for households with these roles; those for communities are no household's."""
        return [one for one in self.dated if one.rule.part_played in roles and one.rule.per != "community"]

    @cached_property
    def grants(self) -> list[Dated]:
        return self.playing("grant")

    @cached_property
    def bounds(self) -> list[Dated]:
        return self.playing("floor", "ceiling")

    @cached_property
    def groups(self) -> list[str]:
        """The groups of which a household gets the highest only, in the order of the file; none where all add up."""
        if self.standard.together == "additive":
            return []
        return list(dict.fromkeys(one.rule.group for one in self.grants if one.rule.group))

    @cached_property
    def goods(self) -> list[str]:
        return list(dict.fromkeys(one.dimension for one in self.grants if not one.in_fen))

    @cached_property
    def columns(self) -> list[Column]:
        """Every column asked for, in the order in which mistakes are told."""
        found = [
            Column("household", _("户编号"), "key"),
            Column("persons", _("家庭人口"), "number", 1, MAX_PERSONS, unit="person"),
        ]
        if self.standard.rural_only:
            found.append(Column("area", _("城乡"), "code", codes=AREAS))
        if self.standard.priority is not None:
            found.append(Column("category", _("家庭类型"), "code", codes=self.standard.priority.codes))
        for one in self.standard.inputs:
            match one.kind:
                case "persons":
                    found.append(Column(one.name, one.title, "number", 0, MAX_PERSONS, "persons", unit="person"))
                case "number":
                    found.append(Column(one.name, one.title, "number", 0, MAX_PERSONS, unit="person"))
                case "flag":
                    found.append(Column(one.name, one.title, "flag"))
                case "code":
                    found.append(Column(one.name, one.title, "code", codes=one.codes))
        for rule in self.grants:
            found += _chosen(rule)
        return found


def _chosen(one: Dated) -> list[Column]:
    found = []
    title = one.rule.title
    if one.amount_column is not None:
        low, high = one.bounds
        if high is None and one.rule.unit != "fen":
            high = MAX_PIECES
        found.append(Column(one.amount_column, title, "number", low, high, needed=one, unit=one.rule.unit))
    if one.months_column is not None:
        found.append(Column(one.months_column, title, "number", *one.months, needed=one, unit="month"))
    if one.reason_column is not None:
        found.append(Column(one.reason_column, title, "text", needed=one))
    return found


def edition(code: str, day: date) -> Edition:
    """A standard of the library as it stands on a day.

    Raises NotFound for an unknown code, Invalid (`policy.no_value_yet`) where a rule has no value on that day.
    """
    return on(standard_named(code), day, version(code))


def on(standard: Standard, day: date, version: str) -> Edition:
    """Any standard as it stands on a day; raises Invalid (`policy.no_value_yet`)."""
    return Edition(standard, day, version, tuple(Dated(rule, _value(rule, day)) for rule in standard.rules))


def newest(standard: Standard) -> Standard:
    """The standard with the last value of each rule in the place of the first."""
    return standard.model_copy(update={"rules": tuple(map(_folded, standard.rules))})


def _folded(rule: Rule) -> Rule:
    if not rule.changes:
        return rule
    last = rule.changes[-1]
    names = ("exact", "at_least", "at_most", "months", "price", "chosen", "from_", "source")
    return rule.model_copy(update={name: getattr(last, name) for name in names} | {"changes": ()})


def _value(rule: Rule, day: date) -> Rule | Change:
    if rule.from_ is not None and day < rule.from_:
        raise Invalid(
            "policy.no_value_yet",
            _("“%(rule)s”在 %(day)s 还没有数额，最早的数额从 %(first)s 起。"),
            _("请换一个日期，或在标准文件里补上那时的数额和出处。"),
            field="day",
            rule=rule.title,
            day=day.isoformat(),
            first=rule.from_.isoformat(),
        )
    return next((change for change in reversed(rule.changes) if change.from_ <= day), rule)
