"""What a plan says beside its duties: procedures, phases with tasks, reports, prohibitions, targets, funds."""

from typing import Annotated, Any, Final, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema.conditions import Where
from nuandong.plans.schema.deadlines import DayField, DeadlineField, Monthly, Weekly
from nuandong.plans.schema.fields import (
    Code,
    EventKind,
    Note,
    PeriodField,
    PlanModel,
    Requirements,
    Slug,
    Source,
    Strength,
    Words,
)
from nuandong.plans.schema.obligations import ByDeadline, Never, RegionScope

REPORT_SUBMITTED: Final = "reports.report_submitted"
Units = Annotated[tuple[Words, ...], Field(max_length=30)]


class Entry(PlanModel):
    """What every entry of a plan has: a name of its own in the file, a title, and the paragraph it comes from."""

    id: Slug
    title: Words
    source: Source
    note: Note | None = None
    covers: Requirements = ()

    def said(self) -> dict[str, Any]:
        """What a duty that an entry is by itself takes over from it."""
        return {"id": self.id, "title": self.title, "source": self.source, "note": self.note, "covers": self.covers}


class Step(PlanModel):
    """One step of a procedure (户报、村评 …): it follows the step before it, unless `after` names others.

    `takes` is the least time that the step needs; `allows` the most that the plan gives for it; a `notice` has to hang
    for its time at least. `from` and `by` are days the plan prints. A step of a `phase` has to fit into its days.
    """

    id: Slug
    title: Words
    source: Source
    note: Note | None = None
    actor: Words | None = None
    after: Annotated[tuple[Slug, ...], Field(max_length=10)] | None = None
    takes: PeriodField | None = None
    allows: PeriodField | None = None
    notice: PeriodField | None = None
    starts: Annotated[DayField, Field(alias="from")] = None
    by: DayField = None
    phase: Slug | None = None
    evidence: Annotated[tuple[Words, ...], Field(max_length=20)] = ()


class Procedure(Entry):
    """Steps in order, each with who takes it, how long a notice hangs, and the days the plan prints for it."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _steps_known(self) -> Self:
        seen: set[str] = set()
        for step in self.steps:
            if step.id in seen:
                raise PydanticCustomError("step_twice", _("步骤编号重复。请换一个编号。"))
            if not seen.issuperset(step.after or ()):
                raise PydanticCustomError("step_unknown", _("after 里写的步骤不在它前面。请写前面步骤的编号。"))
            seen.add(step.id)
        return self


class Task(Entry):
    """A piece of work of a phase: who does it, by when, and what comes of it.

    `sums_up`: it tells what came of the whole phase, so it cannot be due before the phase is over; not said, that holds
    for what is due on the last day of the phase. `needed_for` are phases that cannot begin without it.
    """

    units: Units = ()
    by: DeadlineField = None
    sums_up: StrictBool | None = None
    needed_for: Annotated[tuple[Slug, ...], Field(max_length=10)] = ()
    deliverable: Words | None = None
    strength: Strength = Strength.MUST


class Phase(Entry):
    """A stage of the season; both days included, unknown where the source masks them.

    `after` names the phases that are over before it begins; phases may overlap where it is not said.
    """

    starts: Annotated[DayField, Field(alias="from")] = None
    ends: Annotated[DayField, Field(alias="to")] = None
    after: Annotated[tuple[Slug, ...], Field(max_length=10)] = ()
    tasks: Annotated[tuple[Task, ...], Field(max_length=60)] = ()


class Report(Entry):
    """A report that goes up: when, from whom, to whom. `report` names its definition in `library/reports`.

    A report with a definition is a duty of itself: it is met by the report's being submitted.
    """

    report: Code | None = None
    by: DeadlineField
    sender: Words | None = None
    to: Words | None = None
    pictures: StrictBool = False
    scope: RegionScope = RegionScope.COUNTY
    strength: Strength = Strength.MUST

    def duty(self) -> ByDeadline | None:
        if self.report is None:
            return None
        return ByDeadline(
            **self.said(),
            strength=self.strength,
            kind="by_deadline",
            event=REPORT_SUBMITTED,
            where={"report": self.report},
            by=self.by,
            about="period_to" if isinstance(self.by, Weekly | Monthly) else None,
            scope=self.scope,
        )


class Prohibition(Entry):
    """What nobody may do. `checked_by` names the duty of this file that watches it, `check` an entry of
    library/supervision/bans.yaml that says how else it is watched; without either nobody does."""

    checked_by: Slug | None = None
    check: Code | None = None

    @model_validator(mode="after")
    def _watched_once(self) -> Self:
        if self.checked_by is not None and self.check is not None:
            raise PydanticCustomError("watched_twice", _("checked_by（本方案的义务）和 check（检查办法）只能写一个。"))
        return self


class Target(Entry):
    """A zero-tolerance target. With the kind of event that must not happen it is a duty of itself; `check` says how
    one without such an event is watched, as of a prohibition."""

    event: EventKind | None = None
    check: Code | None = None
    where: Where | None = None
    scope: RegionScope = RegionScope.COUNTY
    strength: Strength = Strength.MUST

    def duty(self) -> Never | None:
        if self.event is None:
            return None
        return Never(
            **self.said(),
            strength=self.strength,
            kind="never",
            event=self.event,
            where=self.where,
            scope=self.scope,
        )


class Fund(Entry):
    """Money the plan names, in fen where it names a sum."""

    payer: Words
    amount_fen: Annotated[StrictInt, Field(ge=1)] | None = None
    purpose: Code | None = None
