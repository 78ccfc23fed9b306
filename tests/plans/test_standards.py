"""Standards: the sums of the plans, and what a file of a county cannot say."""

from pathlib import Path

import pytest

from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.plans.schema import Plan
from nuandong.plans.vocabulary import vocabulary
from nuandong.policy import library
from nuandong.policy.library import standards
from nuandong.policy.schema import Rule
from tests.plans.test_library import FILES, VOCABULARY, load


def rule(code: str, name: str) -> Rule:
    return next(rule for rule in standards()[code].rules if rule.id == name)


@pytest.mark.parametrize(
    ("code", "name", "floor", "cap", "per"),
    [
        ("relief-floor-and-tiers", "floor-household", 20000, None, "household"),
        ("relief-floor-and-tiers", "floor-person", 9000, None, "person"),
        ("relief-floor-and-tiers", "tier-key", 60000, 100000, "household"),
        ("relief-floor-and-tiers", "tier-general", 20000, 50000, "household"),
        ("relief-by-loss", "house-grain", 500, 500, "person_day"),
        ("relief-by-loss", "house-quilts", 2, 4, "household"),
        ("relief-food-grant", "food", 15000, 15000, "person"),
        ("relief-three-needs", "clothing", 15000, 15000, "person"),
        ("visits-by-level", "city", 40000, 40000, "household"),
        ("visits-by-level", "soldiers", 20000, None, "household"),
        ("visits-union", "leaders", 50000, 50000, "household"),
    ],
)
def test_sums(code: str, name: str, floor: int, cap: int | None, per: str) -> None:
    found = rule(code, name)
    assert (found.floor, found.cap, found.per) == (floor, cap, per)


def test_what_holds_together() -> None:
    assert standards()["relief-by-loss"].together == "highest_only"
    assert standards()["relief-three-needs"].together == "additive"
    assert standards()["relief-food-grant"].rural_only
    assert rule("relief-by-loss", "other-grain").months == (2, 5)
    assert rule("relief-floor-and-tiers", "floor-person").strength == "in_principle"


def test_plans_and_standards_name_each_other() -> None:
    assert vocabulary().standards == set(standards())
    plans: list[Plan] = [load(path.read_bytes(), path.name, VOCABULARY).plan for path in FILES]
    texts = {code: {text for plan in plans if code in plan.standards for text in plan.sources} for code in standards()}
    assert {code for code, found in standards().items() if not set(found.sources) <= texts[code]} == set()


@pytest.mark.parametrize(
    ("changed", "to", "where"),
    [
        ("standard: relief-food-grant", "standard: other", "standard: other"),
        ("exact: 15000", "at_least: 300, at_most: 200", "rules.food"),
        ("source: 001#7 ¶2", "source: 001#8 ¶2", "rules.food"),
        ("exact: 15000", "months: [1, 2]", "rules.0"),
    ],
)
def test_a_mistake_is_named(changed: str, to: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (reference.LIBRARY / "standards" / "relief-food-grant.yaml").read_text(encoding="utf-8")
    (tmp_path / "relief-food-grant.yaml").write_text(text.replace(changed, to), encoding="utf-8")
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    standards.cache_clear()
    try:
        with pytest.raises(Invalid) as caught:
            standards()
    finally:
        standards.cache_clear()
    assert where in str(caught.value.params["where"])
