"""The archive of a village (DIS-033): what is in it, what it lacks, versions by content, proof outside the system."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from nuandong.cli import journal as commands
from nuandong.files.storing import store_photo
from nuandong.journal import api as journal
from nuandong.journal.manifests import check_manifest
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, Invalid, NotFound, NotNow, OutOfScope
from nuandong.org import scope
from nuandong.relief.actions.add_archive_paper import add_archive_paper
from nuandong.relief.actions.ask_archive import archive_of, ask_archive, take_archive
from nuandong.relief.archiving.collecting import collected
from nuandong.relief.archiving.lacking import lack_words
from nuandong.relief.archiving.making import make_next
from nuandong.relief.models import Archive, Notice
from nuandong.relief.policies_archive import PLACE
from nuandong.relief.states import PaperKind
from nuandong.vault import api as vault
from tests.cast import COUNTY, NOW, TOWNSHIP_A, VILLAGE_A, VILLAGE_B, cast
from tests.databases import as_role
from tests.files.test_photos import photo
from tests.relief import payouts, seasons
from tests.web.conftest import seat

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def plain_index(contents, version):
    """Words instead of a set page: typefaces are tested elsewhere."""
    return f"{contents.place} {version}".encode()


def world():
    people = cast()
    seat("officer")
    with scope.enter(SYSTEM):
        season = seasons.season(people.officer)
        case = seasons.application(people.clerk_a, season, "王秀英")
        seasons.noticed(people.cadre_a, case)
        first = store_photo(by=people.cadre_a, now=NOW, region=VILLAGE_A, data=photo(), purpose="relief.notice")
        Notice.objects.update(first_photo=first)
    return people, season


def make(people, season, *, now=NOW):
    """Ask and make, as the worker does; the newest archive and its bytes."""
    with scope.enter(people.officer):
        ask_archive(by=people.officer, now=now, season=season.id, region=VILLAGE_A)
    with as_role("worker"):
        assert make_next(now, plain_index) is not None
        assert make_next(now, plain_index) is None
    with scope.enter(SYSTEM):
        row = Archive.objects.order_by("-id").first()
        assert not row.trouble
        return row, vault.open_bytes(*PLACE, row.id, bytes(row.content_sealed))


def lacking(season):
    with scope.enter(SYSTEM):
        return {lack_words(*one) for one in collected(season, VILLAGE_A).lacks}


def add(by, season, kind, **more):
    with scope.enter(by):
        values = {"region": by.region, "kind": kind, "title": "", **more}
        return add_archive_paper(by=by, now=NOW, season=season.id, **values)


def test_versions_follow_the_content():
    people, season = world()
    first, data = make(people, season)
    again, same = make(people, season, now=LATER)
    assert (again.id, again.version, same, again.confirmed_at) == (first.id, 1, data, LATER)
    add(people.officer, season, PaperKind.MINUTES, data=b"%PDF-1.7 minutes")
    second, other = make(people, season, now=LATER)
    assert (second.version, second.id != first.id, other != data) == (2, True, True)
    with scope.enter(SYSTEM):
        made = journal.history(kinds=["relief.archive_made"])
    assert [one.payload["digest"] for one in made] == [hashlib.sha256(one).hexdigest() for one in (other, data)]
    with ZipFile(BytesIO(other)) as file:
        manifest = json.loads(file.read("manifest.json"))
        names = set(file.namelist())
        assert {name: hashlib.sha256(file.read(name)).hexdigest() for name in names - {"manifest.json"}} == manifest[
            "files"
        ]
    assert any(name.endswith("资金分配会议纪要.pdf") for name in names)
    assert any("名册/" in name and name.endswith(".xlsx") for name in names)
    assert "没有资金分配会议纪要" not in manifest["missing"]
    assert any(words.startswith("没有最后一天的照片") for words in manifest["missing"])


def test_what_is_missing_is_said_until_it_is_there():
    people, season = world()
    wanted = {"没有资金文件", "没有民主评议记录", "没有发放批次", "没有盖章的扫描件", "没有资金分配会议纪要"}
    assert wanted <= lacking(season)
    assert any(words.startswith("没有最后一天的照片") for words in lacking(season))
    add(people.clerk_a, season, PaperKind.SEALED, region=TOWNSHIP_A, data=b"%PDF-1.7 seal")
    assert "没有盖章的扫描件" not in lacking(season)
    with scope.enter(SYSTEM):
        last = store_photo(by=people.cadre_a, now=NOW, region=VILLAGE_A, data=photo(), purpose="relief.notice")
        Notice.objects.update(last_photo=last)
    assert not any(words.startswith("没有最后一天的照片") for words in lacking(season))


def test_a_payout_lacks_its_voucher_until_the_number_is_recorded():
    people = cast()
    place = payouts.world(2)
    payout = payouts.planned(place)
    assert f"第 {payout.number} 批没有记账凭证号" in lacking(place.season)
    with pytest.raises(Invalid):
        add(people.officer, place.season, PaperKind.VOUCHER, payout=payout.id)
    add(people.officer, place.season, PaperKind.VOUCHER, payout=payout.id, number="记-27")
    add(people.officer, place.season, PaperKind.REQUEST, payout=payout.id, data=b"%PDF-1.7 request")
    assert not {one for one in lacking(place.season) if one.startswith("第 ")}


def test_refusals():
    people, season = world()
    with scope.enter(people.officer):
        ask_archive(by=people.officer, now=NOW, season=season.id, region=VILLAGE_A)
        with pytest.raises(Conflict):
            ask_archive(by=people.officer, now=NOW, season=season.id, region=VILLAGE_A)
        with pytest.raises(Invalid):
            ask_archive(by=people.officer, now=NOW, season=season.id, region=COUNTY)
        asked = Archive.objects.get().id
        with pytest.raises(NotNow):
            take_archive(by=people.officer, now=NOW, archive=asked, reason="移交县档案室")
    with scope.enter(people.clerk_b), pytest.raises(NotFound):
        archive_of(asked, by=people.clerk_b)
    with scope.enter(people.clerk_a), pytest.raises(OutOfScope):
        ask_archive(by=people.clerk_a, now=NOW, season=season.id, region=VILLAGE_B)
    add(people.officer, season, PaperKind.OTHER, data=b"%PDF-1.7 same")
    with pytest.raises(Conflict):
        add(people.officer, season, PaperKind.OTHER, data=b"%PDF-1.7 same")
    with pytest.raises(Invalid):
        add(people.officer, season, PaperKind.OTHER, data=b"neither")


def test_a_pack_that_left_is_checked_against_the_journal(settings, tmp_path):
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "heads.log"
    people, season = world()
    _row, data = make(people, season)
    good, bad, made_up = tmp_path / "good.zip", tmp_path / "bad.zip", tmp_path / "none.zip"
    good.write_bytes(data)
    with ZipFile(BytesIO(data)) as source, ZipFile(bad, "w", ZIP_STORED) as target:
        for number, name in enumerate(source.namelist()):
            target.writestr(name, source.read(name) + (b"x" if number == 1 else b""))
        target.writestr("更多.txt", "")
    made_up.write_bytes(b"no archive")
    with scope.enter(SYSTEM):
        assert check_manifest(good).flaws == ()
        words = [flaw.words for flaw in check_manifest(bad).flaws]
        assert words == ["多出文件 %(of)s", "文件内容与清单不一致：%(of)s"]
        assert len(check_manifest(made_up).flaws) == 1
        assert commands._pack_flaws(good) == ()
        assert "生成这份文件" in commands._pack_flaws(bad)[-1].words
        assert commands._pack_flaws(tmp_path / "absent.zip")
