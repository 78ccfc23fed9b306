"""Every plan of the library does what its table says: what is met, what is broken, and what mends it."""

from collections.abc import Mapping, Sequence

import pytest

from tests.plans.world import LIBRARY, at
from tests.spec.plans.table import TABLES, Play, plan_of, read, wrong_names

PATHS = sorted(TABLES.rglob("*.yaml"))
FAILED = {"broken", "missed", "late"}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_plan_does_what_its_table_says(path) -> None:  # type: ignore[no-untyped-def]
    scenario = read(path)
    assert scenario.plan == f"{path.parent.name}/{path.stem}"
    assert wrong_names(scenario) == []
    plan, moments = plan_of(scenario.plan), [at(moment) for moment, _wanted in scenario.expect]
    assert moments == sorted(moments), "expectations stand in order of time"
    play = Play(scenario, plan)
    wrong = [
        f"{moment} {which}: {told}, not {status}"
        for moment, wanted in scenario.expect
        for which, status in wanted.items()
        if (told := play.told(moment, which)) != status
    ]
    assert wrong == []
    # A table that leaves a duty out, or in which nothing goes wrong or nothing is mended, would hide a dead duty.
    assert {duty.id for duty in plan.duties} == scenario.duties()
    assert "met" in scenario.statuses()
    assert scenario.statuses() & FAILED
    assert mended(scenario.expect)
    assert set(scenario.activation.filled) <= set(plan.unknowns())


def mended(expect: Sequence[tuple[str, Mapping[str, str]]]) -> set[str]:
    """The duties that were failed at one moment and no longer at a later one."""
    failed: set[str] = set()
    found = set()
    for _moment, wanted in expect:
        found |= {which for which, status in wanted.items() if which in failed and status in {"met", "open"}}
        failed |= {which for which, status in wanted.items() if status in FAILED}
    return found


def test_every_plan_has_its_table_and_every_table_its_plan() -> None:
    assert {str(path.relative_to(TABLES)) for path in PATHS} == {
        str(path.relative_to(LIBRARY)) for path in LIBRARY.rglob("*.yaml")
    }


@pytest.mark.parametrize(
    ("fact", "complaint"),
    [
        ("{at: 11-16 10:00, kind: rescue.patrol_done}", "rescue.patrol_done: no such event"),
        ("{at: 11-16 10:00, kind: rescue.patrol_completed, payload: {nights: true}}", "no field nights"),
        ("{at: 11-16 10:00, kind: rescue.encounter_closed, payload: {outcome: fed}}", "no value fed"),
    ],
)
def test_names_that_no_event_has_are_refused(tmp_path, fact: str, complaint: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "table.yaml"
    path.write_text(
        "plan: rescue/city-winter-rescue\nactivation: {from: 11-15, to: 03-15}\n"
        f"facts: [{fact}]\nexpect: [[11-16 10:00, {{patrol-weekly: open}}], [11-17 10:00, {{patrol-weekly: open}}]]\n"
    )
    (found,) = wrong_names(read(path))
    assert complaint in found
