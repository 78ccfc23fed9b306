"""Every standard of the library: each kind it names and each type of the ledger can be answered, by one answer."""

from datetime import date

import pytest

from nuandong.policy.editions import edition
from nuandong.policy.library import standards
from nuandong.relief import household_kinds
from nuandong.relief.forms.library import choices


@pytest.mark.parametrize("standard", sorted(standards()))
def test_no_kind_and_no_type_is_without_an_answer(standard: str) -> None:
    column = next((one for one in edition(standard, date(2026, 11, 1)).columns if one.name == "category"), None)
    asked = household_kinds.asked([column] if column else [])
    assert asked == column
    found = household_kinds.answers(asked)
    assert len(set(found)) == len(found)
    assert {one.code for one in found} == set(column.codes or ()) if column else {""}
    assert {one.type for one in found} == set(choices("household_types"))


@pytest.mark.parametrize(
    ("standard", "code", "type_", "expected"),
    [
        ("relief-three-needs", "", "DIBAO", "dibao/DIBAO"),
        ("relief-three-needs", "", "TEKUN", "special/TEKUN"),
        ("relief-food-grant", "", "TEKUN", "/TEKUN"),  # general would be a guess
        ("relief-floor-and-tiers", "", "LEFT_BEHIND", "/LEFT_BEHIND"),  # the old or the young?
        ("relief-three-needs", "crop_total", "", "crop_total/"),
        ("relief-three-needs", "general", "DIBAO", "general/DIBAO"),
    ],
)
def test_what_an_application_says_is_kept_and_completed_only_where_it_is_sure(standard, code, type_, expected) -> None:
    column = household_kinds.asked(edition(standard, date(2026, 11, 1)).columns)
    assert household_kinds.likely(column, code, type_).key == expected
