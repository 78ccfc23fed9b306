"""What the phases of an activated plan ask of which unit, and by when: read here, turned into tasks by cascade_plan."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from nuandong.geo.codes import contains
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import day_start
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.plans.engine.activations import Activation
from nuandong.plans.engine.dues import day_of, dues, single
from nuandong.plans.running import running_plan
from nuandong.plans.schema.deadlines import DAY_END, Recurring
from nuandong.plans.schema.procedures import Phase
from nuandong.plans.schema.procedures import Task as PlanTask
from nuandong.plans.vocabulary import calendar
from nuandong.tasks.matching import matched

if TYPE_CHECKING:
    from nuandong.org.models import Unit

Chosen = Mapping[str, Collection[UUID]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One task of a plan. `units` do it; `open_words` are the plan's words for units that nobody has been found for.

    `code` is `<phase>.<task>`, of a recurring one with the day it falls due on.
    """

    phase: str
    title: str
    deliverable: str
    strength: str
    code: str
    due_at: datetime
    units: tuple["Unit", ...]
    open_words: tuple[str, ...]
    source: str


def units_within(region: int, by: Actor) -> list["Unit"]:
    """The active units of a region. Raises Forbidden."""
    return [node.unit for node in org.units_tree(by) if contains(region, node.unit.region)]


def pieces(activation: UUID, *, by: Actor, now: datetime, chosen: Chosen | None = None) -> list[Piece]:
    """The tasks of the phases of an activated plan in the order of the file; of a recurring one the next.

    `chosen` says which units somebody means by words that match none. Raises NotFound, Forbidden.
    """
    plan, running = running_plan(activation)
    units = units_within(running.region, by)
    return [_piece(phase, task, running, units, now, chosen or {}) for phase in plan.phases for task in phase.tasks]


def _piece(
    phase: Phase, task: PlanTask, running: Activation, units: Sequence["Unit"], now: datetime, chosen: Chosen
) -> Piece:
    due_at, anchor = _due(phase, task, running, now)
    known = {unit.id: unit for unit in units}
    doing: dict[UUID, Unit] = {}
    nobody = []
    for words in task.units or (_("各单位"),):
        found = matched(words, units) or [known[unit] for unit in _picked(words, chosen, known)]
        doing.update({unit.id: unit for unit in found})
        if not found:
            nobody.append(words)
    code = f"{phase.id}.{task.id}"
    return Piece(
        phase=phase.title,
        title=task.title,
        deliverable=task.deliverable or "",
        strength=task.strength.value,
        code=f"{code}@{anchor}" if anchor else code,
        due_at=due_at,
        units=tuple(doing.values()),
        open_words=tuple(nobody),
        source=str(task.source),
    )


def _picked(words: str, chosen: Chosen, known: Mapping[UUID, "Unit"]) -> Iterator[UUID]:
    for unit in chosen.get(words, ()):
        if unit not in known:
            raise Invalid(
                "tasks.unit_elsewhere", _("选择的单位不在方案启用的地区里。"), _("请重新选择。"), field="units"
            )
        yield unit


def _due(phase: Phase, task: PlanTask, running: Activation, now: datetime) -> tuple[datetime, date | None]:
    """When it is due: its own time, else the end of its phase, else that of the plan; and its day if it recurs."""
    if not isinstance(task.by, Recurring):
        once = single(task.by, task.id, running, calendar())
        if once is not None:
            return once.at, None
    else:
        last = None
        for due in dues(task.by, task.id, running, calendar()):
            last = due.at, due.anchor
            if due.at > now:
                break
        if last is not None:
            return last
    ends = running.filled.get(f"{phase.id}.to") or day_of(phase.ends, running.window, calendar())
    return day_start(ends or running.window.ends_on) + DAY_END, None
