"""The files of library/words: they load, their patterns fit their own examples, their codes exist."""

import re

import pytest

from nuandong.geo.kinds import PlaceKind
from nuandong.people.categories import categories
from nuandong.plans.importing import grammar, words
from nuandong.plans.importing.fragments import compiled
from nuandong.plans.importing.shadow import shadow_of


def test_every_pattern_fits_its_examples_and_nothing_it_must_not() -> None:
    for kind, rules in grammar.rules().items():
        for rule, pattern in rules:
            assert rule.yes, rule.pattern
            for text in rule.yes:
                assert pattern.search(shadow_of(text)), (kind, text, rule.pattern)
            for text in rule.no:
                assert not pattern.search(shadow_of(text)), (kind, text, rule.pattern)


@pytest.mark.parametrize("pattern", ["每@nothing@", "每(天", "@n@@n@"])
def test_a_broken_pattern_is_refused_when_it_is_loaded(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        compiled(pattern, {"n": "(?P<n>[0-9])"})


def test_a_word_stands_for_one_thing() -> None:
    for name in ("beneficiaries", "places", "departments"):
        listed = [word for group in getattr(words.groups(), name).values() for word in group.words]
        assert len(listed) == len(set(listed)), name


def test_codes_are_those_of_the_modules_they_belong_to() -> None:
    capitals = {code for code in words.groups().beneficiaries if code.isupper()}
    assert capitals <= set(categories())
    assert set(PlaceKind.values) & set(words.groups().places) >= {"bridge", "derelict", "hospital"}


def test_traditional_pairs_lead_to_simplified_characters_once() -> None:
    table = words.traditional().certain | words.traditional().possible
    assert len(table) > 2000
    assert not set(table) & set(table.values())


def test_strengths_are_those_of_plan_files() -> None:
    assert set(words.context().strengths) == {"in_principle", "as_far_as_possible", "may"}
    assert re.search(words.reports().verbs, "上报")
