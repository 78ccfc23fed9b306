"""What a standard's shape allows and its engines could not reckon with: every such place is named."""

from typing import Any, Final

import pytest

from nuandong.policy.library import mistakes
from nuandong.policy.schema import Standard

GRANT: Final[dict[str, Any]] = {
    "id": "grant",
    "title": "补助",
    "source": "paper",
    "need": "food",
    "unit": "fen",
    "per": "household",
    "exact": 1000,
}
BOUND: Final = {name: value for name, value in GRANT.items() if name != "exact"} | {"id": "bound", "need": "total"}
RICE: Final = BOUND | {"id": "rice", "unit": "gram", "role": "grant", "at_least": 1}
CATEGORIES: Final = {"poor": "贫困户", "other": "一般户"}


def standard(*rules: dict[str, Any], **more: Any) -> Standard:
    return Standard.model_validate(
        {
            "standard": "invented",
            "title": "某标准",
            "published": [{"id": "paper", "place": "某县", "title": "通知", "day": "2026"}],
            "rules": [GRANT, *rules],
            **more,
        }
    )


def named(name: str, **more: Any) -> dict[str, Any]:
    return {"inputs": [{"name": name, "title": "某列", "kind": "flag"}], **more}


@pytest.mark.parametrize(
    ("rules", "more", "places"),
    [
        ([BOUND | {"role": "ceiling", "at_least": 5}], {}, [("rules", "bound", "bound")]),
        ([BOUND | {"role": "floor", "at_most": 5}], {}, [("rules", "bound", "bound")]),
        ([BOUND | {"role": "ceiling", "exact": 5}], {}, []),
        ([BOUND | {"role": "floor", "exact": 5}], {}, []),
        (
            [BOUND | {"at_most": 5, "changes": [{"from": "2026-11-01", "source": "paper", "at_least": 5}]}],
            {},
            [("rules", "bound", "bound")],
        ),
        ([RICE], {}, []),
        ([RICE | {"chosen": {"amount": 1_000_001, "reason": "统一"}}], {}, [("rules", "rice", "exact")]),
        (
            [],
            {"inputs": [{"name": "kind", "title": "户别", "kind": "code", "codes": {"farm": "农户", "wood": "农户"}}]},
            [("inputs", "kind", "titles")],
        ),
        ([], {"priority": {"codes": CATEGORIES, "classes": [["poor"]]}}, []),
        (
            [],
            {"priority": {"codes": CATEGORIES | {"new": "一般户"}, "classes": [["poor"]]}},
            [("priority", "titles")],
        ),
        *[
            ([], named(name), [("inputs", name)])
            for name in ("refused", "problem", "row_number", "persons", "amount_fen", "quilt", "grant__fen")
        ],
        ([], named("grant_amount"), [("inputs", "grant_amount")]),
        ([], named("area"), []),
        ([], named("area", rural_only=True), [("inputs", "area")]),
        ([], named("category"), []),
        (
            [],
            named("category", priority={"codes": CATEGORIES, "classes": [["poor"]]}),
            [("inputs", "category")],
        ),
    ],
)
def test_a_contradiction_is_named(
    rules: list[dict[str, Any]], more: dict[str, Any], places: list[tuple[str, ...]]
) -> None:
    assert list(mistakes(standard(*rules, **more))) == places
