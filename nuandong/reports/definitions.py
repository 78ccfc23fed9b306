"""Which events move which figures. Pure: events in, changes out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nuandong.journal.types import Event
from nuandong.kernel.clock import local_date

Change = tuple[str, int]
Rule = Callable[[dict[str, Any]], Iterable[Change]]


@dataclass(frozen=True, slots=True)
class Delta:
    """One figure of one region and day goes up or down."""

    region: int
    day: date
    name: str
    change: int


def _always(*changes: Change) -> Rule:
    return lambda _payload: changes


def _by(name: str, field: str, *more: Change) -> Rule:
    """One more of `name`, and of `name.<code>` for the code in a field of the payload."""

    def rule(payload: dict[str, Any]) -> Iterable[Change]:
        yield from more
        yield name, 1
        if code := payload.get(field):
            yield f"{name}.{code}", 1

    return rule


def _amount(name: str, field: str, *more: Change) -> Rule:
    """What a field of the payload counts or pays, besides changes that are always the same."""

    def rule(payload: dict[str, Any]) -> Iterable[Change]:
        yield from more
        yield name, payload[field]

    return rule


def _patrol(payload: dict[str, Any]) -> Iterable[Change]:
    yield "patrols.completed", 1
    yield "patrols.points", payload["points"]
    yield "patrols.found", payload["found"]
    # Events from before crews were counted do not say.
    if crew := payload.get("crew"):
        yield "patrols.staff", crew
    if payload["night"]:
        yield "patrols.night", 1
    if payload["joint"]:
        yield "patrols.joint", 1


def _clue(payload: dict[str, Any]) -> Iterable[Change]:
    yield "clues.received", 1
    yield "clues.open", 1
    yield f"clues.channel.{payload['channel']}", 1
    if payload.get("reporter"):
        yield f"clues.reporter.{payload['reporter']}", 1


def _encounter(payload: dict[str, Any]) -> Iterable[Change]:
    yield "encounters.closed", 1
    yield f"encounters.outcome.{payload['outcome']}", 1
    if payload["kit_given"]:
        yield "encounters.kit_given", 1
    if payload["leaflet"]:
        yield "encounters.leaflet", 1
    for category in payload["categories"]:
        yield f"encounters.category.{category}", 1


def _left(payload: dict[str, Any]) -> Iterable[Change]:
    """The days of those who never came in are no days in the station."""
    yield "stays.left", 1
    yield "stays.present", -1
    yield f"stays.exit.{payload['exit']}", 1
    if payload["days"]:
        yield "stays.stayed", 1
        yield "stays.days", payload["days"]
    if payload["voucher"]:
        yield "stays.voucher", 1


def _on_duty(payload: dict[str, Any]) -> Iterable[Change]:
    yield "duty.started", 1
    if kind := payload.get("team_kind"):
        yield "duty.teams", 1
        yield f"duty.team.{kind}", 1


def _kin_notice(payload: dict[str, Any]) -> Iterable[Change]:
    yield "kin.published", 1
    if not payload["refresh"]:
        yield "kin.first_published", 1


def _dna(payload: dict[str, Any]) -> Iterable[Change]:
    yield "kin.dna_answered", 1
    if payload["matched"]:
        yield "kin.dna_matched", 1


def _announced(payload: dict[str, Any]) -> Iterable[Change]:
    yield "publicity.entries", 1
    yield "publicity.times", payload["times"]
    yield f"publicity.through.{payload['through']}", payload["times"]


def _work(payload: dict[str, Any]) -> Iterable[Change]:
    """What a record of work counts, in the unit of its kind (library/work/kinds.yaml)."""
    yield f"work.{payload['work']}", payload["done"]


def _goods(sign: int, *more: Change) -> Rule:
    """Pieces of each item that people were given, or gave back."""

    def rule(payload: dict[str, Any]) -> Iterable[Change]:
        yield from more
        for item, quantity in zip(payload["items"], payload["quantities"], strict=True):
            yield "goods.pieces", sign * quantity
            yield f"goods.item.{item}", sign * quantity

    return rule


RULES: Final[Mapping[str, Rule]] = {
    "rescue.clue_received": _clue,
    "rescue.clue_taken_on": _always(("clues.taken_on", 1), ("clues.open", 1)),
    "rescue.clue_merged": _always(("clues.merged", 1), ("clues.open", -1)),
    "rescue.clue_closed": _always(("clues.closed", 1), ("clues.open", -1)),
    "rescue.clue_handed_over": _always(("clues.handed_over", 1), ("clues.open", -1)),
    "rescue.crew_ordered": _always(("crews.ordered", 1)),
    "rescue.crew_on_scene": _always(("crews.on_scene", 1)),
    "rescue.patrol_completed": _patrol,
    "rescue.encounter_recorded": _always(("encounters.recorded", 1)),
    "rescue.encounter_closed": _encounter,
    "rescue.follow_up_done": _by("follow_ups.done", "outcome"),
    "rescue.department_notified": _by("departments.told", "department"),
    "rescue.hospital_entered": _always(("hospital.entered", 1)),
    "rescue.hospital_bill_settled": _amount("hospital.paid_fen", "paid_fen", ("hospital.settled", 1)),
    "rescue.person_arrived": _always(("stays.arrived", 1), ("stays.present", 1)),
    "rescue.person_admitted": _always(("stays.admitted", 1)),
    "rescue.person_registered": _by("stays.registered", "cause"),
    "rescue.security_refused": _always(("stays.security_refused", 1)),
    "rescue.person_left": _left,
    "rescue.identity_found": _always(("kin.identity_found", 1)),
    "rescue.kin_notice_published": _kin_notice,
    "rescue.dna_requested": _always(("kin.dna_requested", 1)),
    "rescue.dna_answered": _dna,
    "rescue.placement_applied": _always(("stays.placement_applied", 1)),
    "rescue.reward_paid": _amount("rewards.paid_fen", "amount_fen", ("rewards.paid", 1)),
    "duty.shift_started": _on_duty,
    "duty.vehicle_taken": _always(("vehicles.taken", 1)),
    "duty.vehicle_used": _amount("vehicles.km", "km", ("vehicles.used", 1)),
    "supplies.kit_issued": _goods(1, ("supplies.kits_issued", 1)),
    "supplies.goods_returned": _goods(-1),
    "alerts.warning_received": _always(("warnings.received", 1)),
    "tasks.work_recorded": _work,
    "supervision.finding_raised": _always(("findings.raised", 1)),
    "supervision.finding_closed": _always(("findings.closed", 1)),
    "publicity.announced": _announced,
    "publicity.opinion_found": _always(("opinions.found", 1)),
    "publicity.opinion_closed": _always(("opinions.closed", 1)),
}

STOCK: Final = frozenset({"clues.open", "stays.present"})
"""Figures that are the sum of all days up to the last one."""

_CLUE, _ENCOUNTER, _LEFT = "rescue.clue_received", "rescue.encounter_closed", "rescue.person_left"
_OPENED = (_CLUE, "rescue.clue_taken_on")
_SHUT = ("rescue.clue_merged", "rescue.clue_closed", "rescue.clue_handed_over")
_GOODS: Final = ("supplies.kit_issued", "supplies.goods_returned")
MOVED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "clues.received": (_CLUE,),
    "clues.open": (*_OPENED, *_SHUT),
    "clues.channel.": (_CLUE,),
    "clues.reporter.": (_CLUE,),
    "clues.taken_on": ("rescue.clue_taken_on",),
    "clues.merged": ("rescue.clue_merged",),
    "clues.closed": ("rescue.clue_closed",),
    "clues.handed_over": ("rescue.clue_handed_over",),
    "crews.ordered": ("rescue.crew_ordered",),
    "crews.on_scene": ("rescue.crew_on_scene",),
    "patrols.": ("rescue.patrol_completed",),
    "encounters.recorded": ("rescue.encounter_recorded",),
    "encounters.closed": (_ENCOUNTER,),
    "encounters.outcome.": (_ENCOUNTER,),
    "encounters.category.": (_ENCOUNTER,),
    "encounters.kit_given": (_ENCOUNTER,),
    "encounters.leaflet": (_ENCOUNTER,),
    "follow_ups.": ("rescue.follow_up_done",),
    "departments.": ("rescue.department_notified",),
    "hospital.entered": ("rescue.hospital_entered",),
    "hospital.settled": ("rescue.hospital_bill_settled",),
    "hospital.paid_fen": ("rescue.hospital_bill_settled",),
    "stays.arrived": ("rescue.person_arrived",),
    "stays.present": ("rescue.person_arrived", _LEFT),
    "stays.admitted": ("rescue.person_admitted",),
    "stays.registered": ("rescue.person_registered",),
    "stays.registered.": ("rescue.person_registered",),
    "stays.security_refused": ("rescue.security_refused",),
    "stays.left": (_LEFT,),
    "stays.exit.": (_LEFT,),
    "stays.stayed": (_LEFT,),
    "stays.days": (_LEFT,),
    "stays.voucher": (_LEFT,),
    "stays.placement_applied": ("rescue.placement_applied",),
    "kin.identity_found": ("rescue.identity_found",),
    "kin.published": ("rescue.kin_notice_published",),
    "kin.first_published": ("rescue.kin_notice_published",),
    "kin.dna_requested": ("rescue.dna_requested",),
    "kin.dna_answered": ("rescue.dna_answered",),
    "kin.dna_matched": ("rescue.dna_answered",),
    "rewards.": ("rescue.reward_paid",),
    "duty.started": ("duty.shift_started",),
    "duty.teams": ("duty.shift_started",),
    "duty.team.": ("duty.shift_started",),
    "vehicles.taken": ("duty.vehicle_taken",),
    "vehicles.used": ("duty.vehicle_used",),
    "vehicles.km": ("duty.vehicle_used",),
    "supplies.kits_issued": ("supplies.kit_issued",),
    "goods.": _GOODS,
    "warnings.received": ("alerts.warning_received",),
    "work.": ("tasks.work_recorded",),
    "findings.raised": ("supervision.finding_raised",),
    "findings.closed": ("supervision.finding_closed",),
    "publicity.": ("publicity.announced",),
    "opinions.found": ("publicity.opinion_found",),
    "opinions.closed": ("publicity.opinion_closed",),
}
"""The kinds of events behind a figure; a name that ends in a dot stands for all that begin with it."""


def kinds_of(name: str) -> tuple[str, ...]:
    """The kinds of events that move a figure; none for a figure that nothing moves."""
    while name and name not in MOVED_BY:
        # The next name that could stand for it: "a.b.c" → "a.b." → "a."
        name = name.removesuffix(".").rpartition(".")[0]
        name = f"{name}." if name else ""
    return MOVED_BY.get(name, ())


def deltas(event: Event, *, sign: int = 1) -> list[Delta]:
    """What one event changes; `sign=-1` takes it back."""
    rule = RULES.get(event.kind)
    if rule is None:
        return []
    day = local_date(event.acted_at)
    return [Delta(event.region, day, name, sign * change) for name, change in rule(event.payload)]
