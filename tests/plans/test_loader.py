"""Plan files with mistakes: each is reported with its line and column, all of them at once, none is let through."""

import json

import pytest
from jsonschema import Draft202012Validator

from nuandong.plans import yaml_source
from nuandong.plans.loader import json_schema, load, parse_stored
from nuandong.plans.problems import PlanFileError
from nuandong.plans.schema import AtLeast
from tests.plans.world import ROOT, VOCABULARY

GOOD = """\
plan: rescue/test
title: 测试方案
family: rescue
level: county
sources: [000#1]
season: {from: 11-15, to: +1/03-15}
organisation:
  lead: 民政局
  groups:
    patrol: {title: 街面巡查组}
obligations:
  - id: weekly
    title: 每周三次
    kind: at_least
    event: rescue.patrol_completed
    where: {night: true}
    count: 3
    per: 1 week
    scope: each county
    strength: in_principle
    source: 000#1 ¶2
    responsible: patrol
"""


def problems(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(PlanFileError) as caught:
        load(content, "p.yaml", VOCABULARY)
    return caught.value.lines()


def test_a_good_file_is_read() -> None:
    loaded = load(GOOD.encode(), "p.yaml", VOCABULARY)
    duty = loaded.plan.obligations[0]
    assert isinstance(duty, AtLeast)
    assert (duty.count, duty.per, duty.where) == (3, "1 week", {"night": True})
    assert str(loaded.plan.season.from_) == "11-15"
    assert len(loaded.hash) == 64
    assert parse_stored(loaded.text) == loaded.plan


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("level: county", "level: county\nlevl: county", "5:1", "是否想写 level"),
        ("level: county\n", "", "1:1", "缺少 level"),
        ("family: rescue", "family: reskue", "3:9", "是否想写 rescue"),
        ("sources: [000#1]", "sources: []", "5:10", "至少写 1 项"),
        ("sources: [000#1]", "sources: [2022-11-15]", "5:11", "2022-11-15"),
        ("from: 11-15", "from: 11-31", "6:16", "日期写法不对"),
        ("from: 11-15", "from: 3.15", "6:16", "日期写法不对"),
        ("lead: 民政局", "lead: ''", "8:9", "不能空着"),
        ("kind: at_least", "kind: atleast", "12:5", "是否想写 at_least"),
        ("kind: at_least", "kind: everywhere", "12:5", "没有义务类型 everywhere"),
        ("    kind: at_least\n", "", "12:5", "缺少 kind"),
        (
            "event: rescue.patrol_completed",
            "event: rescue.patrol_complete",
            "15:12",
            "是否想写 rescue.patrol_completed",
        ),
        ("{night: true}", "{nite: true}", "16:19", "是否想写 night"),
        ("{night: true}", '{night: "yes"}', "16:20", "没有取值 yes"),
        ("count: 3", 'count: "3"', "17:12", "整数"),
        ("count: 3", "count: 0", "17:12", "至少是 1"),
        ("per: 1 week", "per: 2 weeks", "18:10", "是否想写 1 week"),
        ("scope: each county", "scope: county", "19:12", "each county"),
        ("strength: in_principle", "strength: should", "20:15", "可以写"),
        ("source: 000#1 ¶2", "source: 000#1", "21:13", "应符合"),
        ("source: 000#1 ¶2", "source: 001#1 ¶2", "21:13", "不在本方案的来源里"),
        ("responsible: patrol", "responsible: patrols", "22:18", "是否想写 patrol"),
        ("    per: 1 week", "    per: 1 week\n    hours: 25:00-26:00", "19:12", "时段写法不对"),
        ("    per: 1 week", "    per: 1 week\n    when: {warning_in_force: [cold_wave]}", "12:5", "按日计"),
        ("    per: 1 week", "    per: 1 day\n    when: {warning_in_force: [cold_wive]}", "19:31", "是否想写 cold_wave"),
        (
            "    per: 1 week",
            "    per: 1 day\n    when: {warning_in_force: [cold_wave], for: 1 week}",
            "19:48",
            "分钟或小时",
        ),
        ("count: 3", "count: 3\n    count: 4", "18:5", "键 count 重复，第 17 行已有"),
        ("count: 3", "count: &n 3", "17:12", "锚点"),
        ("count: 3", "count: !!int 3", "17:12", "类型标签"),
        ("count: 3", "count: [3", "18:8", "不是正确的 YAML"),
        ("count: 3", "\tcount: 3", "17:5", "不是正确的 YAML"),
    ],
)
def test_one_mistake(old: str, new: str, where: str, words: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert len(found) == 1, found
    assert found[0].startswith(f"p.yaml:{where}: "), found
    assert words in found[0], found


WITHIN = """\
  - {id: scene, title: 到场, kind: within, trigger: rescue.clue_recieved, event: rescue.crew_on_scene, time: 3 days,
     exceptions: [{if: {far: true}, time: 60 minutes}], scope: each county, strength: must, source: 000#1 ¶6}
  - {id: weekly, title: 总机, kind: presence, post: rescue.hotlin, hours: always, scope: each county, strength: must, source: 000#1 ¶6}
"""


WORDS = [
    "没有事件 rescue.clue_recieved。是否想写 rescue.clue_received",
    "编号 weekly 重复。请换一个编号。",
    "没有岗位 rescue.hotlin。是否想写 rescue.hotline",
]


ADMITTED = """\
  - {id: notice, title: 公告, kind: within, trigger: rescue.person_admitted, event: rescue.kin_notice_published,
     time: 24 hours, hold: [police_suspects], strength: must, source: 000#1 ¶6}
  - {id: desk, title: 在岗, kind: presence, hours: 24h, scope: each county, strength: must, source: 000#1 ¶6}
"""


def test_flags_and_places_of_presence_must_exist() -> None:
    (nowhere,) = problems(GOOD + ADMITTED)
    assert "二者写一个" in nowhere
    found = problems(GOOD + ADMITTED.replace("hours: 24h", "hours: 24h, team: street_patrols"))
    assert [line.split(": ", 1)[1] for line in found] == [
        "该字段没有取值 police_suspects。是否想写 police_suspect_trafficking？",
        "没有队伍类型 street_patrols。是否想写 street_patrol？",
    ]


RELEASED = """\
  - {id: scene, title: 到场, kind: within, trigger: rescue.clue_received, event: rescue.crew_on_scene, time: 30 minutes,
     strength: must, source: 000#1 ¶6,
     until: [
       {event: rescue.clue_handed_over, from_start: true},
       {event: rescue.clue_closed, where: {outcome: duplicate}},
       {event: rescue.clue_closed, where: {outcome: void}},
       {event: rescue.clue_handed_over}]}
"""


def test_a_release_stands_once_and_another_condition_makes_another_release() -> None:
    assert problems(GOOD + RELEASED) == [
        "p.yaml:29:16: 解除条件 rescue.clue_handed_over 重复。请删去这一行，或写明不同的条件（where）。"
    ]
    assert load((GOOD + RELEASED.replace("clue_handed_over}]", "clue_closed}]")).encode(), "p.yaml", VOCABULARY)


def test_all_mistakes_at_once_in_the_order_of_the_file() -> None:
    assert [line.split(": ")[0] for line in problems(GOOD + WITHIN)] == [
        "p.yaml:23:108",
        "p.yaml:24:64",
        "p.yaml:25:73",
    ]
    mended = (
        WITHIN.replace("3 days", "30 minutes")
        .replace("scope: each county, strength: must, source: 000#1 ¶6}\n  -", "strength: must, source: 000#1 ¶6}\n  -")
        .replace("always", "24h")
    )
    found = problems(GOOD + mended)
    assert [line.split(": ", 1)[1][: len(words)] for line, words in zip(found, WORDS, strict=True)] == WORDS


@pytest.mark.parametrize(
    ("sentence", "content", "words"),
    [
        ("empty", b"", "文件里没有方案"),
        ("a list", b"- a\n", "文件里没有方案"),
        ("binary", b"plan: \xff\xfe\n", "UTF-8"),
        ("a null byte", b"plan: a\x00b\n", "不是正确的 YAML"),
        ("too big", b"# " + b"x" * 300_000, "文件太大"),
        ("aliases that multiply", b"a: &a [x]\nb: [*a, *a, *a]\n", "引用"),
        ("too deep", b"a: " + b"[" * 5000 + b"]" * 5000, "层次太深"),
        ("too many values", b"a: [" + b"1," * 100_000 + b"1]", "层次太深"),
        ("two documents", b"---\na: 1\n---\nb: 2\n", "几份文档"),
        ("a directive", b"%YAML 1.1\n---\na: 1\n", "指令"),
        ("a key that is a list", b"? [a]\n: 1\n", "键必须是一个词"),
    ],
)
def test_hostile_files(sentence: str, content: bytes, words: str) -> None:
    assert any(words in line for line in problems(content)), sentence


def test_the_published_schema_is_the_current_one() -> None:
    published = (ROOT / "docs" / "generated" / "plan.schema.json").read_text(encoding="utf-8")
    assert published == json_schema(), "run: nuandong plan schema > docs/generated/plan.schema.json"
    assert "obligations" in json.loads(published)["properties"]


def test_editors_find_no_fault_in_the_plans_of_the_library() -> None:
    """What the loader takes, the published schema takes as well."""
    published = Draft202012Validator(json.loads(json_schema()))
    for path in sorted((ROOT / "library" / "plans").rglob("*.yaml")):
        found = published.iter_errors(yaml_source.read(path.read_bytes(), path.name).data)
        assert [f"{path.name}: {list(error.path)} {error.message[:100]}" for error in found] == []
    assert list(published.iter_errors({"plan": "rescue/none"}))
