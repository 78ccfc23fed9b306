"""Amounts that a standard of the library says already are named in a draft, not written again."""

from nuandong.duty.kinds import TeamKind
from nuandong.plans.importing.document import Document
from nuandong.plans.importing.draft_standards import _says
from nuandong.plans.importing.drafting import draft
from nuandong.plans.importing.finding import find
from nuandong.plans.importing.layout import plans_of
from nuandong.plans.loader import load
from nuandong.plans.vocabulary import vocabulary
from nuandong.policy.editions import newest
from nuandong.policy.library import standards

HEAD = "某县冬春救助方案\n各乡镇每周入户走访不少于2次。\n"
FLOORS = "每户不低于200元，人均不低于90元。\n"
TIERS = "重点困难户每户600元至1000元，一般困难户每户200元至500元。\n"


def drafted(text):
    (found,) = find(Document("x", plans_of((HEAD + text).split("\n"), "x")))
    words = vocabulary(teams=TeamKind.values)
    made = draft(found, source="900#1", name="import-1", places=words.places)
    return made, load(made.encode(), "draft.yaml", words).plan


def test_a_standard_that_is_said_whole_is_named() -> None:
    _text, plan = drafted(FLOORS + TIERS + "另发给每户棉被3床。\n")
    assert plan.standards == ("relief-floor-and-tiers",)
    assert [(one.unit, one.exact) for one in plan.amounts] == [("quilt", 3)]


def test_of_a_standard_that_is_said_in_part_a_remark_tells() -> None:
    text, plan = drafted(FLOORS)
    assert plan.standards == ()
    assert [(one.per, one.at_least) for one in plan.amounts] == [("household", 20000), ("person", 9000)]
    assert "amount（每户底线）、amount-2（人均底线） 与标准 relief-floor-and-tiers 数额相同" in text


def test_one_sum_that_agrees_says_nothing() -> None:
    text, plan = drafted("每户不低于200元。\n")
    assert "数额相同" not in text
    assert len(plan.amounts) == 1


def test_a_standard_of_other_months_is_not_named() -> None:
    rule = next(one for one in newest(standards()["relief-by-loss"]).rules if one.months is not None)
    said = {key: getattr(rule, key) for key in ("unit", "per", "exact", "at_least", "at_most")}
    for months, agrees in ((None, True), (list(rule.months or ()), True), ([1, 1], False)):
        assert _says(said | ({} if months is None else {"months": months}), rule) is agrees
