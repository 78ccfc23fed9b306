"""Activations: a plan in force for a region and a window, derived from the journal like everything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from nuandong.kernel.clock import local_date
from nuandong.plans.engine.cells import Window
from nuandong.plans.engine.facts import ACTIVATED, ENDED, EXTENDED, Fact


@dataclass(frozen=True, slots=True)
class Activation:
    """`plan` is the hash of the plan's text; `regions` are the divisions written down at activation."""

    id: UUID
    plan: str
    region: int
    regions: tuple[int, ...]
    window: Window
    decided_at: datetime
    filled: Mapping[str, date] = field(default_factory=dict)
    """Days that the source masks, as filled in at activation (`Plan.unknowns`)."""

    @property
    def watches_from(self) -> datetime:
        """On its first day, a plan put in force during the day asks for presence from the decision on, not before."""
        return self.decided_at if self.window.starts_on == local_date(self.decided_at) else self.window.start


def folded(facts: Iterable[Fact]) -> Activation | None:
    """The activation that its events describe, in the order they were recorded; None when it was voided or is unknown.

    Extending moves the last day, ending moves it too: the later decision counts.
    """
    found: Activation | None = None
    for fact in sorted(facts, key=lambda fact: (fact.order, fact.id)):
        if fact.kind == ACTIVATED:
            window = Window(_day(fact.payload["starts_on"]), _day(fact.payload["ends_on"]))
            regions = tuple(fact.payload.get("regions", ()))
            names, days = fact.payload.get("filled", ()), fact.payload.get("filled_on", ())
            found = Activation(
                fact.subject,
                fact.payload["plan_hash"],
                fact.payload["region"],
                regions,
                window,
                fact.acted_at,
                {name: _day(day) for name, day in zip(names, days, strict=True)},
            )
        elif fact.kind in {EXTENDED, ENDED} and found is not None:
            found = replace(found, window=Window(found.window.starts_on, _day(fact.payload["ends_on"])))
    return found


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
