"""The answer keys are well formed, and a bad entry is named."""

import pytest
import yaml

from bench.answer_keys import KEYS, complaints, read_keys

FILES = sorted(KEYS.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_keys_are_well_formed(path):
    raw = yaml.safe_load(path.read_text())
    assert raw["text"].replace("#", "-") == path.stem
    assert [(entry, complaint) for entry in raw["entries"] for complaint in complaints(entry, raw["paragraphs"])] == []


def test_fifteen_plans_with_every_kind():
    keys = list(read_keys())
    kinds = {entry.kind for key in keys for entry in key.entries if not entry.optional}
    assert len(keys) == 15
    assert kinds == {"frequency", "duration", "deadline", "amount", "categories", "report"}


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"kind": "frequency", "value": 1}, "frequency without a period"),
        ({"kind": "duration", "value": 3, "unit": "moons"}, "duration in moons"),
        ({"kind": "duration", "value": ["01-10", "13-10"], "unit": "dates"}, "date 13-10"),
        ({"kind": "amount", "value": 3, "unit": "yuan", "bound": "range"}, "two ends are needed"),
        ({"kind": "report", "value": "often"}, "rhythm often"),
        ({"kind": "deadline", "value": "01-10", "clock": "noon"}, "clock noon"),
        ({"kind": "deadline", "value": "01-10", "sentence": "…"}, "fields {'sentence'}"),
        ({"kind": "deadline", "value": "01-10", "starts": 4}, "paragraph outside the plan"),
    ],
)
def test_bad_entries_are_named(entry, complaint):
    assert list(complaints({"paragraph": 2, **entry}, paragraphs=3)) == [complaint]
