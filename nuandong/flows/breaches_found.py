"""What plans forbid is looked for all the time; every breach becomes a finding of supervision, once.

A prohibition or target of an activated plan names a running check (library/supervision/bans.yaml); a duty `never` that
is broken counts as well. The clock does it, not an event: `run` belongs to a job of every minute (DIS-034, OPS-006).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from nuandong.flows.remembered import Remembered
from nuandong.geo.codes import contains, span
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import day_start, local_date
from nuandong.org import scope
from nuandong.org import selectors as org
from nuandong.plans import breaches as plans_breaches
from nuandong.plans import selectors as plans
from nuandong.plans.bans import Breach, Check, Rule, Watched, rules
from nuandong.plans.schema import Plan
from nuandong.plans.schema.procedures import Prohibition, Target
from nuandong.plans.versions import Plans
from nuandong.relief import breaches as relief_breaches
from nuandong.relief.breaches import audited, suspected
from nuandong.rescue import breaches as rescue_breaches
from nuandong.supervision.actions.settle_breaches import Found, Settled, settle_breaches, standing_keys
from nuandong.tasks import breaches as tasks_breaches
from nuandong.tasks.owning import over, owner_of

if TYPE_CHECKING:
    from nuandong.org.models import Unit
    from nuandong.plans.models import Activation

_MONEY: Final = (
    "relief.season_", "relief.decision_", "relief.funds_", "relief.tranche_", "relief.payout_", "relief.return_",
    "relief.money_", "relief.write_off_", "relief.objection_answered",
)  # fmt: skip
"""Acts after which money may be late, in parts, or other than its funds say."""
_late_money: Final = Remembered(relief_breaches.late_money, _MONEY)
CHECKS: Final[Mapping[str, tuple[Check, ...]]] = {
    "clue_shirked": (rescue_breaches.shirked_clues,),
    "held_back": (rescue_breaches.held_back,),
    "unexplained": (plans_breaches.unexplained,),
    "walk_through": (tasks_breaches.traceless_checks, rescue_breaches.ticked_rounds),
    "incident_kept_back": (tasks_breaches.unreported_incidents,),
    "minor_left_outside": (rescue_breaches.minors_left_outside,),
    "favouring": (suspected("kin_acted", "kin_not_declared"),),
    "equal_sharing": (suspected("equal_sharing"),),
    "as_condolence": (audited("remark_wrong"),),
    "diversion": (_late_money, audited("tranche_unfunded"), Remembered(audited("funds_differ"), _MONEY)),
    "widening": (relief_breaches.unfit_and_granted, audited("undecided_paid")),
    "false_claims": (
        suspected(
            "person_twice", "size_inflated", "dead_counted", "number_differs", "account_shared", "account_foreign"
        ),
    ),
    "false_size": (suspected("size_inflated", "dead_counted"),),
    "absent_claims": (suspected("absent_counted"),),
    "arbitrary": (suspected("amount_differs"),),
    "unqualified": (relief_breaches.unfit_and_granted,),
    "townspeople": (suspected("townspeople"),),
    "part_payment": (Remembered(relief_breaches.in_parts, _MONEY),),
    "late_funds": (_late_money,),
    "by_proxy": (audited("by_proxy"),),
}
"""The checks that bans.yaml says are running."""
MOST: Final = 100
"""New findings of one run; the rest follow in the next minute."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A breach with the plan that forbids it."""

    activation: "Activation"
    plan: Plan
    ban: str
    title: str
    rule: Rule
    breach: Breach

    @property
    def key(self) -> tuple[UUID, str, UUID, int]:
        return self.activation.id, self.ban, self.breach.subject, self.breach.region


def run(now: datetime) -> int:
    """Look at what the plans in force forbid; returns how many findings were raised."""
    with scope.enter(SYSTEM):
        return settle(now).raised


def settle(now: datetime) -> Settled:
    """The same in the scope entered."""
    running = plans.activations(on=local_date(now))
    ids = [row.id for row in running]
    cases = {case.key: case for case in _cases(running, now)}
    new = [cases[key] for key in cases.keys() - standing_keys(ids)]
    first = sorted(new, key=lambda case: (case.breach.at, str(case.breach.subject)))[:MOST]
    found = _with_units(first) if first else []
    return settle_breaches(by=SYSTEM, now=now, activations=ids, found=found, current=set(cases))


def _cases(running: "list[Activation]", now: datetime) -> Iterator[_Case]:
    texts = Plans()
    known = {row.id: (row, texts[row.version.hash]) for row in running}
    for never in plans_breaches.broken_nevers(now):
        if never.activation in known:
            row, plan = known[never.activation]
            ban = next((one for one in plan.prohibitions if one.checked_by == never.code), None)
            name, title = (ban.id, ban.title) if ban else (never.code, never.title)
            yield _Case(row, plan, name, title, rules().duties, never.breach)
    for row, plan in known.values():
        watched = Watched(row.id, span(row.region), day_start(row.starts_on), now)
        entries: tuple[Prohibition | Target, ...] = (*plan.prohibitions, *plan.targets)
        for entry in entries:
            for check in CHECKS.get(entry.check or "", ()):
                for breach in check(watched):
                    yield _Case(row, plan, entry.id, entry.title, rules().findings, breach)


def _with_units(cases: list[_Case]) -> list[Found]:
    """Who has to put each right and who looks after it; a breach where no unit works stays with the compliance list."""
    units = [node.unit for node in org.units_tree(SYSTEM)]
    active = {unit.id: unit for unit in units}
    found = []
    for case in cases:
        breach = case.breach
        unit = active.get(breach.unit) if breach.unit else None
        unit = unit or owner_of(breach.region, units, family=case.plan.family, about_subject=_is_one(case))
        if unit is None:
            continue
        found.append(
            Found(
                activation=case.activation.id,
                ban=case.ban,
                title=case.title,
                breach=breach,
                rule=case.rule,
                unit=unit.id,
                by_unit=_watcher(case.activation.region, unit, units).id,
            )
        )
    return found


def _is_one(case: _Case) -> bool:
    """Whether the breach is about a person or a clue, and not about a division."""
    return case.breach.event is not None


def _watcher(region: int, unit: "Unit", units: "list[Unit]") -> "Unit":
    """Who put the plan in force looks again, else the authority over the unit; nobody looks after one above."""
    lead = owner_of(region, units)
    fits = lead is not None and lead.id != unit.id and contains(lead.region, unit.region)
    return lead if lead is not None and fits else over(unit, units)
