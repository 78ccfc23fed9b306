"""The seven kinds of duties."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.conditions import WarningCondition, Where
from nuandong.plans.schema.deadlines import DayField, DeadlineField, Relative
from nuandong.plans.schema.fields import (
    Code,
    EventKind,
    Hours,
    HoursField,
    Note,
    PeriodField,
    PlanModel,
    Requirements,
    ShortPeriodField,
    Slug,
    Source,
    SpanField,
    Strength,
    Words,
)

HANDOVER: Final = timedelta(minutes=15)
"""Default of `tolerance`: so long a post may stand empty in one go while one shift relieves the other."""

FLAGS: Final = "flags"
"""The payload field that carries the flags of a subject, for `hold`."""


class RegionScope(StrEnum):
    """One instance for every county-level division, every township-level division, or one for the whole activation."""

    COUNTY = "each county"
    DISTRICT = "each district"
    TOWNSHIP = "each township"
    UNIT = "each unit"


class _Duty(PlanModel):
    id: Slug
    title: Words
    strength: Strength
    source: Source
    note: Note | None = None
    responsible: Code | None = None
    """A work group of the plan's organisation."""
    during: Slug | None = None
    """A phase of the plan: the duty holds on its days only, and `start` and `end` are the phase's."""
    covers: Requirements = ()


class Release(PlanModel):
    """An event of the same subject that stops the clock.

    `from_start`: the trigger was none (a duplicate, a void entry): the duty never was, even where its time had run out.
    Otherwise a release ends only a clock that is still running.
    """

    event: EventKind
    where: Where | None = None
    from_start: StrictBool = False


class Subjects(PlanModel):
    """Those a duty `each subject` holds for: all that an event of this kind was about, until one of `until` ends it."""

    event: EventKind
    where: Where | None = None
    after: PeriodField | None = None
    """The duty begins so long after the event (days in stay); else on the day of the event."""
    until: Annotated[tuple[EventKind, ...], Field(max_length=10)] = ()


Days = Annotated[tuple[Literal["workdays", "rest_days", "holidays"], ...], Field(min_length=1, max_length=2)]
"""`holidays` are the statutory ones; `rest_days` all days without work, holidays and free weekends."""


class AtLeast(_Duty):
    """At least `count` events in every day, week (from Monday), month, quarter or half year of the calendar."""

    kind: Literal["at_least"]
    event: EventKind
    where: Where | None = None
    count: Annotated[StrictInt, Field(ge=1, le=1000)]
    per: Literal["1 day", "1 week", "1 month", "1 quarter", "1 half year"]
    hours: HoursField = Hours.parse("24h")
    when: WarningCondition | None = None
    on_days: Days | None = None
    for_each: Subjects | None = None
    scope: Literal["each county", "each district", "each township", "each unit", "each subject"]

    @model_validator(mode="after")
    def _condition_by_day(self) -> Self:
        # How much of a weekly number a warning of two days asks for is nowhere said; no plan does it.
        if (self.when is not None or self.on_days is not None) and self.per != "1 day":
            raise PydanticCustomError(
                "when_needs_day", _("带条件（when、on_days）的次数要求只能按日计（per: 1 day）。")
            )
        return self

    @model_validator(mode="after")
    def _subjects_named(self) -> Self:
        if (self.for_each is None) == (self.scope == "each subject"):
            raise PydanticCustomError(
                "subjects_named", _("scope 写 each subject 时要写明对象（for_each），写地区时不写 for_each。")
            )
        return self


class Exceptional(PlanModel):
    """Another time where the facts known in the ordinary time say so. The first exception that fits counts."""

    condition: Annotated[Where, Field(alias="if")]
    time: PeriodField


class Within(_Duty):
    """An event within a time of a trigger, about the same subject."""

    kind: Literal["within"]
    trigger: EventKind
    trigger_where: Where | None = None
    """Which events of the kind start the clock; others are none of this duty's business."""
    when: Where | None = None
    """Facts of the subject (the trigger's payload, then those of `changed_by`) that make the duty hold."""
    event: EventKind
    where: Where | None = None
    time: SpanField
    """None: until the window ends."""
    exceptions: Annotated[tuple[Exceptional, ...], Field(max_length=10)] = ()
    hold: Annotated[tuple[Code, ...], Field(max_length=20)] = ()
    """Flags of the subject that stop the clock while they stand."""
    changed_by: Annotated[tuple[EventKind, ...], Field(max_length=10)] = ()
    until: Annotated[tuple[Release, ...], Field(max_length=10)] = ()
    scope: Literal["each subject"] = "each subject"


class Presence(_Duty):
    """Somebody on duty in all the hours asked for: at a post, or a team of a kind."""

    kind: Literal["presence"]
    post: Annotated[str, Field(pattern=r"^[a-z]+\.[a-z][a-z0-9_]*$", max_length=60)] | None = None
    team: Code | None = None
    hours: HoursField
    with_leader: StrictBool = False
    """A leader must be on duty in the division as well, at whichever post (领导带班)."""
    tolerance: ShortPeriodField = HANDOVER
    when: WarningCondition | None = None
    on_days: Days | None = None
    scope: RegionScope

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.post is None) == (self.team is None):
            raise PydanticCustomError("post_or_team", _("在岗要求写岗位（post）或队伍类型（team），二者写一个。"))
        return self


class Never(_Duty):
    """Something that may not happen."""

    kind: Literal["never"]
    event: EventKind
    where: Where | None = None
    scope: RegionScope


class ByDeadline(_Duty):
    """At least `count` events by a deadline: once in the season, or every week or month anew."""

    kind: Literal["by_deadline"]
    event: EventKind
    where: Where | None = None
    count: Annotated[StrictInt, Field(ge=1, le=1000)] = 1
    by: DeadlineField
    about: Code | None = None
    """Of a deadline that comes again: the payload field with the last day of the time an act reports on. Without it an
    act counts for the deadline that follows it."""
    scope: RegionScope


class Happening(PlanModel):
    """Events of a kind, those that fit the conditions."""

    event: EventKind
    where: Where | None = None


class Lasts(_Duty):
    """What an event begins stays for a time at least: a notice on the wall."""

    kind: Literal["lasts"]
    event: EventKind
    where: Where | None = None
    ended_by: Annotated[tuple[Happening, ...], Field(min_length=1, max_length=10)]
    time: PeriodField
    scope: Literal["each subject"] = "each subject"


class Whole(Happening):
    """Those of whom a share is asked: all that an event was about, until one of `until` took them out again.

    `in_season`: only what happened in the window: last winter's encounters are none of this winter's.
    """

    in_season: StrictBool = False
    until: Annotated[tuple[Happening, ...], Field(max_length=10)] = ()


class Coverage(_Duty):
    """A share of all there are: households, leaflets, hazards.

    With `base` distinct subjects are counted: those an event `base` was about, and those among them with an `event`.
    Without it the acts bring their numbers along: what each `done` adds, of the `base` that the latest act of a
    division names, summed over the divisions.
    """

    kind: Literal["coverage"]
    event: EventKind
    where: Where | None = None
    base: Whole | None = None
    percent: Annotated[StrictInt, Field(ge=1, le=100)] = 100
    by: DayField = Relative("end")
    scope: RegionScope


Obligation = Annotated[AtLeast | Within | ByDeadline | Lasts | Coverage | Presence | Never, Field(discriminator="kind")]
KINDS: Final = ("at_least", "within", "by_deadline", "lasts", "coverage", "presence", "never")
