"""The whole plan file."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from nuandong.plans.schema.fields import Code, MonthDayField, Note, PlanModel, PlanText, Source, Words
from nuandong.plans.schema.obligations import Obligation

Codes = Annotated[tuple[Code, ...], Field(max_length=60)]


class Season(PlanModel):
    """The window of the plan. What the source masks is `unknown`: whoever activates the plan then says the day."""

    from_: Annotated[MonthDayField, Field(alias="from")]
    to: MonthDayField
    extension: Literal["none", "by_decision"] = "none"
    """Whether the text lets the window be extended by a recorded decision (RES-002). None extends by itself."""
    source: Source | None = None
    note: Note | None = None

    def dates(self, year: int) -> tuple[date | None, date | None]:
        """First and last day of the season that begins in `year`; None where the plan does not say."""
        return (
            self.from_.in_season(year) if self.from_ else None,
            self.to.in_season(year) if self.to else None,
        )


class Group(PlanModel):
    title: Words
    duties: Codes = ()
    source: Source | None = None


class Organisation(PlanModel):
    lead: Words
    groups: Annotated[dict[Code, Group], Field(max_length=30)] = Field(default_factory=dict)
    members: Annotated[dict[Words, Codes], Field(max_length=60)] = Field(default_factory=dict)


class Plan(PlanModel):
    """One plan (方案): window, organisation, places, and the duties it lays on people."""

    plan: Annotated[str, Field(pattern=r"^[a-z]+/[a-z0-9][a-z0-9-]*$", max_length=80, examples=["rescue/city-patrol"])]
    title: Words
    family: Literal["rescue", "relief", "care", "visits", "heating", "safety", "donations"]
    level: Literal["province", "city", "county", "district", "township", "subdistrict", "community", "group"]
    sources: Annotated[tuple[PlanText, ...], Field(min_length=1, max_length=20)]
    """The text the entries were taken from, first; then the places where the same text is printed."""
    note: Note | None = None
    season: Season
    organisation: Organisation
    key_locations: Codes = ()
    obligations: Annotated[tuple[Obligation, ...], Field(min_length=1, max_length=200)]
