"""A ledger on its pages: uploaded, columns said, errors seen, confirmed, written again, withdrawn; and who sees it."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.journal import api as journal
from nuandong.journal.models import JournalEvent as Event
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.relief.copies import make_next
from nuandong.relief.models import LedgerFile, Need
from nuandong.relief.working import work_next
from tests.cast import TOWNSHIP_A, cast
from tests.relief.books import TITLES, book, household
from tests.web.conftest import client_of

pytestmark = pytest.mark.django_db
LIST = "/relief/ledger/"


@pytest.fixture(autouse=True)
def demo(settings, db):
    settings.NUANDONG_DEMO = True


def page(answer, status=200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client, data: bytes, name: str = "甲村台账.xlsx") -> str:
    form = {"region": TOWNSHIP_A, "season": 2026, "form": "official-ledger", "file": SimpleUploadedFile(name, data)}
    answer = client.post(f"{LIST}new/", form)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return str(answer["Location"])


def worked() -> None:
    while work_next(SystemClock().now()) is not None:
        pass


def copied() -> None:
    while make_next(SystemClock().now()) is not None:
        pass


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_from_upload_to_the_official_ledger(django_assert_max_num_queries):
    clerk = client_of("clerk_a", second_factor=True)
    rows = [household(0), household(1, 户主身份证号="5.2E+17"), household(2, 需救助人口=9), household(3)]
    here = sent(clerk, book(rows, dressed=True))
    assert "正在核对" in page(clerk.get(here))
    worked()
    with django_assert_max_num_queries(25):
        shown = page(clerk.get(here))
    assert "无法恢复" in shown
    assert "需救助人口多于家庭人口" in shown
    assert "合计行 1 行" in shown

    assert clerk.get(f"{here}copy/file/").status_code == 409
    for _press in range(2):
        assert clerk.post(f"{here}copy/").status_code == 302
    assert "正在制作标出错误的表" in page(clerk.get(here))
    copied()
    assert "下载标出错误的表" in page(clerk.get(here))
    copy = openpyxl.load_workbook(io.BytesIO(content(clerk.get(f"{here}copy/file/"))))["甲村"]
    assert "无法恢复" in copy["B5"].comment.text
    assert "需救助人口多于家庭人口" in copy["G6"].comment.text
    assert copy["B4"].comment is None

    found = re.search(r'name="found" value="([0-9a-f]+)"', page(clerk.get(f"{here}confirm/")))[1]
    page(clerk.post(f"{here}confirm/", {"found": found}), 422)
    assert clerk.post(f"{here}confirm/", {"found": found, "partial": "on"}).status_code == 302
    assert "X-Settled" not in clerk.get(f"{here}now/")
    worked()
    assert clerk.get(f"{here}now/")["X-Settled"]
    assert "已导入" in page(clerk.get(here))

    masked = openpyxl.load_workbook(
        io.BytesIO(content(clerk.get(f"{LIST}written/?region={TOWNSHIP_A}&season=2026")))
    ).active
    assert [cell.value for cell in masked[1]] == list(TITLES)
    assert masked.max_row == 3
    assert "*" in masked["A2"].value
    in_full = f"{LIST}written/plain/?region={TOWNSHIP_A}&season=2026"
    assert "取出并下载" in page(clerk.get(in_full))
    assert "没有写明查看原因" in page(clerk.post(in_full, {"reason": "看看"}), 422)
    plain = openpyxl.load_workbook(io.BytesIO(content(clerk.post(in_full, {"reason": "上报县应急局"})))).active
    assert {plain["B2"].value, plain["B3"].value} == {rows[0][1], rows[3][1]}
    with scope.enter(cast().clerk_a):
        taken = Event.objects.get(kind="relief.ledger_taken", payload__plain=True, payload__what="official-ledger")
        assert journal.texts([taken.id])[taken.id]["reason"] == "上报县应急局"

    assert clerk.post(f"{here}withdraw/", {"reason": "重报"}).status_code == 302
    assert "已撤回" in page(clerk.get(here))
    with scope.enter(cast().clerk_a):
        assert not Need.objects.filter(ended_at=None).exists()


def test_columns_are_said_on_their_page():
    clerk = client_of("clerk_a")
    here = sent(clerk, book([household(n) for n in range(3)], titles=("当家的", *TITLES[1:])))
    worked()
    assert "还没有找到这些列：户主姓名" in page(clerk.get(here))
    assert "当家的" in page(clerk.get(f"{here}columns/"))
    with scope.enter(cast().clerk_a):
        chosen = {f"c{place}": field for place, field in LedgerFile.objects.get().columns.items()}
    assert clerk.post(f"{here}columns/", {**chosen, "c0": "head_name"}).status_code == 302
    worked()
    assert "确认导入" in page(clerk.get(here))


def test_who_may_see_and_take_what():
    here = sent(client_of("clerk_a"), book([household(0)]))
    worked()
    assert client_of("clerk_b").get(here).status_code == 404
    assert client_of("crew").get(LIST).status_code == 403
    auditor = client_of("auditor")
    page(auditor.get(here))
    for act in ("confirm", "drop", "columns", "copy"):
        assert auditor.get(f"{here}{act}/").status_code == 403
    # The copy holds what was sent, numbers in full: for whoever sent it, or may see them with the second factor.
    assert client_of("clerk_a", second_factor=False).post(f"{here}copy/").status_code == 302
    copied()
    for second_factor, status in ((False, 403), (True, 200)):
        officer = client_of("officer", second_factor=second_factor)
        assert [officer.get(f"{here}copy/{file}").status_code for file in ("", "file/")] == [status] * 2
    assert client_of("clerk_a", second_factor=False).get(f"{here}copy/file/").status_code == 200
    # Full numbers ask for the second factor, whoever it is.
    refused = client_of("clerk_a", second_factor=False)
    in_full = f"{LIST}written/plain/?region={TOWNSHIP_A}&season=2026"
    assert refused.get(in_full).status_code == 403
    assert refused.post(in_full, {"reason": "上报县应急局"}).status_code == 403
    # What once asked for numbers in full by a plain link gives them masked now.
    refused.get(f"{LIST}written/?region={TOWNSHIP_A}&season=2026&plain=1")
    with scope.enter(cast().clerk_a):
        assert not Event.objects.filter(
            kind="relief.ledger_taken", payload__plain=True, payload__what="official-ledger"
        ).exists()
    assert "救助台账" in page(refused.get(LIST))


def test_hostile_files_are_refused_at_the_door():
    clerk = client_of("clerk_a")
    form = {"region": TOWNSHIP_A, "season": 2026, "form": "official-ledger"}
    refused = page(clerk.post(f"{LIST}new/", {**form, "file": SimpleUploadedFile("a.xlsx", b"MZ\x90")}), 422)
    assert "这个文件不是表格" in refused
    here = sent(clerk, b"PK\x03\x04" + b"\0" * 100)
    worked()
    assert "打不开" in page(clerk.get(here))
    with scope.enter(cast().clerk_a):
        assert LedgerFile.objects.get().state == "refused"
