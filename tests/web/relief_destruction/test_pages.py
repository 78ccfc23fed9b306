"""A destruction on its pages: assessed, approved, watched, its signed register back; and the season's pages after it."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.relief.auditing.running import audit
from nuandong.relief.destroying.running import destroy_next
from nuandong.relief.integrity.looking import Look
from nuandong.relief.models import Destruction, Finding, LedgerFile, Objection
from nuandong.relief.scanning.codes import SheetKind, Target
from tests.cast import COUNTY, VILLAGE_A
from tests.databases import as_role
from tests.relief.over import over
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page
from tests.web.relief_papers.test_scans import sheet, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.NUANDONG_DEMO = True
    for member in ("officer", "boss", "finance", "crew", "cadre_a", "auditor", "clerk_a"):
        seat(member)
    divisions()
    return over()


def press(member, address, **values):
    return client_of(member).post(address, {"command_key": str(uuid4()), **values})


def row():
    with scope.enter(SYSTEM):
        return Destruction.objects.get()


def test_from_the_assessment_to_the_signed_register_and_after(world, django_assert_max_num_queries):
    season = world.season
    address = f"/relief/seasons/{season.id}/destruction/"
    officer, boss = client_of("officer"), client_of("boss")
    assert "个人信息销毁" in page(officer.get(f"/relief/seasons/{season.id}/"))
    with django_assert_max_num_queries(90):
        shown = page(officer.get(address))
    assert "仅因本年度登记的家庭和人员" in shown
    assert "起草销毁评估" in shown
    assert "起草销毁评估" not in page(boss.get(address))
    draft = page(officer.get(f"{address}draft/"))
    assert "异议人联系方式" in draft
    assert "审定名单和获救助户的申请" not in draft, "what must be kept is no choice"
    refused = press("officer", f"{address}draft/", keep_findings="信访案件")
    assert "填写今天以后的日期" in page(refused, 422)
    assert press("officer", f"{address}draft/").status_code == 302
    one = f"/relief/destructions/{row().id}/"
    assert "要由另一人审批" in page(officer.get(one))
    sent = {"seen": row().changed_at.isoformat(), "executor": seat("officer")[0].staff}
    assert press("officer", f"{one}approve/", **sent).status_code == 403
    assert "审批、执行和监销必须是三个人" in page(
        press("boss", f"{one}approve/", **sent, witness=sent["executor"]), 422
    )
    assert press("boss", f"{one}approve/", **sent, witness=seat("finance")[0].staff).status_code == 302
    assert f"{one}attend/" not in page(boss.get(one))
    assert press("officer", f"{one}attend/").status_code == 302
    assert press("finance", f"{one}attend/").status_code == 302
    assert "已销毁的记录" in page(officer.get(one))
    assert "X-Settled" not in officer.get(f"{one}now/").headers
    with as_role("worker"):
        destroy_next(SystemClock().now())
    assert officer.get(f"{one}now/").headers["X-Settled"] == "1"
    with django_assert_max_num_queries(45):
        assert "三人签字后上传扫描件" in page(officer.get(one))
    paper = page(officer.get(f"{one}sheet/"))
    assert row().digest in paper
    assert "尚未销毁" not in paper
    book = openpyxl.load_workbook(BytesIO(b"".join(officer.get(f"{one}list.xlsx").streaming_content)))
    lines = list(book.active.iter_rows(values_only=True))
    assert len(lines) == row().items + 1
    said = "\n".join(str(cell) for line in lines for cell in line if cell)
    # Longer than four digits: those stand in a checksum now and then.
    assert [words for words in ("王", "6217*", "62170000") if words in said] == []
    assert "1 页已归到记录" in page(upload(officer, ("清册.jpg", [sheet(Target(SheetKind.DESTRUCTION, row().id))])))
    assert "签字的清册已归档" in page(officer.get(one))
    look_around(world)


def look_around(world):
    """Every page of the season opens, and says so where something is gone."""
    season, officer = world.season, client_of("officer")
    with scope.enter(SYSTEM):
        refused, granted = world.refused, world.granted[0]
        finding, objection, ledger = Finding.objects.get(), Objection.objects.get(), LedgerFile.objects.latest("id")
        gone = refused.household.memberships.get().person_id
    told = {
        f"/relief/applications/{refused.id}/": "已销毁",
        f"/relief/applications/{granted.application_id}/": world.granted[0].application.head_masked[0],
        f"/relief/applications/?season={season.id}": "已销毁",
        f"/relief/ledger/{ledger.id}/": "已销毁",
        f"/relief/findings/{finding.id}/": "比对内容已销毁",
        f"/relief/objections/{objection.id}/": "家里有车",
        f"/people/{gone}/": "已销毁",
        f"/people/households/{refused.household_id}/": "",
        f"/relief/forms/?season={season.id}&form=official-ledger&region={VILLAGE_A}": "已销毁",
        f"/relief/forms/?season={season.id}&form=person-ledger&region={VILLAGE_A}": "",
        "/relief/findings/?state=confirmed": "比对内容已销毁",
        "/relief/scans/": "",
        "/relief/ledger/": "",
        f"/relief/seasons/{season.id}/": "",
        f"/relief/seasons/{season.id}/evaluation/": "",
        "/people/": "已销毁",
    }
    for address, words in told.items():
        assert words in page(officer.get(address)), address
    with scope.enter(seat("auditor")[0]):
        assert list(audit(Look(COUNTY, season.year, SystemClock().now()), by=seat("auditor")[0]))
