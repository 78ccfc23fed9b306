"""The calendar of a plan at the browser, what a plan says beside its duties, and putting in force what contradicts itself."""

import re

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.plans.loader import parse_stored
from nuandong.plans.schema.plan import season_year
from nuandong.web.pages.plans import calendar, contents, lists, shelf
from tests.cast import COUNTY
from tests.web.divisions import divisions
from tests.web.plans.test_plans import day, file, stored, text, today

pytestmark = pytest.mark.django_db
PAYMENT = "relief/township-ten-day-notice"
YEAR = season_year(today())
OWN = """\
plan: relief/own-plan
title: 本镇冬春救助
family: relief
level: township
sources: [001#1]
season: {from: 11-01, to: +1/03-31}
organisation: {lead: 民政局}
obligations:
  - {id: all-paid, title: 全部发放, kind: by_deadline, event: rescue.patrol_completed, by: unknown, scope: each unit, strength: must, source: 001#1 ¶2}
phases:
  - {id: survey, title: 摸排, from: 11-01, to: unknown, source: 001#1 ¶3}
  - {id: pay, title: 发放, from: 12-20, to: +1/01-20, after: [survey], source: 001#1 ¶4}
"""


@pytest.fixture
def named(db):
    divisions()


def upload(client, key):
    assert client.post("/plans/upload/", {"file": file(OWN), "command_key": key()}).status_code == 302


def activate(client, key, plan, **more):
    data = {"region": COUNTY, "starts_on": day(0), "ends_on": day(120)} | more
    return client.post(f"/plans/activate/{plan}/", data | {"command_key": key()})


def test_contradictions_come_first_then_the_days_of_every_step(client_as):
    page = text(client_as("operator").get(f"/plans/calendar/{PAYMENT}/?season=2026"))
    for words in (
        "要到 1月22日，比“全部发放到户”的期限 1月20日 晚 2 天",
        "001#1 ¶17、001#1 ¶10",
        "“镇审核并上报县”最迟 1月13日 完成",
        "6 口之家",
        "方案开始日期、方案结束日期",
        "最早 1月4日 至 1月14日",
        "最迟 1月5日 至 1月15日",
        "2027 年的放假安排还没有公布",
    ):
        assert words in page, words
    assert page.index("晚 2 天") < page.index("最早 1月4日")
    for words in ("公示至少 10 日", "5 个工作日以内", "给足时间要到 1月22日", 'class="gantt-over"'):
        assert words in page, words
    assert re.search(r'class="gantt-core[^"]*" x="[\d.]+%" width="[\d.]+%"', page)
    overview = text(client_as("operator").get(f"/plans/{PAYMENT}/"))
    assert "处矛盾" in overview
    assert "gantt-over" in overview


def test_another_season_is_another_calendar(client_as):
    page = text(client_as("operator").get(f"/plans/calendar/{PAYMENT}/?season=2025"))
    assert "要到 1月23日" in page
    assert re.search(r'season=2025"[^>]*aria-current', page)
    assert "要到 1月22日" in text(client_as("operator").get(f"/plans/calendar/{PAYMENT}/?season=1900"))


def test_what_fits_is_said_and_a_plan_without_days_says_so(client_as):
    page = text(client_as("operator").get("/plans/calendar/relief/subdistrict-three-notices/"))
    assert "没有发现矛盾" in page
    assert "共 17 天，这一阶段有 36 天" in page
    assert client_as("operator").get("/plans/calendar/rescue/city-kin-search/").status_code == 200


def test_what_a_plan_says_beside_its_duties(client_as):
    page = text(client_as("operator").get("/plans/contents/relief/subdistrict-three-notices/"))
    for words in (
        "三榜：发放结果",
        "公示至少 7 日",
        "次年1月22日前",
        "成果：培训签到",
        "每人 200 元",
        "不得优亲厚友",
        "10,000.00 元",
    ):
        assert words in page, words


def test_lists_stand_beside_the_rest(client_as):
    pages = {
        "relief/township-ten-day-notice": (
            "救助对象",
            "优先或加重救助",
            "脱贫不稳定户",
            "户主姓名、家庭人口、家庭类型、救助金额、举报电话",
        ),
        "donations/campus-winter-clothes": ("不接收", "内衣裤、裙子", "备用车辆", "数量：3"),
        "rescue/city-first-contact": ("不得丢弃",),
    }
    for plan, words in pages.items():
        page = text(client_as("operator").get(f"/plans/contents/{plan}/"))
        for one in words:
            assert one in page, one
    assert "只在“区镇不间断巡查”" in text(client_as("operator").get("/plans/rescue/city-first-contact/"))
    winter = text(client_as("operator").get("/plans/rescue/city-winter-rescue/"))
    assert "每月（原文未写明哪一天）" in winter
    assert "春节前 1 日" in text(client_as("operator").get("/plans/heating/subdistrict-relocated/"))


def test_a_plan_of_duties_alone_says_so(client_as, key):
    client = client_as("officer")
    client.post("/plans/upload/", {"file": file(OWN[: OWN.index("phases:")]), "command_key": key()})
    assert "这份方案只有义务" in text(client.get("/plans/contents/relief/own-plan/"))


def test_no_code_stands_where_words_are_meant():
    for found in shelf.texts()[0]:
        said = contents.sections(found.plan)
        entries = [entry for name in ("reports", "prohibitions", "targets", "funds") for entry in said[name]]
        entries += [entry for one in lists.sections(found.plan).values() for entry in one]
        entries += [
            entry for name in ("procedures", "phases", "standards") for one in said[name] for entry in one.entries
        ]
        for entry in entries:
            assert not re.search(r"[a-z]_[a-z]|[a-z]\.[a-z]|None|unknown", f"{entry.who} {entry.time} {entry.notes}"), (
                entry
            )


def test_a_plan_that_contradicts_itself_is_put_in_force_knowingly_or_not_at_all(client_as, named, key):
    client = client_as("officer")
    form = text(client.get(f"/plans/activate/{PAYMENT}/"))
    assert "比“全部发放到户”的期限 1月20日 晚" in form
    assert 'name="contradictions_seen"' in form
    unseen = text(activate(client, key, PAYMENT, reason="县会议决定"), 422)
    assert "有 2 处自相矛盾" in unseen
    assert 'id="id_contradictions_seen_error"' in unseen
    assert "没有写原因" in text(activate(client, key, PAYMENT, contradictions_seen="on"), 422)
    assert stored() == []
    assert activate(client, key, PAYMENT, contradictions_seen="on", reason="县会议决定").status_code == 302
    (row,) = stored()
    with scope.enter(SYSTEM):
        (event,) = journal.history(subject=row.id)
        reason = journal.texts([event.id])[event.id]["reason"]
    assert reason.startswith("县会议决定\n启用时已看到的矛盾：\n1. “镇审核并上报县”可以到 1月17日")
    assert "2. 6 口之家" in reason


def test_masked_days_are_asked_for_and_may_stay_open(client_as, named, key):
    client = client_as("officer")
    upload(client, key)
    form = text(client.get("/plans/activate/relief/own-plan/"))
    assert "“全部发放”的期限" in form
    assert "“摸排”结束日期" in form
    assert "没填的暂不监测" in form
    assert 'name="contradictions_seen"' not in form
    far = text(activate(client, key, "relief/own-plan", **{"filled.survey.to": f"{YEAR + 30}-11-30"}), 422)
    assert 'id="id_filled.survey.to_error"' in far
    assert "离方案期限太远" in far
    late = text(activate(client, key, "relief/own-plan", **{"filled.survey.to": f"{YEAR}-12-25"}), 422)
    assert "“发放”从 12月20日 开始" in late
    assert 'name="contradictions_seen"' in late
    assert activate(client, key, "relief/own-plan", **{"filled.all-paid": f"{YEAR + 1}-01-18"}).status_code == 302
    (row,) = stored()
    with scope.enter(SYSTEM):
        (event,) = journal.history(subject=row.id)
    assert (event.payload["filled"], event.payload["filled_on"]) == (["all-paid"], [f"{YEAR + 1}-01-18"])
    # The plan page shows the days as they were filled in.
    assert "期限 1月18日" in text(client.get("/plans/relief/own-plan/"))


def test_open_days_of_the_library_all_have_words(client_as):
    plan = parse_stored(OWN)
    assert calendar.open_words(plan, plan.unknowns()) == ["“全部发放”的期限", "“摸排”结束日期"]
    for found in shelf.texts()[0]:
        for words in calendar.open_words(found.plan, found.plan.unknowns()):
            assert not re.search("[a-z]{3}", words), words
