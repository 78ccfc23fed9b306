"""Standards: how much, for whom, per what, since when. A plan names files of `library/standards`.

Amounts are in fen, grams or pieces. A value is never overwritten: a new one is added to `changes` with its first day.
"""

from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.fields import Code, FileModel, Note, PlanText, Slug, Strength, Words

MAX_FEN: Final = 10_000_000_000
MAX_PIECES: Final = 1_000_000
MAX_MONTHS: Final = 24
Number = Annotated[StrictInt, Field(ge=0, le=MAX_FEN)]
Months = Annotated[StrictInt, Field(ge=1, le=MAX_MONTHS)]
RuleSource = Annotated[
    str, Field(pattern=r"^([0-9]{3}#[0-9]{1,2} ¶[0-9]{1,3}|[a-z][a-z0-9-]*)$", examples=["000#1 ¶2", "county-2026"])
]
"""A paragraph of a source text, or the id of a published document of the same standard."""
Unit = Literal["fen", "gram", "quilt", "suit", "piece"]
Per = Literal["person", "household", "household_month", "person_month", "person_day", "community"]
BY_MONTH: Final = frozenset({"household_month", "person_month", "person_day"})
BY_PERSON: Final = frozenset({"person", "person_month", "person_day"})


class Price(FileModel):
    """What goods are worth where money is given in their place: so many fen for so many of the rule's unit."""

    fen: Annotated[StrictInt, Field(ge=1, le=10_000_000)]
    per: Annotated[StrictInt, Field(ge=1, le=1_000_000)]


class Choice(FileModel):
    """What was chosen within a range for everybody, and why; without it, every household says its own."""

    amount: Number | None = None
    months: Months | None = None
    reason: Words


class Value(FileModel):
    """A sum or a quantity: exact, or between bounds; for rules by the month the least and the most months."""

    exact: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    months: tuple[StrictInt, StrictInt] | None = None
    price: Price | None = None
    chosen: Choice | None = None

    @model_validator(mode="after")
    def _amount_given(self) -> Self:
        if self.exact is None and self.at_least is None and self.at_most is None:
            raise PydanticCustomError("amount_missing", _("请写明数额：exact，或者 at_least、at_most。"))
        if self.exact is not None and (self.at_least is not None or self.at_most is not None):
            raise PydanticCustomError("amount_twice", _("exact 不能与 at_least、at_most 同时写。"))
        return self

    @property
    def floor(self) -> int | None:
        return self.at_least if self.exact is None else self.exact

    @property
    def cap(self) -> int | None:
        return self.at_most if self.exact is None else self.exact


class Change(Value):
    """A value that took the place of the one before on a day."""

    from_: Annotated[date, Field(alias="from")]
    source: RuleSource
    note: Note | None = None


class Rule(Value):
    """One line of a standard.

    `unit` is what is counted (fen, grams, quilts, suits …), `per` for what. `role`: a *grant* is given, a *floor* and a
    *ceiling* bound the sum of the grants of its need (`total`: of all), a *part* only says what a grant consists of.
    `when` says for whom: inputs of the standard and what they must be. `count` names the input that says how many
    persons a rule by person counts; without it, all of the household. `from` is the first day of the first value, left
    out where the source bears no date.
    """

    id: Slug
    title: Words
    source: RuleSource
    note: Note | None = None
    need: Literal["food", "clothing", "quilts", "heating", "total", "visit", "goods"]
    group: Words | None = None
    unit: Unit
    per: Per
    role: Literal["grant", "floor", "ceiling", "part"] | None = None
    when: Annotated[dict[Code, Literal[True] | Code], Field(max_length=10)] = Field(default_factory=dict)
    count: Code | None = None
    from_: Annotated[date | None, Field(alias="from")] = None
    changes: Annotated[tuple[Change, ...], Field(max_length=60)] = ()
    strength: Strength = Strength.MUST

    @property
    def part_played(self) -> str:
        """What is written in `role`; left out, a lower bound alone is a floor and an upper bound alone a ceiling."""
        if self.role is not None:
            return self.role
        if self.exact is not None or (self.at_least is not None and self.at_most is not None):
            return "grant"
        return "floor" if self.at_most is None else "ceiling"


class Input(FileModel):
    """A column that the standard asks of every household beside its size.

    `persons`: how many of its members; `number`: a count of its own; `flag`: yes or no; `code`: one of `codes`.
    """

    name: Code
    title: Words
    kind: Literal["persons", "number", "flag", "code"]
    codes: Annotated[dict[Code, Words], Field(max_length=60)] = Field(default_factory=dict)


class Publication(FileModel):
    """A document that is not one of the numbered source texts."""

    id: Slug
    place: Words
    title: Words
    day: Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
    """As far as it is known: year, month, day."""


class Rounding(FileModel):
    """To how many fen the sum of the grants is brought, and how; floors and ceilings are applied after it."""

    to: Annotated[StrictInt, Field(ge=1, le=100_000)] = 1
    mode: Literal["down", "up", "half_up"] = "down"


class Priority(FileModel):
    """Who comes first when money is short: classes of household categories, the first before the second."""

    codes: Annotated[dict[Code, Words], Field(min_length=1, max_length=60)]
    """Every category and its title; those in no class come last."""
    classes: Annotated[tuple[tuple[Code, ...], ...], Field(min_length=1, max_length=20)]


class Standard(FileModel):
    """A set of rules that belong together.

    `together`: whether a household gets all that fit, or of the rules' groups the highest only. `crossed`: what holds
    where a floor lies above a ceiling; as the texts do not say it, it is refused until a county decides. `month_days`:
    how many days a month has for rules by person and day.
    """

    standard: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    title: Words
    sources: Annotated[tuple[PlanText, ...], Field(max_length=20)] = ()
    published: Annotated[tuple[Publication, ...], Field(max_length=20)] = ()
    note: Note | None = None
    together: Literal["additive", "highest_only"] = "additive"
    rural_only: StrictBool = False
    scope: Annotated[dict[Code, tuple[Code, ...]], Field(max_length=10)] = Field(default_factory=dict)
    """Inputs of kind `code`, and the codes with which a household is within the standard at all."""
    inputs: Annotated[tuple[Input, ...], Field(max_length=40)] = ()
    priority: Priority | None = None
    month_days: Annotated[StrictInt, Field(ge=28, le=31)] | None = None
    rounding: Rounding = Rounding()
    crossed: Literal["refuse", "floor", "ceiling"] = "refuse"
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=60)]
