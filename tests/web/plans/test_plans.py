"""Plans at the browser: the list, one plan, putting in force, extending, ending, a file of one's own."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.org import scope
from nuandong.plans.models import Activation, PlanVersion
from nuandong.web.pages.plans import saying, shelf, showing
from tests.cast import COUNTY, OTHER_COUNTY, TOWNSHIP_A
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db
WINTER = "rescue/city-winter-rescue"
PAGE = f"/plans/{WINTER}/"
OWN = """\
plan: rescue/own-plan
title: 本县夜间巡查方案
family: rescue
level: county
sources: [000#1]
season: {from: 11-15, to: +1/03-15, extension: by_decision}
organisation: {lead: 民政局}
obligations:
  - {id: night, title: 每天夜间巡查, kind: at_least, event: rescue.patrol_completed, where: {night: true}, count: 1, per: 1 day, scope: each county, strength: must, source: 000#1 ¶2}
"""


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def today():
    return local_date(SystemClock().now())


def day(days):
    return (today() + timedelta(days=days)).isoformat()


def activate(client, key, plan=WINTER, **more):
    data = {"region": COUNTY, "starts_on": day(0), "ends_on": day(30), "reason": "县救助办〔2026〕1号"} | more
    return client.post(f"/plans/activate/{plan}/", data | {"command_key": key()})


def stored():
    with scope.enter(SYSTEM):
        return list(Activation.objects.order_by("id"))


def file(content, name="own.yaml"):
    return SimpleUploadedFile(name, content.encode())


@pytest.fixture
def named(db):
    divisions()


def test_the_library_is_listed_and_nothing_is_in_force_yet(client_as):
    page = text(client_as("operator").get("/plans/"))
    for plan in shelf.texts()[0]:
        assert plan.plan.title in page
    assert "还没有启用方案" in page
    assert "没有启用" in page
    assert 'href="/plans/upload/"' not in page
    assert 'href="/plans/upload/"' in text(client_as("officer").get("/plans/"))


def test_a_plan_is_told_in_words(client_as):
    page = text(client_as("operator").get(PAGE))
    for words in (
        "寒冬送温暖专项救助行动",
        "11月15日 至 次年3月15日，原文没有写可以延长",
        "联合巡查",
        "长途汽车站",
        "每周“完成巡查”至少 3 次",
        "“受理线索”以后 30 分钟以内",
        "偏远地区为“是”的，60 分钟",
        "只在寒潮预警生效期间",
        "救助热线二十四小时有人在岗",
        "人员类别为“未成年人”",
        "原则上",
        "000#1 ¶6",
        "本地区没有启用这份方案",
    ):
        assert words in page, words


def test_no_code_stands_where_words_are_meant():
    for plan in shelf.texts()[0]:
        for line in showing.duty_lines(plan.plan):
            words = " ".join([line.demand, *line.limits, line.scope, line.kind, line.strength])
            assert not re.search(r"[a-z]_[a-z]|[a-z]\.[a-z]", words), words
        for _name, duties, _source in saying.groups_of(plan.plan):
            assert not re.search("[a-z]{3}", duties), duties


@pytest.mark.parametrize("address", ["/plans/rescue/nothing/", f"{PAGE}?version=0", "/plans/x/", "/plans/file/x/y/"])
def test_what_is_not_there_is_not_found(client_as, address):
    assert client_as("officer").get(address).status_code == 404


@pytest.mark.parametrize(
    ("member", "address", "status"),
    [
        ("crew", "/plans/", 403),
        ("operator", f"/plans/activate/{WINTER}/", 403),
        ("operator", "/plans/upload/", 403),
        ("storekeeper", PAGE, 200),
        ("auditor", PAGE, 200),
    ],
)
def test_who_may(client_as, member, address, status):
    assert client_as(member).get(address).status_code == status


def test_a_refused_button_says_why(client_as):
    page = text(client_as("operator").get(PAGE))
    assert "why-not" in page
    assert "/plans/activate/" not in page


def test_putting_in_force_once_however_often_it_is_sent(client_as, named, key):
    client = client_as("officer")
    assert "寒冬送温暖专项救助行动" in text(client.get(f"/plans/activate/{WINTER}/"))
    sent = key()
    for _time in range(2):
        answer = activate(client, lambda: sent)
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
    (row,) = stored()
    assert (row.region, row.starts_on, row.ends_on) == (COUNTY, today(), today() + timedelta(days=30))
    assert TOWNSHIP_A in row.regions
    page = text(client.get(PAGE))
    assert "正在执行" in page
    assert f"{day(0)} 至 {day(30)}" in page
    assert f"/plans/activations/{row.id}/extend/" in page


def test_a_plan_of_the_county_is_shown_in_its_townships_but_not_next_door(client_as, named, key):
    activate(client_as("officer"), key)
    page = text(client_as("clerk_a").get(PAGE))
    assert "南明区" in page
    assert "正在执行" in page
    assert "/extend/" not in page
    assert "正在执行" not in text(client_as("outsider").get(PAGE))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": day(-1)}, "起止日期不对"),
        ({"region": OTHER_COUNTY}, "选择一个有效的选项"),
        ({"region": ""}, "请选择启用地区"),
        ({"starts_on": "bald"}, "输入一个有效的日期"),
    ],
)
def test_a_refused_activation_keeps_what_was_typed(client_as, named, key, change, words):
    page = text(activate(client_as("officer"), key, **change), 422)
    assert words in page
    assert "县救助办〔2026〕1号" in page
    assert stored() == []


def test_twice_at_the_same_time_is_refused(client_as, named, key):
    client = client_as("officer")
    activate(client, key)
    assert "已经启用" in text(activate(client, key, starts_on=day(10)), 422)
    assert len(stored()) == 1


def test_the_window_is_moved_by_a_recorded_decision(client_as, named, key):
    client = client_as("officer")
    activate(client, key)
    (row,) = stored()
    extend, end = f"/plans/activations/{row.id}/extend/", f"/plans/activations/{row.id}/end/"
    assert day(30) in text(client.get(extend))
    early = client.post(extend, {"ends_on": day(20), "reason": "气温回升慢", "command_key": key()})
    assert "不晚于原定结束日期" in text(early, 422)
    assert "请填写依据" in text(client.post(extend, {"ends_on": day(40), "command_key": key()}), 422)
    client.post(extend, {"ends_on": day(40), "reason": "寒潮延续", "command_key": key()})
    assert stored()[0].ends_on == today() + timedelta(days=40)
    outside = client.post(end, {"ends_on": day(50), "reason": "气温回升", "command_key": key()})
    assert "不在方案期限之内" in text(outside, 422)
    client.post(end, {"reason": "气温回升", "command_key": key()})
    assert stored()[0].ends_on == today()
    with scope.enter(SYSTEM):
        kinds = [event.kind for event in journal.history(subject=row.id)]
    assert kinds == ["plans.activation_ended", "plans.window_extended", "plans.plan_activated"]
    assert client_as("operator").get(extend).status_code == 403
    assert client.get("/plans/activations/00000000-0000-4000-8000-000000000000/end/").status_code == 404


def test_a_wrong_file_is_answered_with_line_and_column(client_as, key):
    wrong = OWN.replace("count: 1", "cuont: 1").replace("family: rescue", "family: rescu")
    client = client_as("officer")
    page = text(client.post("/plans/upload/", {"file": file(wrong), "command_key": key()}), 422)
    assert "own.yaml:3:9" in page
    assert "是否想写 rescue？" in page
    assert "不认识的键 cuont。" in page
    assert re.search(r"own\.yaml:9:\d+", page)
    assert "有 3 处错误" in page
    assert not PlanVersion.objects.exists()


@pytest.mark.parametrize("content", ["", "{", "- 1\n", "a: &x [*x]\n", "\x00", "plan: 1\n" * 2])
def test_a_file_that_is_no_plan_is_refused_in_words(client_as, key, content):
    answer = client_as("officer").post("/plans/upload/", {"file": file(content), "command_key": key()})
    assert "own.yaml:" in text(answer, 422)


def test_a_file_that_is_too_large_is_refused(client_as, key):
    answer = client_as("officer").post("/plans/upload/", {"file": file("#" * 300_000), "command_key": key()})
    assert "own.yaml:" in text(answer, 422)


def test_a_right_file_is_stored_once_shown_and_put_in_force(client_as, named, key):
    client = client_as("officer")
    for _time in range(2):
        answer = client.post("/plans/upload/", {"file": file(OWN), "command_key": key()})
        assert answer.status_code == 302
    (version,) = PlanVersion.objects.all()
    assert answer["Location"] == f"/plans/rescue/own-plan/?version={version.hash}"
    with scope.enter(SYSTEM):
        assert len(journal.history(kinds=["plans.plan_stored"])) == 1
    page = text(client.get(answer["Location"]))
    assert "每天“完成巡查”至少 1 次（夜间为“是”）" in page
    assert "可以经决定延长" in page
    assert "本县夜间巡查方案" in text(client.get("/plans/"))
    assert activate(client, key, plan="rescue/own-plan").status_code == 302
    download = client.get(f"/plans/file/rescue/own-plan/?version={version.hash}")
    assert download.content.decode() == OWN
    assert "own-plan.yaml" in download["Content-Disposition"]


def test_the_text_in_force_stays_to_be_seen_when_the_file_moves_on(client_as, named, key):
    client = client_as("officer")
    changed = OWN.replace("count: 1", "count: 2")
    hashes = []
    for content in (OWN, changed):
        client.post("/plans/upload/", {"file": file(content), "command_key": key()})
        hashes.append(PlanVersion.objects.latest("stored_at").hash)
    old, new = hashes
    client.post(
        f"/plans/activate/rescue/own-plan/?version={old}",
        {"region": COUNTY, "starts_on": day(0), "ends_on": day(5), "command_key": key()},
    )
    now = text(client.get("/plans/rescue/own-plan/"))
    assert "至少 2 次" in now
    assert f"?version={old}" in now
    assert "按另一个版本启用" in now
    before = text(client.get(f"/plans/rescue/own-plan/?version={old}"))
    assert "至少 1 次" in before
    assert "这是以前的版本" in before
    assert stored()[0].version.hash == old != new


def test_a_library_file_with_mistakes_is_named_and_the_others_go_on(client_as, tmp_path, monkeypatch):
    folder = tmp_path / "rescue"
    folder.mkdir()
    (folder / "good.yaml").write_text(OWN, encoding="utf-8")
    (folder / "bad.yaml").write_text(OWN.replace("count: 1", "count: 0"), encoding="utf-8")
    monkeypatch.setattr(shelf, "LIBRARY", tmp_path)
    page = text(client_as("operator").get("/plans/"))
    assert "rescue/bad.yaml" in page
    assert "本县夜间巡查方案" in page


def test_queries_do_not_grow(client_as, named, key, django_assert_max_num_queries):
    client = client_as("officer")
    activate(client, key)
    activate(client, key, plan="rescue/city-patrol-groups")
    activate(client, key, starts_on=day(31), ends_on=day(40))
    for address in ("/plans/", PAGE):
        client.get(address)
        with django_assert_max_num_queries(24):
            client.get(address)
