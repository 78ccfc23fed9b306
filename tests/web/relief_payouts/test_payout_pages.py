"""A payout on its pages: planned, frozen, checked, released, answered, corrected, paid again, asked after."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.org import scope
from nuandong.relief.models import (
    AccountChange,
    BankFile,
    MoneyReturn,
    Need,
    Payout,
    PayoutLine,
    SampleCheck,
    Season,
    WriteOff,
)
from tests.cast import COUNTY, NOW, cast
from tests.files.test_photos import photo
from tests.relief import payouts
from tests.web.conftest import client_of

pytestmark = pytest.mark.django_db
LIST = "/relief/payouts/"


@pytest.fixture(autouse=True)
def demo(settings, db):
    settings.NUANDONG_DEMO = True


def page(answer, status=200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def done(answer) -> str:
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return str(answer["Location"])


def test_from_plan_to_sample(django_assert_max_num_queries):
    made = payouts.world(3)
    officer, boss, finance = client_of("officer"), client_of("boss"), client_of("finance")
    form = {"tranche": made.tranche.id, "region": COUNTY, "percent": 100, "layout": "credit-coop", "remark": "慰问"}
    assert "附言必须是“受灾救助补助”" in page(officer.post(f"{LIST}new/", form), 422)
    with scope.enter(cast().officer):
        Season.objects.update(year=2020)
    assert "2020 年度冬春救助的救助时段是 2020年12月1日 至 2021年5月31日" in page(officer.get(f"{LIST}new/"))
    with scope.enter(cast().officer):
        Season.objects.update(year=2026)
    here = done(officer.post(f"{LIST}new/", form | {"remark": "受灾救助补助"}))
    with scope.enter(cast().officer):
        Payout.objects.update(planned_at=NOW)
    assert "救助时段" not in page(officer.get(here))
    with scope.enter(cast().officer):
        Payout.objects.update(planned_at=NOW - timedelta(days=2))
    assert "2026年11月29日 不在时段内" in page(officer.get(here))
    with django_assert_max_num_queries(45):
        assert "没有发现" in page(officer.get(here))
    assert "第 1 批" in page(officer.get(LIST))
    done(officer.post(f"{here}freeze/", {}))
    assert "不能由您核对" not in page(boss.get(here))
    assert officer.get(f"{here}check/").status_code == 403
    done(boss.post(f"{here}check/", {"seen": 0}))
    done(finance.post(f"{here}release/", {"voucher": "记-3"}))
    with scope.enter(cast().officer):
        payout = Payout.objects.get()
        file = BankFile.objects.get()
    taken = finance.get(f"{LIST}files/{file.id}/")
    assert b"".join(taken.streaming_content).startswith(b"H2026")
    assert officer.get(f"{LIST}files/{file.id}/").status_code == 403
    answer = payouts.answer(payout, {2: ("failed", "01")}, at=SystemClock().now().astimezone(SHANGHAI))
    for _time in range(2):
        upload = SimpleUploadedFile("回执.txt", answer)
        assert done(finance.post(f"{here}result/", {"file": upload})) == here
    shown = page(officer.get(here))
    assert "账号不存在" in shown
    assert "请户主本人出示社保卡或存折" in shown
    assert "PL52010200000020261-1.txt" in shown
    assert "到账 2，失败 1" in shown
    with scope.enter(cast().officer):
        line = PayoutLine.objects.get(state="failed")
    assert "不能" not in page(officer.get(f"{LIST}lines/{line.id}/correct/"))
    done(officer.post(f"{LIST}lines/{line.id}/correct/", {"account": "6217000010000000888", "reason": "补卡"}))
    with scope.enter(cast().officer):
        change = AccountChange.objects.get()
    assert "另一人复核" in page(officer.post(f"{LIST}accounts/{change.id}/", {"take": "1"}), 422)
    done(boss.post(f"{LIST}accounts/{change.id}/", {"take": "1"}))
    assert "可以补发" in page(officer.get(f"{here}follow/"))
    again = done(officer.post(f"{here}follow/", {}))
    assert "第 2 批" in page(officer.get(again))
    sample = done(officer.post(f"{here}sample/", {"confidence": 95, "margin": 10}))
    with scope.enter(cast().officer):
        drawn = SampleCheck.objects.get().drawn
    done(officer.post(sample, {"line": drawn[0], "answer": "not_arrived"}))
    assert "没有收到" in page(officer.get(sample))
    book = officer.get(f"{here}register/payment-roster/")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [cell.split("（")[0] for cell in cells[3]][:4] == ["序号", "村", "户主姓名", "户主身份证号"]
    assert (cells[4][2][1:], cells[7][0], cells[7][7]) == ("**", "合计", "906.00")
    assert len(sheet._images) == 1
    paper = page(officer.get(f"{here}sheet/"))
    assert "906.00" in paper
    assert "归档用的二维码" in paper
    assert finance.get(f"{here}register/payment-roster/?plain=1").status_code == 403


def test_what_stands_against_freezing_is_told_line_by_line_and_who_sees_it():
    made = payouts.world(2)
    with scope.enter(cast().officer):
        Need.objects.filter(household=made.granted[0].household_id).update(
            account_sealed=None, account_blind=None, account_masked=""
        )
    payout = payouts.planned(made)
    here = f"{LIST}{payout.id}/"
    officer = client_of("officer")
    shown = page(officer.get(here))
    assert "没有账号" in shown
    assert "银行不会受理" in page(officer.post(f"{here}freeze/", {}), 422)
    with scope.enter(cast().officer):
        line = PayoutLine.objects.get(serial=1)
    done(officer.post(f"{LIST}lines/{line.id}/leave/", {"reason": "没有账号"}))
    done(officer.post(f"{here}cancel/", {"reason": "重新编制"}))
    assert "已取消" in page(officer.get(here))
    assert client_of("outsider").get(here).status_code in {403, 404}
    assert client_of("auditor").get(here).status_code == 200
    assert client_of("cadre_a").get(here).status_code == 403


def test_money_comes_back_with_the_banks_paper():
    made = payouts.world(2)
    payout = payouts.sent(made)
    payouts.told(payout, payouts.answer(payout, {}))
    officer, boss, finance = client_of("officer"), client_of("boss"), client_of("finance")
    here = f"{LIST}{payout.id}/"
    with scope.enter(cast().officer):
        line = payout.lines.get(serial=1)
        Payout.objects.filter(id=payout.id).update(released_at=SystemClock().now())
    picture = SimpleUploadedFile("slip.jpg", photo((400, 300)), "image/jpeg")
    form = {
        "returned_on": SystemClock().now().astimezone(SHANGHAI).date(),
        "reason": "account_closed",
        "bank_words": "已销户",
    }
    there = f"{LIST}lines/{line.id}/returned/"
    assert there in page(finance.get(here))
    assert "没有银行的退票通知" in page(finance.post(there, form), 422)
    done(finance.post(there, form | {"evidence": picture}))
    with scope.enter(cast().officer):
        row = MoneyReturn.objects.get()
    assert "待复核" in page(officer.get(here))
    assert "要由另一人复核" in page(finance.post(f"{LIST}returns/{row.id}/", {"take": "1"}), 422)
    assert f"{LIST}returns/{row.id}/photo/" in page(boss.get(f"{LIST}returns/{row.id}/"))
    assert boss.get(f"{LIST}returns/{row.id}/photo/")["Content-Type"] == "image/jpeg"
    done(boss.post(f"{LIST}returns/{row.id}/", {"take": "1"}))
    shown = page(officer.get(here))
    assert "到账后退回" in shown
    assert "请户主换用本人的社保卡账号" in shown


def test_what_failed_for_good_is_written_off_by_two():
    payout = payouts.sent(payouts.world(2))
    payouts.told(payout, payouts.answer(payout, {1: ("failed", "账号不存在")}))
    officer, boss = client_of("officer"), client_of("boss")
    here = f"{LIST}{payout.id}/"
    with scope.enter(cast().officer):
        line = payout.lines.get(serial=1)
    there = f"{LIST}lines/{line.id}/write-off/"
    assert there in page(officer.get(here))
    form = {"reason": "gone", "words": "全户外迁"}
    assert "没有证明材料" in page(officer.post(there, form), 422)
    picture = SimpleUploadedFile("proof.jpg", photo((400, 300)), "image/jpeg")
    done(officer.post(there, form | {"evidence": picture}))
    with scope.enter(cast().officer):
        row = WriteOff.objects.get()
    act = f"{LIST}write-offs/{row.id}/"
    assert "要由另一人复核" in page(officer.post(act, {"take": "1"}), 422)
    assert f"{act}photo/" in page(boss.get(act))
    assert boss.get(f"{act}photo/")["Content-Type"] == "image/jpeg"
    done(boss.post(act, {"take": "1"}))
    assert "已核销（元）" in page(officer.get(here))
    assert "1 户，301.00 元" in page(officer.get(f"/relief/seasons/{payout.season_id}/"))
    page(officer.post(f"{act}undo/", {"why": ""}), 422)
    done(officer.post(f"{act}undo/", {"why": "本人回村"}))
    assert "已撤销" in page(officer.get(here))
    assert client_of("cadre_a").get(act).status_code == 403
