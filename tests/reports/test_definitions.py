"""The definitions of the library, their periods and deadlines, and mistakes named by line."""

from datetime import date, datetime

import pytest

from nuandong.kernel import reference
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Invalid
from nuandong.publicity.catalogue import channels
from nuandong.reports.library import all_definitions, read
from nuandong.reports.rhythm import Term, before, due_at, owed, term_at
from nuandong.reports.shape import Definition

DEFINITIONS = {code: stored.definition for code, stored in all_definitions().items()}

TERMS = [
    # report, a day, first, last, due
    ("weekly", "2026-12-02", "2026-11-30", "2026-12-06", "2026-12-07 12:00"),
    ("weekly", "2026-11-30", "2026-11-30", "2026-12-06", "2026-12-07 12:00"),
    ("weekly", "2027-01-01", "2026-12-28", "2027-01-03", "2027-01-04 12:00"),
    ("monthly", "2026-12-31", "2026-12-01", "2026-12-31", "2027-01-06 00:00"),
    ("monthly", "2027-02-10", "2027-02-01", "2027-02-28", "2027-03-06 00:00"),
    ("bulletin", "2026-11-15", "2026-11-01", "2026-11-30", "2026-12-01 00:00"),
    ("summary", "2027-01-15", "2026-11-01", "2027-03-31", "2027-04-03 00:00"),
]


@pytest.mark.parametrize(("code", "day", "first", "last", "due"), TERMS)
def test_periods_and_deadlines(code: str, day: str, first: str, last: str, due: str) -> None:
    definition = DEFINITIONS[code]
    term = term_at(definition, date.fromisoformat(day))
    assert term == Term(date.fromisoformat(first), date.fromisoformat(last))
    assert due_at(definition.rhythm, term) == datetime.fromisoformat(due).replace(tzinfo=SHANGHAI)


def test_what_is_owed_lies_in_the_season_and_follows_without_a_gap() -> None:
    weeks = list(owed(DEFINITIONS["weekly"], since=date(2026, 9, 1), until=date(2026, 11, 20)))
    assert [str(week.first) for week in weeks] == ["2026-11-16", "2026-11-09", "2026-11-02", "2026-10-26"]
    assert before(DEFINITIONS["weekly"], weeks[0]) == weeks[1]
    months = list(owed(DEFINITIONS["monthly"], since=date(2026, 9, 1), until=date(2026, 11, 20)))
    assert [str(month.first) for month in months] == ["2026-11-01", "2026-10-01", "2026-09-01"]
    seasons = list(owed(DEFINITIONS["summary"], since=date(2025, 12, 1), until=date(2027, 2, 1)))
    assert [str(season.first) for season in seasons] == ["2026-11-01", "2025-11-01"]
    assert term_at(DEFINITIONS["summary"], date(2026, 7, 1)) is None


GOOD = """\
report: x
title: 周报
sources: [RES-052]
submitted_by: 县
submitted_to: 市
rhythm: {every: week, days_after: 1, at: "12:00"}
tables:
  - title: 表
    columns: [{code: a, title: 本周, kind: period}]
    groups:
      - title: 组
        rows:
          - {code: one, title: 巡查, count: [patrols.completed]}
"""
MISTAKES = [
    ('at: "12:00"', 'at: "25:00"', "6:42"),
    ("count: [patrols.completed]", "count: [patrol.completed]", "13:13"),
    ("count: [patrols.completed]", "count: [patrols.completed], manual: true", "13:13"),
    ("title: 组", "titel: 组", "11:9"),
    ("kind: period", "kind: weekly", "9:42"),
    ("submitted_to: 市", "submitted_to: [市", "6"),
    ("submitted_to: 市", "submitted_to: 市\nchecks: [{title: c, parts: [two], whole: one}]", "1:1"),
    ("count: [patrols.completed]", "count: [work.no_such_work]", "13:13"),
    ("[patrols.completed]}", "[stays.present]}\ncharts: [{title: c, by: division, rows: [one]}]", "1:1"),
    ("[patrols.completed]}", "[register.met.male]}\nbreakdowns: [{title: b, own: o, total: t, rows: [one]}]", "1:1"),
]


def test_a_good_file_is_read(tmp_path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read(path).definition.report == "x"


@pytest.mark.parametrize(("right", "wrong", "place"), MISTAKES)
def test_a_mistake_is_named_by_its_line(tmp_path, right: str, wrong: str, place: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(GOOD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        read(path)
    assert str(caught.value.params["where"]).startswith(place), caught.value.params["where"]


def test_a_countys_own_file_stands_in_for_ours(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    ours = (reference.LIBRARY / "reports" / "weekly.yaml").read_text(encoding="utf-8")
    (folder / "weekly.yaml").write_text(ours.replace('at: "12:00"', 'at: "09:00"'), encoding="utf-8")
    monkeypatch.setattr(reference, "_local", [tmp_path])
    all_definitions.cache_clear()
    try:
        found = all_definitions()["weekly"].definition
        assert isinstance(found, Definition)
        assert found.rhythm.at == "09:00"
        assert set(all_definitions()) == set(DEFINITIONS)
    finally:
        all_definitions.cache_clear()


@pytest.mark.parametrize("code", ["weekly", "campaign"])
def test_publicity_opinions_and_incidents_are_counted_and_remarked_on(code) -> None:
    definition = all_definitions()[code].definition
    rows = {row.code: row for row in definition.rows()}
    media = {name.rpartition(".")[2] for name in rows["publicity"].names}
    assert media <= set(channels())
    assert {"television", "newspaper", "wechat"} <= media
    asked = [row.title for row in definition.rows() if row.manual]
    assert not {"宣传报道", "开展宣传", "突发事件", "发现舆情"} & set(asked)
    assert any("台账以外" in text.hint for text in definition.texts)
