"""Plans as their pages show them: where each is in force, and its duties line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.kinds import PlaceKind
from nuandong.kernel.actors import SYSTEM, Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions, scope
from nuandong.plans import selectors
from nuandong.plans.running import running_plan
from nuandong.plans.schema import Plan, Strength
from nuandong.web import wording
from nuandong.web.pages.plans import demands, saying

if TYPE_CHECKING:
    from nuandong.plans.models import Activation

ACTIVATE = "plans.plan.activate"


@dataclass(frozen=True, slots=True)
class InForce:
    """One activation: where, from when to when, how it stands today, and whether it can be changed."""

    id: UUID
    plan: str
    hash: str
    title: str
    place: str
    starts_on: date
    ends_on: date
    window: str
    tone: str
    words: str
    over: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty of a plan in words; `source` names the text and the paragraph."""

    code: str
    title: str
    kind: str
    tone: str
    strength: str
    demand: str
    limits: Sequence[str]
    scope: str
    source: str
    responsible: str
    note: str


def in_force(by: Actor, now: datetime, *, plan: str | None = None) -> list[InForce]:
    """The activations that bind somebody's regions, newest first."""
    # A plan of the county binds its townships: the rows stand in the county, and their people may know of them.
    with scope.enter(SYSTEM):
        rows = [row for row in selectors.activations() if plan in {None, row.plan} and _binds(row, by)]
    today = local_date(now)
    names = divisions.names({row.region for row in rows}, today)
    return [_in_force(row, by, today, names.get(row.region, str(row.region))) for row in rows]


def _binds(row: "Activation", by: Actor) -> bool:
    return by.sees(row.region) or any(by.sees(region) for region in row.regions)


def _in_force(row: "Activation", by: Actor, today: date, place: str) -> InForce:
    tone, words = wording.OK, _("正在执行")
    if row.ends_on < today:
        tone, words = wording.MUTE, _("已结束")
    elif row.starts_on > today:
        tone, words = wording.INFO, _("尚未开始")
    return InForce(
        id=row.id,
        plan=row.plan,
        hash=row.version.hash,
        title=row.version.title,
        place=place,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        window=saying.window_words(row.starts_on, row.ends_on),
        tone=tone,
        words=words,
        over=row.ends_on < today,
        may_change=permissions.allows(by, ACTIVATE, region=row.region),
    )


def filled_days(one: InForce, plan: Plan) -> dict[str, date]:
    """Days for what the plan masks, as they were filled in when it was put in force; its window is one of them."""
    with scope.enter(SYSTEM):
        _plan, activation = running_plan(one.id)
    window = {"season.from": one.starts_on, "season.to": one.ends_on}
    open_days = plan.unknowns()
    return {name: day for name, day in window.items() if name in open_days} | dict(activation.filled)


def duty_lines(plan: Plan) -> list[DutyLine]:
    """The duties of a plan in the order of its file."""
    phases = {phase.id: phase.title for phase in plan.phases}
    return [
        DutyLine(
            code=duty.id,
            title=duty.title,
            kind=_(demands.KIND_TITLES[duty.kind]),
            tone=saying.STRENGTH_TONES[duty.strength],
            strength=saying.strength_words(duty.strength),
            demand=demands.demand(duty),
            limits=demands.limits(duty, phases),
            scope=demands.scope_words(duty),
            source=duty.source,
            responsible=saying.responsible(plan, duty),
            note=duty.note or "",
        )
        for duty in plan.duties
    ]


def key_locations(plan: Plan) -> list[str]:
    known = set(PlaceKind.values)
    return [str(PlaceKind(kind).label) if kind in known else kind for kind in plan.key_locations]


def strengths(plan: Plan) -> Iterable[tuple[str, str, int]]:
    """How many duties bind how hard: tone, words, number."""
    for strength in Strength:
        if number := sum(duty.strength is strength for duty in plan.duties):
            yield saying.STRENGTH_TONES[strength], saying.strength_words(strength), number
