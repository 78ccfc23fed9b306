"""The first three steps on their pages: a village reports and assesses, hands up, its township passes on."""

import io
import re
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.people.models import Household
from nuandong.relief.actions.record_assessment import Session, record_assessment
from nuandong.relief.models import Application, Notice, NoticeLine, Objection, Pack, Season
from nuandong.relief.policies_applying import Ballot
from nuandong.relief.steps import PackState
from nuandong.web.fields import local_minute
from nuandong.web.pages.relief_applying import home as applying_home
from tests.cast import VILLAGE_A, VILLAGE_B
from tests.people.builders import home, person
from tests.relief import seasons
from tests.relief.test_applying import PIXEL
from tests.web.conftest import client_of, seat

pytestmark = pytest.mark.django_db


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def begun() -> tuple[Season, Any]:
    """A season, and a household of a village that has not applied."""
    actor, _account = seat("officer")
    with scope.enter(actor):
        return seasons.season(actor), home(actor, person(actor, "王秀英"))


def survey(household: Any) -> dict[str, Any]:
    return {
        "household": household.id,
        "origin": "applied",
        "loss_type": "CROP",
        "lost_on": "2026-08-03",
        "difficulty": "FOOD",
        "period": "BOTH",
        "self_help": "none",
        "persons": 1,
        "why": "玉米绝收",
        "fact_food_persons": 1,
        "fact_clothing_persons": 1,
        "fact_heating_persons": 0,
        "category": "general/GENERAL",
    }


def test_a_day_outside_the_months_is_said(monkeypatch):
    of, household = begun()
    address = f"/relief/seasons/{of.id}/{VILLAGE_A}/report/?household={household.id}"
    actor, _account = seat("officer")
    with scope.enter(actor):
        row = seasons.application(actor, of, "李四")
    here, cadre = f"/relief/applications/{row.id}/", client_of("cadre_a")
    assert "救助时段" not in page(cadre.get(here))
    said = page(client_of("officer").get(f"/relief/seasons/{of.id}/"))
    assert "<dt>救助时段</dt><dd>2026年12月1日 至 2027年5月31日</dd>" in said
    with scope.enter(SYSTEM):
        Application.objects.filter(id=row.id).update(reported_on=date(2026, 11, 30))
    # Whatever the clock of the machine says: the day before the months begin, and their first day.
    today = "nuandong.web.pages.relief_applying.showing.local_date"
    monkeypatch.setattr(today, lambda _now: date(2026, 11, 30))
    assert "2026年11月30日 还没有开始：可以先登记" in page(cadre.get(here))
    monkeypatch.setattr(today, lambda _now: date(2026, 12, 1))
    assert "还没有开始" not in page(cadre.get(here))
    monkeypatch.undo()
    # A season of long ago is over whatever day it is.
    with scope.enter(SYSTEM):
        Season.objects.filter(id=of.id).update(year=2020)
    assert "已经过了" in page(cadre.get(address))


def test_from_a_survey_to_the_county(django_assert_max_num_queries):
    of, household = begun()
    village = f"/relief/seasons/{of.id}/{VILLAGE_A}/"
    cadre = client_of("cadre_a")
    assert "没有申请" in page(cadre.get("/relief/applications/"))
    assert "玉米" not in page(cadre.get(f"{village}report/?household={household.id}"))
    wrong = page(cadre.post(f"{village}report/", survey(household) | {"fact_food_persons": ""}), 422)
    assert "没有就填 0" in wrong
    here = cadre.post(f"{village}report/", survey(household))["Location"]
    with django_assert_max_num_queries(30):
        shown = page(cadre.get(here))
    assert "350.00 元" in shown
    assert "依据：口粮衣被取暖三项标准，按 2026年" in shown
    assert "relief-three-needs" not in shown
    assert "¶" not in shown
    audited = page(client_of("auditor").get(here))
    assert "<code>relief-three-needs</code>" in audited
    assert "<code>003#11 ¶15</code>" in audited
    assert "玉米绝收" in shown
    assert "还没有评议" in shown

    # Who reported it does not assess it: what follows is about a household that somebody else reported.
    refused = page(cadre.get(f"{village}meeting/"))
    actor, _account = seat("officer")
    with scope.enter(actor):
        first = Application.objects.get()
        row = seasons.application(actor, of, "李四")
    assert first.id.hex in refused
    sent = {
        "held_at": local_minute(SystemClock().now() - timedelta(hours=1)),
        "place": "村委会",
        "invited": 3,
        "attendance": "甲\n乙\n丙",
        "chair": "乙",
        f"yes_{row.id.hex}": 2,
    }
    assert "应等于到会人数" in page(cadre.post(f"{village}meeting/", sent), 422)
    whole = sent | {f"yes_{row.id.hex}": 3}
    assert "主持人不在到会人员里" in page(cadre.post(f"{village}meeting/", whole | {"chair": "丁"}), 422)
    own = {f"yes_{first.id.hex}": 3}
    assert "不能再办这一步" in page(cadre.post(f"{village}meeting/", sent | {f"yes_{row.id.hex}": 3} | own), 422)
    sheet = cadre.post(f"{village}meeting/", sent | {f"yes_{row.id.hex}": 3})["Location"]
    shown = page(cadre.get(sheet))
    assert "甲、乙、丙" in shown
    assert "<dt>主持人</dt><dd>乙</dd>" in shown
    with scope.enter(SYSTEM):
        pack = Pack.objects.get()
        Pack.objects.update(papers=[of.id, row.id])
    papers = f"/relief/packs/{pack.id}/"
    with django_assert_max_num_queries(30):
        assert "公示还没有张贴" in page(cadre.get(papers))
    assert page(cadre.post(f"{papers}submit/", {}), 422)
    with scope.enter(SYSTEM):
        NoticeLine.objects.update(ends_on=seasons.DAY.replace(year=2020))
    assert "没有核对银行卡" in page(cadre.post(f"{papers}submit/", {}), 422)
    assert "1 户的银行卡没有核对" in page(cadre.get(papers))
    card = f"/relief/applications/{row.id}/card/"
    picture = SimpleUploadedFile("card.png", PIXEL, "image/png")
    assert "没有银行卡照片" in page(cadre.post(card, {"account": "6217000012345678"}), 422)
    assert cadre.post(card, {"account": "6217000012345678", "photo": picture}).status_code == 302
    assert cadre.get(f"{card}photo/")["Content-Type"].startswith("image/")
    assert client_of("finance").get(f"{card}photo/").status_code == 404
    with scope.enter(SYSTEM):
        [looked] = JournalEvent.objects.filter(kind="relief.card_photo_seen")
    assert looked.subject == row.id
    shown = page(cadre.get(f"/relief/applications/{row.id}/"))
    assert "5678" in shown
    assert "6217000012345678" not in shown
    assert cadre.post(f"{papers}submit/", {}).status_code == 302
    assert cadre.get(f"{papers}pass/").status_code == 403

    clerk = client_of("clerk_a")
    assert "乡镇审核中" in page(clerk.get(papers))
    assert "没有审核" in page(clerk.post(f"{papers}forward/", {}), 422)
    assert clerk.post(f"{papers}pass/", {"passed": [row.id]}).status_code == 302
    with scope.enter(SYSTEM):
        NoticeLine.objects.update(ends_on=seasons.DAY.replace(year=2020))
    assert clerk.post(f"{papers}forward/", {}).status_code == 302
    with scope.enter(SYSTEM):
        assert Pack.objects.get().state == PackState.WITH_COUNTY


def test_the_list_is_narrowed_and_a_neighbour_finds_nothing(django_assert_max_num_queries):
    of, _household = begun()
    actor, _account = seat("officer")
    with scope.enter(actor):
        made = [seasons.application(actor, of, name) for name in ("李四", "赵六")]
        Household.objects.filter(id=made[0].household_id).update(number="A-17")
        seasons.application(actor, of, "孙七", region=VILLAGE_B, state="withdrawn")
        seasons.application(actor, of, "周八", amount_fen=None, category="DIBAO")
        notice = seasons.noticed(actor, made[1])[0]
        objection(made[1], notice)
    officer = client_of("officer")
    officer.get("/relief/applications/")
    with django_assert_max_num_queries(20):
        shown = page(officer.get("/relief/applications/"))
    assert "孙*" in shown
    everybody = {"李*", "赵*", "孙*", "周*"}
    for asked, expected in {
        "state=reported": {"李*", "赵*", "周*"},
        "state=incomplete": {"周*"},
        "category=DIBAO": {"周*"},
        f"region={VILLAGE_B}": {"孙*"},
        "held=1": {"赵*"},
        "q=李四": {"李*"},
        "q=A-1": set(),
        "q=A-17": {"李*"},
        "q=李四&region=" + str(VILLAGE_B): set(),
        "state=nonsense&category=nonsense": everybody,
    }.items():
        listed = page(officer.get(f"/relief/applications/?{asked}"))
        assert {name for name in everybody if name in listed} == expected, asked
    assert "没有符合的申请" in page(officer.get("/relief/applications/?q=诸葛亮"))
    here = f"/relief/applications/{made[0].id}/"
    assert client_of("cadre_b").get(here).status_code == 404
    cadre = client_of("cadre_a")
    assert cadre.post(f"{here}withdraw/", {"why": ""}).status_code == 422
    assert cadre.post(f"{here}withdraw/", {"why": "搬走"}).status_code == 302
    assert "已撤回" in page(cadre.get(here))
    assert "已确认的台账" in page(cadre.post(f"/relief/seasons/{of.id}/{VILLAGE_A}/ledger/", {}), 422)


def test_a_household_is_looked_for_and_gets_its_members(django_assert_max_num_queries):
    """No list of five hundred names: searched, page by page, also on a telephone; who may be known is shown first."""
    of, household = begun()
    village = f"/relief/seasons/{of.id}/{VILLAGE_A}/"
    actor, _account = seat("officer")
    with scope.enter(actor):
        for number in range(21):
            home(actor, person(actor, f"孙{number}七"))
        applied = seasons.application(actor, of, "李四")
        home(actor, person(actor, "王秀英", region=VILLAGE_B), region=VILLAGE_B)
        known = person(actor, "王小明", birth_on=date(2015, 3, 1))
    cadre = client_of("cadre_a")
    cadre.get(f"{village}report/")
    with django_assert_max_num_queries(22):
        first = page(cadre.get(f"{village}report/"))
    assert first.count('class="row-item"') == 20
    assert "after=" in first
    found = page(cadre.get(f"{village}report/?q=王秀英"))
    assert f"?household={household.id}" in found
    assert found.count('class="row-item"') == 1
    assert f"/relief/applications/{applied.id}/" in page(cadre.get(f"{village}report/?q=李四"))
    assert "没有找到这一户" in page(cadre.get(f"{village}report/?q=诸葛亮"))

    # DIS-017: nobody is missed. The one who applied is not among those nobody thought of.
    assert "还有 22 户登记在册" in first
    left = page(cadre.get(f"{village}report/?left=1"))
    assert "left=1" in left
    assert f"/relief/applications/{applied.id}/" not in left + page(cadre.get(f"{village}report/?left=1&q=李四"))

    made = cadre.post(f"{village}report/", survey(household))["Location"]
    assert "还有 21 户登记在册" in page(cadre.get(f"{village}report/"))
    assert "救助人数应在" in page(cadre.post(f"{village}report/", survey(household) | {"persons": 2}), 422)
    sent = {"name": "王小明", "relation": "son", "sex": "male", "birth_on": "2015-03-01", "region": VILLAGE_A}
    alike = page(cadre.post(f"{made}member/", sent), 422)
    assert f"/people/households/{household.id}/join/{known.id}/" in alike
    assert cadre.post(f"{made}member/", sent | {"seen": str(known.id)}).status_code == 302
    shown = page(cadre.get(made))
    assert "已登记成员 2 人" in shown
    asked = {key: value for key, value in survey(household).items() if key not in {"household", "origin"}}
    more = asked | {"version": 1, "persons": 2, "fact_food_persons": 2}
    assert cadre.post(f"{made}revise/", more).status_code == 302
    assert "550.00 元" in page(cadre.get(made))


def test_one_answer_says_the_type_on_ledgers_and_the_kind_of_the_standard():
    of, household = begun()
    cadre, village = client_of("cadre_a"), f"/relief/seasons/{of.id}/{VILLAGE_A}/"
    asked = page(cadre.get(f"{village}report/?household={household.id}"))
    assert asked.count(">家庭类型<") == 1
    assert "散居孤儿（算作特殊困难户）" in asked
    refused = page(cadre.post(f"{village}report/", survey(household) | {"category": ""}), 422)
    assert re.search(r'name="category"[^>]*aria-invalid="true"', refused)
    page(cadre.post(f"{village}report/", survey(household) | {"category": "special/GENERAL"}), 422)
    made = cadre.post(f"{village}report/", survey(household) | {"category": "special/ORPHAN"})["Location"]
    with scope.enter(SYSTEM):
        row = Application.objects.get()
        assert (row.category, row.facts["category"]) == ("ORPHAN", "special")
    assert "散居孤儿" in page(cadre.get(made))
    assert re.search('value="special/ORPHAN" selected', page(cadre.get(f"{made}revise/")))

    # One of before, when both were asked apart: what it says stays, until somebody says otherwise.
    with scope.enter(SYSTEM):
        Application.objects.update(category="DIBAO", facts=row.facts | {"category": "general"})
    assert re.search('value="general/DIBAO" selected>低保户（算作一般户）', page(cadre.get(f"{made}revise/")))
    # From a ledger: the type alone, which one kind of the standard takes in.
    with scope.enter(SYSTEM):
        Application.objects.update(facts={})
    assert re.search('value="dibao/DIBAO" selected', page(cadre.get(f"{made}revise/")))


def test_pictures_of_a_meeting_are_for_who_may():
    of, _household = begun()
    actor, _account = seat("cadre_a")
    now = SystemClock().now()
    with scope.enter(actor):
        row = seasons.application(seat("officer")[0], of, "李四")
        session = Session(
            held_at=now - timedelta(hours=1),
            place="村委会",
            invited=3,
            attendance="甲、乙、丙",
            chair="甲",
            photos=[PIXEL],
            pages=[PIXEL, PIXEL],
        )
        ballots = {row.id: Ballot(yes=3)}
        meeting = record_assessment(by=actor, now=now, season=of.id, region=VILLAGE_A, session=session, ballots=ballots)
    case = f"/relief/applications/{row.id}/"
    sees = {"clerk_a": 3, "auditor": 1, "finance": 1}
    for member, count in sees.items():
        shown = page(client_of(member).get(case))
        assert shown.count('loading="lazy"') == count, member
    here = f"/relief/meetings/{meeting.id}"
    assert client_of("clerk_a").get(f"{here}/pages/1/")["Content-Type"].startswith("image/")
    for member, path in [("auditor", "pages/0"), ("cadre_b", "photos/0"), ("clerk_a", "pages/2"), ("clerk_a", "x/0")]:
        assert client_of(member).get(f"{here}/{path}/").status_code == 404, (member, path)
    assert "登记民主评议" in page(client_of("auditor").get(case))
    assert "经过" not in page(client_of("cadre_a").get(case))


def objection(row: Application, notice: Notice) -> Objection:
    now, line = SystemClock().now(), notice.lines.get()
    return Objection.objects.create(
        id=new_id(now),
        region=row.region,
        notice=notice,
        line=line,
        application=row,
        code_hash=b"0" * 16,
        words_sealed=b"sealed",
        filed_at=now,
    )


def test_the_home_says_what_waits_for_whom(django_assert_max_num_queries):
    """Each role its own part of the season, with the days its procedure leaves; places side by side for the county."""
    of, _household = begun()
    actor, _account = seat("officer")
    today = local_date(SystemClock().now())
    with scope.enter(actor):
        seasons.application(actor, of, "李四")
        seasons.application(actor, of, "周八", amount_fen=None)
        seasons.application(actor, of, "郑十", state="returned")
        village = seasons.pack(of)
        hanging = seasons.application(actor, of, "赵六", state="assessed", pack=village)
        seasons.noticed(actor, hanging, ends_on=today + timedelta(days=2))
        there = seasons.pack(of, number=2, state="with_township")
        seasons.application(actor, of, "钱九", state="with_township", pack=there)
        seasons.application(actor, of, "吴一", region=VILLAGE_B, state="with_county")
        seasons.entitlement(actor, of, "冯二")
    expected = {
        "cadre_a": (["1 户等入户补填", "1 户退回补正", "1 户等村评议", "1 户等上报乡镇", "还有 3 天"], ["乡镇审核："]),
        "clerk_a": (["1 户等乡镇审核"], ["等上报乡镇", "等村评议"]),
        "officer": (["1 户等列入审定名单", "1 户等编制发放"], ["等乡镇审核"]),
        "finance": (["现在没有要您办的"], ["等编制发放"]),
        "auditor": (["现在没有要您办的"], ["等村评议"]),
    }
    for member, (there_is, there_is_not) in expected.items():
        client = client_of(member)
        client.get("/relief/")
        with django_assert_max_num_queries(45):
            shown = page(client.get("/relief/"))
        assert all(words in shown for words in there_is), (member, there_is)
        assert not any(words in shown for words in there_is_not), (member, there_is_not)
        assert ("progress-data" in shown) == (member in {"officer", "finance", "auditor"})
    with scope.enter(SYSTEM):
        Season.objects.update(closed_at=SystemClock().now())
    assert "我的待办" not in page(client_of("cadre_a").get("/relief/"))


def test_a_returned_household_is_revised():
    of, _household = begun()
    actor, _account = seat("officer")
    with scope.enter(actor):
        row = seasons.application(
            actor, of, "李四", state="with_township", pack=seasons.pack(of, state="with_township")
        )
    here = f"/relief/applications/{row.id}/"
    assert client_of("clerk_a").post(f"{here}return/", {"why": "人数不清"}).status_code == 302
    cadre = client_of("cadre_a")
    # Whoever has to mend it reads why, without the right to read the journal.
    assert "人数不清" in page(cadre.get(here))
    form = page(cadre.get(f"{here}revise/"))
    assert 'name="version" value="2"' in form
    sent = {key: value for key, value in survey(row).items() if key not in {"household", "origin"}}
    assert cadre.post(f"{here}revise/", sent | {"version": 1}).status_code == 422
    assert cadre.post(f"{here}revise/", sent | {"version": 2}).status_code == 302
    again = page(cadre.get(here))
    assert "待村评议" in again
    assert "人数不清" not in again


def test_the_list_is_sorted_page_by_page_by_key(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(applying_home, "SIZE", 2)
    actor, _account = seat("officer")
    amounts_ = {"甲一": 30_000, "乙二": None, "丙三": 10_000, "丁四": 30_000, "戊五": 20_000}
    with scope.enter(SYSTEM):
        of = seasons.season(actor)
        for name, fen in amounts_.items():
            seasons.application(actor, of, name, amount_fen=fen)
    officer = client_of("officer")

    def walk(sort: str) -> list[str]:
        found, where = [], f"/relief/applications/?season={of.id}&sort={sort}"
        while where:
            with django_assert_max_num_queries(25):
                shown = page(officer.get(where))
            found += re.findall(r'class="row-link"[^>]*>(.)\*', shown)
            onward = re.findall(r'href="([^"]*after=[^"]+)"', shown)
            where = "/relief/applications/" + onward[0].replace("&amp;", "&") if onward else ""
        return found

    assert walk("-amount") == ["丁", "甲", "戊", "丙", "乙"]
    assert walk("amount") == ["乙", "丙", "戊", "丁", "甲"]
    assert walk("nonsense") == ["戊", "丁", "丙", "乙", "甲"]
    assert sorted(walk("state")) == sorted("甲乙丙丁戊")
    # A mangled cursor means the first page.
    assert "乙*" in page(officer.get(f"/relief/applications/?season={of.id}&sort=amount&after=1~x"))


def test_the_list_is_taken_as_a_workbook_as_it_was_narrowed_and_masked():
    actor, _account = seat("officer")
    with scope.enter(SYSTEM):
        of = seasons.season(actor)
        seasons.application(actor, of, "王秀英", region=VILLAGE_A, amount_fen=45_050)
        seasons.application(actor, of, "李建国", region=VILLAGE_B)
    officer = client_of("officer")
    shown = page(officer.get(f"/relief/applications/?season={of.id}&region={VILLAGE_A}"))
    [where] = re.findall(r'href="(/relief/applications/workbook/[^"]+)"', shown)
    answer = officer.get(where.replace("&amp;", "&"))
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [(row[0], row[7]) for row in rows] == [("户主", "金额（元）"), ("王**", "450.50")]
    with scope.enter(SYSTEM):
        [event] = JournalEvent.objects.filter(kind="relief.form_taken")
    assert (event.payload["form"], event.payload["rows"], event.payload["plain"]) == ("applications", 1, False)
    assert client_of("operator").get("/relief/applications/workbook/").status_code == 403
