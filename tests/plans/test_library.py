"""The plans that come with the product are sound, sourced, and say what the texts say."""

import json

import pytest
from ruamel.yaml import YAML

from nuandong.duty.kinds import TeamKind
from nuandong.geo.kinds import PlaceKind
from nuandong.plans.loader import load
from nuandong.plans.schema import KINDS, AtLeast, Plan, Presence, Within
from nuandong.plans.vocabulary import vocabulary
from tests.plans.world import CALENDAR, LIBRARY, ROOT

VOCABULARY = vocabulary(teams=TeamKind.values)
FILES = sorted(LIBRARY.rglob("*.yaml"))


def read(name: str) -> Plan:
    path = LIBRARY / f"{name}.yaml"
    return load(path.read_bytes(), path.name, VOCABULARY).plan


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_loads_and_is_named_like_its_plan(path) -> None:  # type: ignore[no-untyped-def]
    plan = load(path.read_bytes(), path.name, VOCABULARY).plan
    assert path == LIBRARY / f"{plan.plan}.yaml"
    assert set(plan.key_locations) <= set(PlaceKind.values)


def test_000_1_patrols_and_response() -> None:
    plan = read("rescue/city-winter-rescue")
    duties = {duty.id: duty for duty in plan.obligations}
    weekly, daily, scene = duties["patrol-weekly"], duties["patrol-daily-under-cold-wave"], duties["on-scene"]
    assert isinstance(weekly, AtLeast)
    assert (weekly.count, weekly.per, weekly.strength) == (3, "1 week", "in_principle")
    assert isinstance(daily, AtLeast)
    assert daily.when is not None
    assert (daily.count, daily.per, daily.strength, daily.when.warning_in_force) == (1, "1 day", "must", ("cold_wave",))
    assert isinstance(scene, Within)
    assert (str(scene.time), str(scene.exceptions[0].time)) == ("30 minutes", "60 minutes")
    assert scene.strength == "as_far_as_possible"
    assert (str(plan.season.from_), str(plan.season.to)) == ("11-15", "+1/03-15")


def test_000_5_hours_and_leaders() -> None:
    plan = read("rescue/city-patrol-groups")
    duties = {duty.id: duty for duty in plan.obligations}
    hours, reception = duties["patrol-hours"], duties["reception-without-gap"]
    assert isinstance(hours, Presence)
    assert str(hours.hours) == "14:00-22:00"
    assert isinstance(reception, Presence)
    assert reception.with_leader
    assert (str(plan.season.from_), str(plan.season.to)) == ("11-26", "+1/03-10")
    assert len(plan.organisation.groups) == 4


def test_004_2_kin_notice_and_masked_season() -> None:
    plan = read("rescue/city-kin-search")
    notice = next(duty for duty in plan.obligations if duty.id == "kin-notice")
    assert isinstance(notice, Within)
    assert (str(notice.time), notice.when, notice.strength) == ("24 hours", {"identity": "unknown"}, "must")
    assert plan.season.dates(2026, CALENDAR) == (None, None)


def test_the_examples_of_the_manual_are_right() -> None:
    manual = (ROOT / "docs" / "plan-files.md").read_text(encoding="utf-8")
    duties = YAML(typ="safe", pure=True).load(manual.split("```yaml\n")[1].split("```")[0])
    whole = {
        "plan": "rescue/manual", "title": "t", "family": "rescue", "level": "county", "sources": ["000#1"],
        "season": {"from": "11-15", "to": "unknown"}, "organisation": {"lead": "l"},
        "obligations": [{"title": "t", "strength": "must", "source": "000#1 ¶1", **duty} for duty in duties],
    }  # fmt: skip
    # The weekly example shows the condition that only daily ones may carry.
    assert whole["obligations"][0].pop("when")
    assert whole["obligations"][0].pop("on_days")
    loaded = load(json.dumps(whole).encode(), "manual", VOCABULARY)
    assert {duty.kind for duty in loaded.plan.obligations} == set(KINDS)
