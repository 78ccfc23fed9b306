"""Each kind of event and the figures it moves, counted by hand."""

from uuid import UUID, uuid4

import pytest

from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.reports.definitions import MOVED_BY, RULES, deltas, kinds_of
from tests.cast import NOW, TOWNSHIP_A

CASES = [
    ("rescue.clue_received", {"channel": "110", "reporter": "police"}, {"clues.received": 1, "clues.open": 1, "clues.channel.110": 1, "clues.reporter.police": 1}),
    ("rescue.clue_received", {"channel": "hotline", "reporter": ""}, {"clues.received": 1, "clues.open": 1, "clues.channel.hotline": 1}),
    ("rescue.clue_taken_on", {}, {"clues.taken_on": 1, "clues.open": 1}),
    ("rescue.clue_merged", {}, {"clues.merged": 1, "clues.open": -1}),
    ("rescue.clue_closed", {}, {"clues.closed": 1, "clues.open": -1}),
    ("rescue.clue_handed_over", {}, {"clues.handed_over": 1, "clues.open": -1}),
    ("rescue.crew_ordered", {}, {"crews.ordered": 1}),
    ("rescue.crew_on_scene", {}, {"crews.on_scene": 1}),
    ("rescue.patrol_completed", {"points": 6, "found": 2, "night": True, "joint": False}, {"patrols.completed": 1, "patrols.points": 6, "patrols.found": 2, "patrols.night": 1}),
    ("rescue.patrol_completed", {"points": 1, "found": 0, "night": False, "joint": False, "crew": 5}, {"patrols.completed": 1, "patrols.points": 1, "patrols.found": 0, "patrols.staff": 5}),
    ("rescue.encounter_recorded", {}, {"encounters.recorded": 1}),
    ("rescue.encounter_closed", {"outcome": "refused", "categories": ["elderly", "beggar_adult"], "kit_given": True, "leaflet": True}, {"encounters.closed": 1, "encounters.outcome.refused": 1, "encounters.kit_given": 1, "encounters.leaflet": 1, "encounters.category.elderly": 1, "encounters.category.beggar_adult": 1}),
    ("rescue.follow_up_done", {"outcome": "accepted"}, {"follow_ups.done": 1, "follow_ups.done.accepted": 1}),
    ("rescue.department_notified", {"department": "police"}, {"departments.told": 1, "departments.told.police": 1}),
    ("rescue.hospital_entered", {}, {"hospital.entered": 1}),
    ("rescue.hospital_bill_settled", {"paid_fen": 120_000}, {"hospital.settled": 1, "hospital.paid_fen": 120_000}),
    ("rescue.person_arrived", {}, {"stays.arrived": 1, "stays.present": 1}),
    ("rescue.person_admitted", {}, {"stays.admitted": 1}),
    ("rescue.person_registered", {"cause": "lost"}, {"stays.registered": 1, "stays.registered.lost": 1}),
    ("rescue.security_refused", {}, {"stays.security_refused": 1}),
    ("rescue.person_left", {"exit": "travel", "days": 3, "voucher": "train"}, {"stays.left": 1, "stays.present": -1, "stays.exit.travel": 1, "stays.stayed": 1, "stays.days": 3, "stays.voucher": 1}),
    ("rescue.person_left", {"exit": "not_helped", "days": 0, "voucher": ""}, {"stays.left": 1, "stays.present": -1, "stays.exit.not_helped": 1}),
    ("rescue.identity_found", {}, {"kin.identity_found": 1}),
    ("rescue.kin_notice_published", {"refresh": False}, {"kin.published": 1, "kin.first_published": 1}),
    ("rescue.kin_notice_published", {"refresh": True}, {"kin.published": 1}),
    ("rescue.dna_requested", {}, {"kin.dna_requested": 1}),
    ("rescue.dna_answered", {"matched": True}, {"kin.dna_answered": 1, "kin.dna_matched": 1}),
    ("rescue.placement_applied", {}, {"stays.placement_applied": 1}),
    ("rescue.reward_paid", {"amount_fen": 8_000}, {"rewards.paid": 1, "rewards.paid_fen": 8_000}),
    ("duty.shift_started", {"team_kind": "volunteer"}, {"duty.started": 1, "duty.teams": 1, "duty.team.volunteer": 1}),
    ("duty.shift_started", {"team_kind": None}, {"duty.started": 1}),
    ("duty.vehicle_taken", {}, {"vehicles.taken": 1}),
    ("duty.vehicle_used", {"km": 42}, {"vehicles.used": 1, "vehicles.km": 42}),
    ("supplies.kit_issued", {"items": ["cotton_coat", "water"], "quantities": [1, 2]}, {"supplies.kits_issued": 1, "goods.pieces": 3, "goods.item.cotton_coat": 1, "goods.item.water": 2}),
    ("supplies.goods_returned", {"items": ["water"], "quantities": [2]}, {"goods.pieces": -2, "goods.item.water": -2}),
    ("alerts.warning_received", {}, {"warnings.received": 1}),
    ("tasks.work_recorded", {"work": "publicity_done", "done": 3}, {"work.publicity_done": 3}),
    ("supervision.finding_raised", {}, {"findings.raised": 1}),
    ("supervision.finding_closed", {}, {"findings.closed": 1}),
    ("publicity.announced", {"times": 2, "through": "radio"}, {"publicity.entries": 1, "publicity.times": 2, "publicity.through.radio": 2}),
    ("publicity.opinion_found", {}, {"opinions.found": 1}),
    ("publicity.opinion_closed", {}, {"opinions.closed": 1}),
]  # fmt: skip


def event(kind: str, payload: dict[str, object]) -> Event:
    return Event(
        id=uuid4(), epoch=1, xid=1, kind=kind, version=1, actor=uuid4(), typist=uuid4(), unit=uuid4(),
        region=TOWNSHIP_A, subject_type="x", subject=UUID(int=1), acted_at=NOW, recorded_at=NOW, payload=payload,
        voids=None, text_digest=None,
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "payload", "figures"), CASES)
def test_an_event_moves_these_figures(kind, payload, figures):
    assert set(payload) <= set(journal.registered()[kind].model_fields)
    counted: dict[str, int] = {}
    for delta in deltas(event(kind, payload)):
        counted[delta.name] = counted.get(delta.name, 0) + delta.change
    assert counted == figures
    # Whoever opens a figure finds the events that moved it.
    assert {name: kind in kinds_of(name) for name in figures} == dict.fromkeys(figures, True)


def test_every_rule_was_counted_and_every_figure_is_moved_by_something():
    assert {kind for kind, *_rest in CASES} == set(RULES)
    assert {kind for kinds in MOVED_BY.values() for kind in kinds} == set(RULES) <= set(journal.registered())
    assert kinds_of("nothing.at.all") == ()
