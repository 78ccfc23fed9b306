"""Paper that comes back: read by the code on it, filed to its record, once; the rest by hand; nothing of other places."""

import io
from typing import Any
from uuid import uuid4

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import Application, Pack, Scan
from nuandong.relief.scanning.codes import SheetKind, Target, code_of, target_of
from nuandong.relief.selectors_scans import scans_of
from tests.cast import VILLAGE_A
from tests.relief import payouts, seasons
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions
from tests.web.relief_notices.test_notices import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Application:
    """A household in its village's pack."""
    actor, _account = seat("cadre_a")
    officer, _account = seat("officer")
    divisions()
    with scope.enter(SYSTEM):
        season = seasons.season(officer)
        return seasons.application(actor, season, pack=seasons.pack(season))


def sheet(target: Target | None = None, *, text: str = "", turned: float = 0, shade: int = 255) -> Image.Image:
    """A page of paper with a code at its head, as a phone or a scanner sees it."""
    paper = Image.new("L", (1000, 1400), shade)
    if target or text:
        file = io.BytesIO()
        segno.make(text or code_of(target), error="m", micro=False).save(file, kind="png", scale=4, border=2)
        paper.paste(Image.open(file).convert("L"), (700, 80))
    return paper.rotate(turned, fillcolor=90, expand=True)


def upload(client: Client, *files: tuple[str, list[Image.Image] | bytes], to: str = "") -> Any:
    sent = []
    for name, pages in files:
        data = pages
        if isinstance(pages, list):
            file = io.BytesIO()
            kind = "PDF" if name.endswith("pdf") else "JPEG"
            pages[0].save(file, kind, **({"save_all": True, "append_images": pages[1:]} if kind == "PDF" else {}))
            data = file.getvalue()
        sent.append(SimpleUploadedFile(name, data))
    return client.post(f"/relief/scans/new/?to={to}", {"command_key": str(uuid4()), "sheets": sent}, follow=True)


def test_pages_find_their_records_and_twice_changes_nothing(case):
    cadre = client_of("cadre_a")
    form, pack = Target(SheetKind.APPLICATION, case.id), Target(SheetKind.PACK, case.pack_id)
    roster = Target(SheetKind.VILLAGE_LIST, case.season_id, VILLAGE_A)
    files = (
        ("材料.pdf", [sheet(form), sheet(shade=250), sheet(pack)]),
        ("手机.jpg", [sheet(roster, turned=8)]),
        ("空白.jpg", [sheet(shade=240)]),
    )
    shown = page(upload(cadre, *files))
    assert "4 页已归到记录" in shown
    assert "1 页没有读出二维码" in shown
    assert "5 页以前已经上传过" in page(upload(cadre, *files))
    with scope.enter(SYSTEM):
        found = [(one.kind, one.how, one.page) for one in scans_of(season=case.season, region=VILLAGE_A)]
        [event] = JournalEvent.objects.filter(kind="relief.scans_taken", payload__filed=4)
        waiting = Scan.objects.get(kind="")
    assert sorted(found) == [
        ("application-approval", "code", 1),
        ("application-approval", "follows", 2),
        ("village-pack", "code", 3),
        ("village-payment-list", "code", 1),
    ]
    assert event.payload["unread"] == 1
    for where in (f"/relief/applications/{case.id}/", f"/relief/packs/{case.pack_id}/"):
        assert "/image/" in page(cadre.get(where))
    one = f"/relief/scans/{waiting.id}/"
    assert cadre.get(f"{one}image/")["Content-Type"] == "image/jpeg"
    assert "没有读出二维码" in page(cadre.get(one))
    sent = {"command_key": str(uuid4()), "record": f"village-pack:{case.pack_id}", "table": "", "region": ""}
    assert cadre.post(one, sent)["Location"] == one
    assert "手工归档" in page(cadre.get(one))
    assert cadre.post(f"{one}drop/", {"command_key": str(uuid4())}).status_code == 302
    with scope.enter(SYSTEM):
        assert scans_of(kind=SheetKind.PACK, subject=case.pack_id).count() == 1


def test_what_the_county_signed_and_sealed_comes_back_to_its_list_and_its_payout():
    seat("officer")
    divisions()
    made = payouts.world(2)
    payout, granted = payouts.frozen(payouts.planned(made)), made.granted[0]
    officer = client_of("officer")
    for kind, subject in ((SheetKind.DECISION, granted.decision_id), (SheetKind.PAYOUT, payout.id)):
        record = f"/relief/{kind.value}s/{subject}/"
        paper = page(officer.get(f"{record}sheet/"))
        assert "归档用的二维码" in paper
        assert "李建国" not in paper
        sealed = upload(officer, (f"{kind}.jpg", [sheet(Target(kind, subject), turned=4)]))
        assert "1 页已归到记录" in page(sealed)
        assert "/image/" in page(officer.get(record))
        assert "不在您的管辖区域内" in page(
            upload(client_of("cadre_b"), ("x.jpg", [sheet(Target(kind, subject))])), 422
        )


def test_a_record_of_another_place_is_refused_and_nothing_is_kept(case):
    other = client_of("cadre_b")
    refused = upload(other, ("a.jpg", [sheet(Target(SheetKind.APPLICATION, case.id))]))
    assert "不在您的管辖区域内" in page(refused, 422)
    assert "不在您的管辖区域内" in page(
        upload(other, ("b.jpg", [sheet(Target(SheetKind.ROSTER, case.season_id, VILLAGE_A))])), 422
    )
    with scope.enter(SYSTEM):
        assert not Scan.objects.exists()
    client_of("cadre_a")
    mine = upload(client_of("cadre_a"), ("a.jpg", [sheet(shade=230)]), to=code_of(Target(SheetKind.PACK, case.pack_id)))
    assert "1 页已归到记录" in page(mine)
    with scope.enter(SYSTEM):
        kept = Scan.objects.get()
    assert (kept.kind, kept.how) == ("village-pack", "given")
    assert other.get(f"/relief/scans/{kept.id}/image/").status_code == 404


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 nothing behind it", b"MZ" + b"\0" * 500, b"\xff\xd8\xff\xe0 half a picture"]
)
def test_files_that_are_no_scans_are_refused(case, data):
    assert "这个文件读不了" in page(upload(client_of("cadre_a"), ("x.pdf", data)), 422)


def test_codes_cannot_be_made_up(case):
    code = code_of(Target(SheetKind.PACK, case.pack_id))
    assert target_of(code) == Target(SheetKind.PACK, case.pack_id)
    other = code[:10] + ("A" if code[10] != "A" else "B") + code[11:]
    for text in (other, code[:-1], "ND1", "ND1P", "ND1PÄÖ", "https://example.invalid/", code.replace("ND1P", "ND1A")):
        assert target_of(text) is None, text
    with scope.enter(SYSTEM):
        assert Pack.objects.get(id=case.pack_id).season_id == case.season_id
