"""A duty of an activated plan: what every kind of evaluation needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from nuandong.geo.codes import span as span_of
from nuandong.kernel.actors import Span
from nuandong.kernel.periods import DayCalendar
from nuandong.plans.engine.activations import Activation
from nuandong.plans.engine.cells import Cells
from nuandong.plans.engine.conditions import Sky, Weather
from nuandong.plans.engine.dues import Due, dues
from nuandong.plans.engine.facts import EXPLAINED, WAIVED, Fact, Facts
from nuandong.plans.engine.matching import Pattern, pattern
from nuandong.plans.engine.records import MOST_EVIDENCE, Gap, Key, Record
from nuandong.plans.engine.regions import around, divisions, scopes
from nuandong.plans.schema import AtLeast, ByDeadline, Coverage, Lasts, Never, Presence, RegionScope, Within

D = TypeVar("D", bound=AtLeast | Within | ByDeadline | Lasts | Coverage | Presence | Never)

SEASON = "season"
"""The anchor of an instance that is about the whole window."""


@dataclass(frozen=True)
class Case(Generic[D]):
    """Made once for every duty of an activation: what is worked out from it alone is kept."""

    activation: Activation
    duty: D
    facts: Facts
    calendar: DayCalendar
    weather: Weather
    kinds: frozenset[str]
    """The kinds of events the duty looks at."""
    memo: dict[object, Any] = field(default_factory=dict)
    """What a kind of duty works out once for all divisions."""

    def key(self, scope: int | UUID, anchor: object) -> Key:
        written = f"{scope:012}" if isinstance(scope, int) else str(scope)
        return tuple.__new__(Key, (self.activation.id, self.duty.id, written, str(anchor)))

    @cached_property
    def divisions(self) -> tuple[int, ...]:
        """The divisions that have an instance each, in order; none where the duty is about subjects."""
        if self.duty.scope == "each subject":
            return ()
        return divisions(RegionScope(self.duty.scope), self.activation.region, self.activation.regions)

    @cached_property
    def scopes(self) -> frozenset[int]:
        if self.duty.scope == "each subject":
            return frozenset()
        return scopes(RegionScope(self.duty.scope), self.activation.region, self.activation.regions)

    def scopes_of(self, region: int) -> list[int]:
        """The divisions of the scope for which something in `region` counts."""
        ours = self.scopes
        return [code for code in around(region) if code in ours]

    @cached_property
    def acts(self) -> Pattern:
        """The acts that the duty asks for, or forbids."""
        return pattern(self.duty.event, self.duty.where)  # type: ignore[union-attr]  # presence has neither

    @cached_property
    def sky(self) -> Sky | None:
        """The warnings under which alone the duty holds."""
        condition = self.duty.when if isinstance(self.duty, AtLeast | Presence) else None
        return None if condition is None else self.weather.under(condition)

    @cached_property
    def cells(self) -> Cells:
        """The periods of a duty that has some."""
        assert isinstance(self.duty, AtLeast | Presence)
        per = "1 day" if isinstance(self.duty, Presence) else self.duty.per
        return Cells(per, self.duty.hours, self.activation.window)

    def on_day(self, kinds: tuple[str, ...] | None, day: date) -> bool:
        """Whether a day is of one of the kinds a duty names (`on_days`)."""
        if kinds is None:
            return True
        works = self.calendar.is_workday(day)
        named = self.calendar.holiday_name(day) is not None
        return (
            ("workdays" in kinds and works) or ("rest_days" in kinds and not works) or ("holidays" in kinds and named)
        )

    @cached_property
    def dues(self) -> dict[str, Due]:
        """The deadlines of a duty that has some, by their anchor."""
        if not isinstance(self.duty, ByDeadline | Coverage):
            return {}
        found = dues(self.duty.by, self.duty.id, self.activation, self.calendar)
        return {str(due.anchor): due for due in found}

    @cached_property
    def reach(self) -> Span:
        return span_of(self.activation.region)

    def within_reach(self, fact: Fact) -> bool:
        """Whether a fact lies in the window and region of the activation."""
        return self.reach.contains(fact.region) and self.activation.window.contains(fact.acted_at)

    def record(
        self,
        key: Key,
        evidence: Sequence[Fact],
        *,
        region: int,
        subject: UUID | None,
        starts_at: datetime,
        due_at: datetime | None,
        keeps: bool = False,
        still_wanted: bool = False,
        applies: bool = True,
        needed: int = 1,
        done: int = 0,
        satisfied_at: datetime | None = None,
        fails_at: datetime | None = None,
        released_at: datetime | None = None,
        held_since: datetime | None = None,
        late_entry: bool = False,
        gaps: tuple[Gap, ...] = (),
    ) -> Record:
        """A record with the parts that are the same for all kinds, recorded decisions included.

        `evidence` stands in order and names nothing twice, as facts are given.
        """
        waived, explained, duty = None, None, self.duty
        for decision in self.facts.decisions(key):
            waived = decision.id if decision.kind == WAIVED else waived
            explained = decision.id if decision.kind == EXPLAINED else explained
        if len(evidence) > MOST_EVIDENCE and not keeps:  # each act against a duty is looked into
            evidence = [*evidence[: MOST_EVIDENCE // 2], *evidence[-MOST_EVIDENCE // 2 :]]
        # By place: a call by name takes as long as the rest of it, and there are millions.
        fields = (
            key, region, duty.strength, duty.source, duty.kind, subject, starts_at, due_at, keeps, still_wanted,
            applies, needed, done, satisfied_at, fails_at, released_at, held_since, waived, explained, late_entry,
            tuple([fact.id for fact in evidence]), gaps,
        )  # fmt: skip
        return tuple.__new__(Record, fields)
