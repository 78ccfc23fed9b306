"""Counting what drafts hold."""

from pathlib import Path
from typing import Any

import pytest

from bench import drafting

TEXT = (
    "某县寒冬送温暖方案\n自11月1日起至次年3月31日止，每周开展3次街面巡查。\n要进一步完善极端天气应急预案，做好准备。\n"
)


@pytest.mark.parametrize(
    ("duty", "pairs"),
    [
        ({"kind": "never", "event": "a.b"}, {("a.b", "")}),
        ({"kind": "coverage", "event": "a.b", "where": {"work": ["c", "d"]}}, {("a.b", "c"), ("a.b", "d")}),
        ({"kind": "presence", "team": "street_patrol"}, {("presence", "street_patrol")}),
    ],
)
def test_what_a_duty_looks_at(duty: dict[str, Any], pairs: set[tuple[str, str]]) -> None:
    assert drafting.asked(duty) == pairs


def test_duties_with_and_without_a_number_are_counted_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "900_x.txt").write_text(TEXT, encoding="utf-8")
    known = {"900#1": {("rescue.patrol_completed", ""), ("tasks.work_recorded", "drill_held")}}
    monkeypatch.setattr(drafting, "by_hand", lambda: known)
    found = drafting.counted(drafting.texts(tmp_path))
    assert (found.texts, found.with_duty, found.loaded, found.contradictions) == (1, 1, 1, 0)
    assert (found.others, found.others_right, found.doubtful, found.doubtful_right) == (1, 1, 1, 0)
    assert (found.met, found.by_hand, found.sure, found.drafted) == (1, 2, 2, 2)
