"""Findings, declared kin and the audit at the browser: looked at, decided, taken back; files, refusals, scope."""

from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.org import scope
from nuandong.plans.schema.plan import season_year
from nuandong.relief.actions.check_integrity import check_integrity
from nuandong.relief.integrity import asked
from nuandong.relief.models import Application, Finding, Kinship, OutsideList, PayoutLine, Season
from tests.cast import COUNTY, cast
from tests.relief import payouts, seasons
from tests.relief.books import number
from tests.relief.test_audit import MADE, Case
from tests.relief.test_outside import AID, sheet
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db):
    divisions()
    for member in ("officer", "clerk_a", "clerk_b", "auditor", "cadre_a", "finance", "boss"):
        seat(member)
    people, now = cast(), SystemClock().now()
    with scope.enter(people.officer):
        made = Case(people)
        Season.objects.filter(id=made.season.id).update(year=season_year(local_date(now)))
        seasons.application(people.officer, made.season, "李四", amount_fen=45_001)
        check_integrity(by=people.officer, now=now, region=COUNTY, season=season_year(local_date(now)))
    return made


@pytest.fixture
def press(key):
    def send(member, page, /, *where, **data):
        return client_of(member).post(reverse(page, args=where), {"command_key": key(), **data})

    return send


def read(member, page, /, *where, **query):
    answer = client_of(member).get(reverse(page, args=where), query)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def one(model, **which):
    with scope.enter(SYSTEM):
        return model.objects.get(**which)


def the_finding():
    return one(Finding, check_code="amount_differs")


def test_a_finding_is_seen_decided_and_taken_back(case, press, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        shown = read("officer", "relief-findings")
    assert "申请上是 450.01 元，按标准应为 450.00 元" in shown
    assert "缺：长期外出人员名册" in shown
    assert "至少 8 户、金额相同的占 90% 以上" in shown
    assert "待核实" in read("officer", "home")
    row = the_finding()
    assert "450.01 元" in read("officer", "relief-finding", row.id)
    assert "没有核清的疑点" in read("officer", "relief-application", UUID(row.subject))
    refused = press("officer", "relief-finding", row.id, decision="explained", reason="")
    assert refused.status_code == 422
    assert press("officer", "relief-finding", row.id, decision="explained", reason="入户核对过").status_code == 302
    shown = read("officer", "relief-finding", row.id)
    assert "已说明；入户核对过" in shown
    assert the_finding().state == "explained"
    assert "没有这样的疑点" in read("officer", "relief-findings", check="amount_differs")
    assert "450.01" in read("officer", "relief-findings", state="explained")
    assert press("officer", "relief-finding-reopen", row.id, reason="看错了户").status_code == 302
    assert the_finding().state == "open"


def test_how_many_a_check_could_not_compare_is_said(case):
    now = SystemClock().now()
    year = season_year(local_date(now))
    assert "户没有比对" not in read("officer", "relief-findings")
    with scope.enter(case.cast.officer):
        seasons.application(case.cast.officer, case.season, "王五", size=3)
        check_integrity(by=case.cast.officer, now=now, region=COUNTY, season=year)
    assert "上次检查有 1 户没有比对，登记里只有户主" in read("officer", "relief-findings")
    assert "户没有比对" not in read("officer", "relief-findings", season=year - 1)


def test_the_list_as_a_workbook(case):
    answer = client_of("officer").get(reverse("relief-findings-file"))
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0] == "检查项目"
    assert "金额与标准计算不符" in {row[0] for row in rows[1:]}
    with scope.enter(SYSTEM):
        [event] = JournalEvent.objects.filter(kind="relief.list_taken")
    assert (event.payload["what"], event.payload["rows"]) == ("findings", len(rows) - 1)


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("clerk_b", "relief-finding", 404),
        ("cadre_a", "relief-audit", 403),
        ("auditor", "relief-finding-reopen", 403),
        ("officer", "relief-audit", 403),
    ],
)
def test_who_sees_what(case, who, page, status):
    where = [the_finding().id] if page.startswith("relief-finding-") or page == "relief-finding" else []
    assert read(who, page, *where) == status


def test_an_officer_declares_kin_and_another_takes_it_back(case, press):
    home = one(Application, head_masked="李*").household_id
    assert "申报近亲属" in read("clerk_a", "household", home)
    assert press("clerk_a", "relief-kinship-new", home, relation="").status_code == 422
    assert press("clerk_a", "relief-kinship-new", home, relation="舅舅").status_code == 302
    row = one(Kinship)
    assert "舅舅" in read("clerk_a", "relief-kinships")
    assert press("clerk_a", "relief-kinship-end", row.id, reason="填错了").status_code == 422
    assert press("officer", "relief-kinship-end", row.id, reason="核对过不是亲属").status_code == 302
    assert "还没有申报" in read("clerk_a", "relief-kinships")


def test_the_audit_names_rows_when_asked(case):
    assert "还没有查" in read("auditor", "relief-audit")
    assert "每一条都没有查出" in read("auditor", "relief-audit", region=COUNTY)
    with scope.enter(cast().officer):
        MADE["line_differs"](case)
    shown = read("auditor", "relief-audit", region=COUNTY)
    assert "发放 449.99 元，批期是 450.00 元" in shown
    assert str(one(PayoutLine).id) in shown
    assert read("auditor", "relief-audit", region="520103000000") == 404


def test_what_stands_against_a_household_is_shown_before_the_release(case):
    with scope.enter(cast().officer):
        payout = case.payout
        type(payout).objects.filter(id=payout.id).update(state="checked", released_by=None, released_at=None)
        PayoutLine.objects.update(state="frozen")
        row = the_finding()
        Finding.objects.filter(id=row.id).update(
            subject_type="household", subject=str(PayoutLine.objects.get().household_id)
        )
    assert "没有核清的疑点" in read("finance", "relief-payout", payout.id)


def test_a_list_from_elsewhere_is_taken_in_and_out(settings):
    settings.NUANDONG_DEMO = True
    divisions()
    made = payouts.world(1)
    officer = client_of("officer")
    data = sheet(AID, ("甲", number(1), 300), ("乙", number(44), 10))
    form = {"kind": "aid", "title": "民政局临时救助", "region": COUNTY, "season": 2026}
    file = SimpleUploadedFile("名单.xlsx", data)
    assert "已经导入" not in officer.get("/relief/outside/new/").content.decode()
    assert officer.post("/relief/outside/new/", form | {"file": file}).status_code == 302
    shown = officer.get("/relief/outside/").content.decode()
    assert "民政局临时救助" in shown
    assert "300.00" in shown
    payout = payouts.planned(made)
    told = officer.get(f"/relief/payouts/{payout.id}/").content.decode()
    assert "其他项目" in told
    assert "民政局临时救助" in told
    with scope.enter(cast().officer):
        year = season_year(local_date(SystemClock().now()))
        check_integrity(by=cast().officer, now=SystemClock().now(), region=COUNTY, season=year)
        finding = Finding.objects.get(check_code="other_programme")
    told = read("officer", "relief-finding", finding.id)
    assert "民政局临时救助" in told
    assert "其他项目中的户" not in told  # it is a person of a list, of no household that we know
    with scope.enter(cast().officer):
        row = OutsideList.objects.get()
    assert officer.post(f"/relief/outside/{row.id}/end/", {"reason": "重新导出"}).status_code == 302
    assert "已停用" in officer.get("/relief/outside/").content.decode()


def test_the_checks_run_when_somebody_asks(case, press):
    year = season_year(local_date(SystemClock().now()))
    assert "现在检查" in read("officer", "relief-findings")
    assert "现在检查" not in read("auditor", "relief-findings")
    assert read("auditor", "relief-findings-run") == 403
    assert press("officer", "relief-findings-run", region=COUNTY, season=1999).status_code == 422
    assert press("officer", "relief-findings-run", region=COUNTY, season=year).status_code == 302
    assert press("officer", "relief-findings-run", region=COUNTY, season=year).status_code == 422
    assert "等待开始" in read("officer", "relief-findings")
    asked.run_next(SystemClock().now())
    assert "新提出 0 条" in read("officer", "relief-findings-now")
    assert "新提出" not in read("clerk_a", "relief-findings")
