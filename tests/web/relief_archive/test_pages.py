"""Archives on their pages: asked for, made, taken with a reason; a paper added; who may not."""

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.flows import archives_made
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.relief.models import Archive, ArchivePaper
from tests.cast import COUNTY, VILLAGE_A
from tests.databases import as_role
from tests.relief import seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page

pytestmark = pytest.mark.django_db


def test_asked_made_and_taken():
    officer, _account = seat("officer")
    clerk = seat("clerk_a")[0]
    divisions()
    with scope.enter(SYSTEM):
        season = seasons.season(officer)
        seasons.application(clerk, season, "王秀英")
    client = client_of("officer")
    assert "还没有生成" in page(client.get("/relief/archive/"))
    sent = {"command_key": str(uuid4()), "season": str(season.id), "region": str(VILLAGE_A)}
    assert client.post("/relief/archive/new/", sent).status_code == 302
    assert "X-Settled" not in client.get("/relief/archive/now/")
    with as_role("worker"):
        assert archives_made.run(SystemClock().now()) is not None
    assert client.get("/relief/archive/now/")["X-Settled"]
    shown = page(client.get("/relief/archive/now/"))
    assert "第 1 版" in shown
    assert "没有民主评议记录" in shown
    with scope.enter(SYSTEM):
        row = Archive.objects.get()
    take = f"/relief/archive/{row.id}/take/"
    assert client.post(take, {"command_key": str(uuid4()), "reason": ""}).status_code == 422
    answer = client.post(take, {"command_key": str(uuid4()), "reason": "移交县档案室"})
    data = b"".join(answer.streaming_content)
    with ZipFile(BytesIO(data)) as file:
        assert file.read("00-目录.pdf").startswith(b"%PDF")
    with scope.enter(SYSTEM):
        taken = journal.history(kinds=["relief.archive_taken"])
        assert [one.payload["digest"] for one in taken] == [row.digest]
        assert "移交县档案室" in str(journal.texts([taken[0].id]))
    assert client_of("cadre_a").get("/relief/archive/").status_code == 403
    assert client_of("clerk_b").get(take).status_code == 403


def test_a_paper_is_added_and_told():
    officer, _account = seat("officer")
    divisions()
    with scope.enter(SYSTEM):
        season = seasons.season(officer)
    client = client_of("officer")
    form = {"season": str(season.id), "region": str(COUNTY), "kind": "minutes", "title": "", "number": "", "payout": ""}
    refused = client.post("/relief/archive/papers/new/", form | {"command_key": str(uuid4())})
    assert "没有选择文件" in page(refused, 422)
    file = SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 minutes", "application/pdf")
    sent = client.post("/relief/archive/papers/new/", form | {"command_key": str(uuid4()), "file": file})
    assert sent.status_code == 302
    assert "资金分配会议纪要" in page(client.get("/relief/archive/"))
    with scope.enter(SYSTEM):
        row = ArchivePaper.objects.get()
    out = f"/relief/archive/papers/{row.id}/withdraw/"
    assert out in page(client.get("/relief/archive/"))
    assert client_of("clerk_b").get(out).status_code in {403, 404}
    assert client.post(out, {"command_key": str(uuid4()), "why": ""}).status_code == 422
    assert client.post(out, {"command_key": str(uuid4()), "why": "传错了年度"}).status_code == 302
    shown = page(client.get("/relief/archive/"))
    assert "已撤出" in shown
    assert out not in shown
    assert client.post(out, {"command_key": str(uuid4()), "why": "再撤一次"}).status_code == 422
