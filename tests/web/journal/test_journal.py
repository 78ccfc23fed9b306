"""The journal at the browser: lists, filters, one event, its words, files, the proof."""

import csv
import io
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from python_calamine import CalamineWorkbook

from nuandong.alerts import events as alerts_events
from nuandong.duty import events as duty_events
from nuandong.duty.actions.form_team import form_team
from nuandong.duty.actions.set_up_post import set_up_post
from nuandong.duty.kinds import TeamKind
from nuandong.geo import events as geo_events
from nuandong.journal import api as journal
from nuandong.journal.sealing import seal_all
from nuandong.journal.verification import Finding, Report
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.org import events as org_events
from nuandong.org import scope
from nuandong.people import events as people_events
from nuandong.rescue.events import clue as rescue_events
from nuandong.web.pages.journal import exporting, views
from nuandong.web.pages.journal.words import FIELDS, MODULES, SUBJECTS
from tests.cast import COUNTY, OTHER_COUNTY, TOWNSHIP_A
from tests.databases import as_role
from tests.web.conftest import seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db
REASON = "家属来电要求更正出生年份"


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def write(member, payload, *, region=COUNTY, subject=None, days=0, reason=None, typist=None):
    actor, _account = seat(member)
    now = SystemClock().now()
    by = actor if typist is None else replace(actor, typist=typist)
    with scope.enter(SYSTEM):
        return journal.record(
            payload,
            by=by,
            now=now,
            region=region,
            subject=subject or actor.staff,
            acted_at=now - timedelta(days=days),
            reason=reason,
        )


def corrected(member="clerk_a", **more):
    return write(member, people_events.PersonCorrected(fields=["birth_year"]), region=TOWNSHIP_A, **more)


@pytest.fixture
def written(db):
    """A correction in township A, two days old; an end of delegation by the leader; the next county's correction."""
    divisions()
    leader, _account = seat("leader")
    return SimpleNamespace(
        correction=corrected(days=2, reason=REASON),
        ended=write("leader", org_events.DelegationEnded(delegation=leader.staff)),
        next_door=write("outsider", people_events.PersonCorrected(fields=["name"]), region=OTHER_COUNTY),
    )


def titles(page):
    rows = page[page.index("<tbody>") :] if "<tbody>" in page else ""
    return {words for words in ("更正人员信息", "收回委托") if words in rows}


def test_the_list_says_who_did_what_where_in_words(client_as, written):
    page = text(client_as("operator").get("/journal/"))
    assert titles(page) == {"更正人员信息", "收回委托"}
    assert "钱民政" in page
    assert "新华路街道" in page
    assert "变更项目：出生年份" in page
    assert "补录" in page
    assert "委托记录：李带班" in page, "ids in a payload are resolved"
    assert REASON not in page


def test_the_scope_is_the_database_s(client_as, written):
    neighbour = client_as("clerk_b")
    assert titles(text(neighbour.get("/journal/"))) == set()
    assert neighbour.get(f"/journal/{written.correction.id}/").status_code == 404
    assert neighbour.get(f"/journal/{written.correction.id}/words/").status_code in {403, 404}
    assert client_as("operator").get(f"/journal/{written.next_door.id}/").status_code == 404
    assert client_as("crew").get("/journal/").status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=people.", {"更正人员信息"}),
        ("kind=org.delegation_ended", {"收回委托"}),
        ("kind=rescue.", set()),
        ("who=钱民", {"更正人员信息"}),
        ("who=李", {"收回委托"}),
        ("who=无此人", set()),
        ("since={yesterday}", {"收回委托"}),
        ("until={yesterday}", {"更正人员信息"}),
        ("since={before}&until={before}", {"更正人员信息"}),
        ("subject={subject}", {"更正人员信息"}),
        ("actor={leader}", {"收回委托"}),
        ("kind=nonsense&since=nonsense&subject=nonsense&actor=nonsense&before=nonsense", {"更正人员信息", "收回委托"}),
    ],
)
def test_filters(client_as, written, query, shown):
    today = SystemClock().now().astimezone(SHANGHAI).date()
    words = query.format(
        yesterday=today - timedelta(days=1),
        before=today - timedelta(days=2),
        subject=written.correction.subject,
        leader=written.ended.actor,
    )
    assert titles(text(client_as("operator").get(f"/journal/?{words}"))) == shown


def test_the_list_goes_on_by_key_with_as_many_queries_for_more_rows(client_as, written, django_assert_max_num_queries):
    for _number in range(60):
        corrected()
    client = client_as("operator")
    client.get("/journal/")
    with django_assert_max_num_queries(20):
        first = text(client.get("/journal/?kind=people."))
    assert first.count('class="row-link nowrap"') == 50
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kind=people." in following
    assert text(client.get(f"/journal/{following}")).count('class="row-link nowrap"') == 11


def test_one_event_with_its_typist_and_the_others_of_its_subject(client_as, written):
    clerk = seat("clerk_a")[0].staff
    later = corrected(subject=written.correction.subject, typist=seat("operator")[0].staff)
    page = text(client_as("operator").get(f"/journal/{later.id}/"))
    assert "代录" in page
    assert "王值班" in page
    assert f"/journal/{written.correction.id}/" in page
    assert str(later.id) in page
    assert later.actor == clerk


def test_an_event_leads_to_the_page_of_its_subject(client_as):
    event = corrected()
    assert f'href="/people/{event.subject}/"' in text(client_as("operator").get(f"/journal/{event.id}/"))


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (geo_events.PlaceRegistered(place_kind="underpass", patrol_weight=2), "点位类型：地下通道；巡查权重：2"),
        (people_events.PersonUnmasked(field="phone"), "项目：电话"),
        (org_events.RoleChanged(role="crew_member", added=["journal.see"], removed=[]), "增加：查看工作日志"),
        (org_events.SignedIn(session=UUID(int=1), means="pin"), "登录方式：快捷码"),
        (geo_events.DivisionClosed(code=TOWNSHIP_A, successors=[COUNTY]), "代码：新华路街道；后继区划：南明区"),
        (
            alerts_events.WarningReceived(
                warning=UUID(int=2),
                event="cold_wave",
                level="orange",
                regions=[COUNTY],
                starts_at=datetime(2026, 12, 1, 8, 0, tzinfo=SHANGHAI),
                until=datetime(2026, 12, 3, 8, 0, tzinfo=SHANGHAI),
                until_assumed=False,
                relayed=True,
            ),
            "灾种：寒潮；等级：橙色；地区：南明区；开始时间：2026-12-01 08:00；截止：2026-12-03 08:00",
        ),
        (
            rescue_events.ClueEscalated(level=1, to=UUID(int=3), why="on_duty", grounds="no_team"),
            "原因：带班在岗；依据：无队伍出动",
        ),
        (rescue_events.ClueClosed(closing="not_found"), "办结方式：未找到人"),
        (
            people_events.PairDecided(person_a=UUID(int=1), person_b=UUID(int=2), pair_state="different"),
            "结论：不是同一人",
        ),
    ],
)
def test_codes_are_said_in_words(client_as, payload, words):
    divisions()
    event = write("leader", payload)
    page = text(client_as("operator").get(f"/journal/?subject={event.subject}"))
    assert words in page


def test_the_words_need_the_second_factor_and_a_reason_and_each_look_is_an_event(client_as, written):
    address = f"/journal/{written.correction.id}/words/"
    asked = {"reason": "identify", "note": "复核"}
    assert "动态口令" in text(client_as("operator", second_factor=False).post(address, asked), 403)
    assert client_as("auditor").post(address, asked).status_code == 403
    client = client_as("leader")
    page = text(client.get(f"/journal/{written.correction.id}/"))
    assert address in page
    assert REASON not in page
    assert REASON not in text(client.get(address))
    assert REASON not in text(client.post(address, {"note": "没有选原因"}), 422)
    script = client.post(address, asked, headers={"X-Requested-With": "fetch"})
    assert script.json() == {"value": f"原因：{REASON}"}
    assert REASON in text(client.post(address, asked))
    with scope.enter(SYSTEM):
        looks = journal.history(kinds=["org.words_read"])
        assert len(looks) == 2
        assert {look.subject for look in looks} == {written.correction.id}
        assert journal.texts([looks[0].id])[looks[0].id]["reason"] == "核对身份：复核"


def test_an_event_without_words_has_none_to_show(client_as, written):
    client = client_as("leader")
    assert "已加密" not in text(client.get(f"/journal/{written.ended.id}/"))
    answer = client.post(f"/journal/{written.ended.id}/words/", {"reason": "other"})
    assert "没有文字" in text(answer, 422)


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_list_as_csv_and_as_a_workbook_says_the_same(client_as, written):
    client = client_as("operator")
    answer = client.get("/journal/export/csv/?kind=people.")
    assert ".csv" in answer["Content-Disposition"]
    data = content(answer)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == list(exporting.COLUMNS)
    assert [row[3] for row in rows[1:]] == ["更正人员信息"]
    assert rows[1][13] == str(written.correction.id)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(client.get("/journal/export/xlsx/?kind=people."))))
    assert book.get_sheet_by_index(0).to_python() == rows
    assert REASON not in data.decode()
    assert client.get("/journal/export/pdf/").status_code == 404


def test_an_empty_list_still_has_its_headings(client_as, written):
    client = client_as("operator")
    data = content(client.get("/journal/export/xlsx/?kind=rescue."))
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[0] == list(
        exporting.COLUMNS
    )
    assert len(content(client.get("/journal/export/csv/?kind=rescue.")).decode().splitlines()) == 1


def test_an_export_is_bounded_and_says_so(client_as, written, monkeypatch):
    monkeypatch.setattr(exporting, "MAX_ROWS", 1)
    rows = content(client_as("operator").get("/journal/export/csv/")).decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "只导出了最新的 1 条" in rows[2]


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1+1", "'=1+1"), ("+86", "'+86"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("一=1", "一=1"), ("", "")],
)
def test_no_cell_computes(cell, safe):
    assert exporting.harmless(cell) == safe


def test_the_seal_is_shown_and_only_the_auditor_has_it_checked(client_as, written, settings, tmp_path):
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"  # the folder of the tests remembers other databases
    assert "还没有封存过" in text(client_as("operator").get("/journal/"))
    with as_role("worker"), scope.enter(SYSTEM):
        seal_all(now=SystemClock().now(), anchor_file=None)
    page = text(client_as("operator").get("/journal/"))
    assert "/journal/verify/" not in page
    assert client_as("operator").post("/journal/verify/").status_code == 403
    auditor = client_as("auditor")
    assert "/journal/verify/" in text(auditor.get("/journal/"))
    assert "没有发现改动" in text(auditor.post("/journal/verify/"))
    assert auditor.get("/journal/verify/").status_code == 405


def test_a_finding_is_named(client_as, written, monkeypatch):

    broken = Report(sealed=3, seals=1, unsealed=0, findings=(Finding("changed", event=written.correction.id, seal=1),))
    monkeypatch.setattr(views, "verify", lambda **_how: broken)
    page = text(client_as("auditor").post("/journal/verify/"))
    assert "内容与封存时不一致" in page
    assert str(written.correction.id) in page


FINISHED = {"alerts", "duty", "geo", "org", "people", "plans", "reports", "supplies", "tasks"}


@pytest.mark.parametrize("module", sorted(FINISHED))
def test_every_kind_has_words_for_what_it_says(module):
    kinds = [payload for kind, payload in journal.registered().items() if kind.startswith(f"{module}.")]
    assert kinds
    assert module in MODULES
    assert {payload.subject_type for payload in kinds} <= SUBJECTS.keys()
    named = {info.alias or name for payload in kinds for name, info in payload.model_fields.items()}
    assert named <= FIELDS.keys()


def test_ids_of_nobody_are_shown_by_their_end_and_only_on_the_page(client_as):
    event = write("leader", org_events.DelegationEnded(delegation=UUID(int=0xABCDEF01)))
    client = client_as("operator")
    assert "…abcdef01" in text(client.get(f"/journal/{event.id}/"))
    listed = text(client.get(f"/journal/?subject={event.subject}"))
    assert 'class="small" title="委托记录：…abcdef01"></td>' in listed


def test_teams_desks_places_and_clues_are_named(client_as, cast):
    divisions()
    seat("leader")
    unit = seat("head")[0].unit
    now = SystemClock().now()
    with scope.enter(cast.head):
        set_up_post(by=cast.head, now=now, region=COUNTY, unit=unit, code="rescue.hotline", title="救助热线")
        team = form_team(by=cast.head, now=now, region=COUNTY, unit=unit, name="一队", kind=TeamKind.values[0])
    told = write("head", duty_events.MemberJoined(staff=cast.leader.staff), subject=team.id)
    page = text(client_as("operator").get("/journal/?kind=duty."))
    assert "救助热线" in page
    assert "队伍 一队" in page
    assert "人员：李带班" in page
    assert told.subject == team.id


def test_what_was_voided_says_so_however_much_happened_since(client_as, monkeypatch):
    monkeypatch.setattr(views, "RELATED", 2)
    gone = corrected()
    actor, _account = seat("clerk_a")
    with scope.enter(SYSTEM):
        payload = people_events.PersonCorrected(fields=["name"])
        voider = journal.record(
            payload, by=actor, now=SystemClock().now(), region=gone.region, subject=gone.subject, voids=gone.id
        )
    for _n in range(3):
        corrected(subject=gone.subject)
    page = text(client_as("head").get(f"/journal/{gone.id}/"))
    assert "这条记录已被更正" in page
    assert f"/journal/{voider.id}/" in page
    assert "这条记录已被更正" not in text(client_as("head").get(f"/journal/{voider.id}/"))
