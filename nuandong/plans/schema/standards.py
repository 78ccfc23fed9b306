"""Standards: how much, for whom, per what. A plan names files of `library/standards`; amounts are in fen or pieces."""

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.fields import Note, PlanModel, PlanText, Slug, Source, Strength, Words

Number = Annotated[StrictInt, Field(ge=0, le=10_000_000_000)]


class Rule(PlanModel):
    """One line of a standard: a sum or a quantity for a group, exact or between bounds.

    `unit` is what is counted (fen, grams, quilts, suits …), `per` for what: a person, a household, and in a month or a
    day each. `months` are the least and the most months of a rule per month or day.
    """

    id: Slug
    title: Words
    source: Source
    note: Note | None = None
    need: Literal["food", "clothing", "quilts", "heating", "total", "visit", "goods"]
    group: Words | None = None
    unit: Literal["fen", "gram", "quilt", "suit", "piece"]
    per: Literal["person", "household", "household_month", "person_day", "community"]
    exact: Number | None = None
    at_least: Number | None = None
    at_most: Number | None = None
    months: tuple[StrictInt, StrictInt] | None = None
    strength: Strength = Strength.MUST

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


class Standard(PlanModel):
    """A set of rules that belong together. `together`: whether a household gets all that fit, or the highest only."""

    standard: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    title: Words
    sources: Annotated[tuple[PlanText, ...], Field(min_length=1, max_length=20)]
    note: Note | None = None
    together: Literal["additive", "highest_only"] = "additive"
    rural_only: StrictBool = False
    rules: Annotated[tuple[Rule, ...], Field(min_length=1, max_length=60)]
