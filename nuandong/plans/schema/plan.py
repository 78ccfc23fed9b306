"""The whole plan file."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field

from nuandong.kernel.periods import DayCalendar
from nuandong.plans.schema.deadlines import Deadline, Feasted, Recurring, SeasonDayField, is_masked
from nuandong.plans.schema.fields import Code, MonthDay, Note, PlanModel, PlanText, Requirements, Source, Words
from nuandong.plans.schema.obligations import ByDeadline, Coverage, Obligation
from nuandong.plans.schema.procedures import Fund, Phase, Procedure, Prohibition, Report, Target
from nuandong.plans.schema.sections import Eligibility, Items, NoticeFields, Resource
from nuandong.policy.schema import Rule

StandardCode = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
"""A file of `library/standards`."""
Codes = Annotated[tuple[Code, ...], Field(max_length=60)]


_SEASON_TURNS: Final = 7


def season_year(day: date) -> int:
    """A season is named by the year it begins in: before July, the winter under way began the year before."""
    return day.year if day.month >= _SEASON_TURNS else day.year - 1


class Season(PlanModel):
    """The window of the plan. What the source masks is `unknown`: whoever activates the plan then says the day."""

    from_: Annotated[SeasonDayField, Field(alias="from")]
    to: SeasonDayField
    extension: Literal["none", "by_decision"] = "none"
    """Whether the text lets the window be extended by a recorded decision (RES-002). None extends by itself."""
    source: Source | None = None
    note: Note | None = None

    def dates(self, year: int, calendar: DayCalendar) -> tuple[date | None, date | None]:
        """First and last day of the season that begins in `year`; None where the plan does not say."""
        return _day_in(self.from_, year, calendar), _day_in(self.to, year, calendar)


def _day_in(day: MonthDay | Feasted | None, year: int, calendar: DayCalendar) -> date | None:
    if isinstance(day, Feasted):
        return day.in_season(year, calendar)
    return day.in_season(year) if day is not None else None


class Group(PlanModel):
    title: Words
    duties: Codes = ()
    source: Source | None = None


class Organisation(PlanModel):
    lead: Words
    leader: Words | None = None
    """The office of whoever heads the leading group (组长); never a person's name."""
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
    procedures: Annotated[tuple[Procedure, ...], Field(max_length=20)] = ()
    phases: Annotated[tuple[Phase, ...], Field(max_length=20)] = ()
    reports: Annotated[tuple[Report, ...], Field(max_length=30)] = ()
    standards: Annotated[tuple[StandardCode, ...], Field(max_length=20)] = ()
    amounts: Annotated[tuple[Rule, ...], Field(max_length=60)] = ()
    """What the text lays down for each person or household by itself, where no standard of the library says it."""
    prohibitions: Annotated[tuple[Prohibition, ...], Field(max_length=60)] = ()
    targets: Annotated[tuple[Target, ...], Field(max_length=30)] = ()
    funds: Annotated[tuple[Fund, ...], Field(max_length=30)] = ()
    eligibility: Annotated[tuple[Eligibility, ...], Field(max_length=30)] = ()
    items: Annotated[tuple[Items, ...], Field(max_length=30)] = ()
    notice_fields: Annotated[tuple[NoticeFields, ...], Field(max_length=10)] = ()
    resources: Annotated[tuple[Resource, ...], Field(max_length=30)] = ()
    covers: Requirements = ()
    """Requirements of the catalogue that hold for the plan as a whole, such as its window or its organisation."""

    @cached_property
    def duties(self) -> tuple[Obligation, ...]:
        """Everything that is watched: the obligations, and what reports and targets ask for by themselves."""
        reports = (report.duty() for report in self.reports)
        targets = (target.duty() for target in self.targets)
        return (*self.obligations, *(duty for duty in (*reports, *targets) if duty is not None))

    def once(self) -> Iterator[Deadline]:
        """Every deadline of the file that comes once, wherever it stands."""
        found: list[Deadline | None] = [duty.by for duty in self.duties if isinstance(duty, ByDeadline | Coverage)]
        for phase in self.phases:
            found += [phase.starts, phase.ends, *(task.by for task in phase.tasks)]
        for procedure in self.procedures:
            found += [day for step in procedure.steps for day in (step.starts, step.by)]
        found += [report.by for report in self.reports]
        found += [day for day in (self.season.from_, self.season.to) if isinstance(day, Feasted)]
        return (one for one in found if one is not None and not isinstance(one, Recurring))

    def unknowns(self) -> tuple[str, ...]:
        """What the source masks: names of days that have to be filled in when the plan is put in force.

        `season.from`, `season.to`, `<id>` of a duty or report, `<id>.from` and `<id>.to` of a phase. A step without a
        day is none of them: it simply follows the step before.
        """
        found = [f"season.{key}" for key, day in (("from", self.season.from_), ("to", self.season.to)) if day is None]
        found += [duty.id for duty in self.duties if isinstance(duty, ByDeadline | Coverage) and is_masked(duty.by)]
        for phase in self.phases:
            days = (("from", phase.starts), ("to", phase.ends))
            found += [f"{phase.id}.{key}" for key, day in days if day is None]
        return tuple(found)
