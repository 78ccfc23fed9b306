"""Archives (DIS-033): what is in it, what it lacks, versions by content, proof outside the system."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from typer.testing import CliRunner

from nuandong.cli import _relief_archive
from nuandong.cli import journal as commands
from nuandong.cli.relief import app
from nuandong.files.storing import store_photo
from nuandong.journal import api as journal
from nuandong.journal.manifests import check_manifest
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.relief.actions.add_archive_paper import add_archive_paper
from nuandong.relief.actions.ask_archive import archive_of, ask_archive, take_archive
from nuandong.relief.actions.withdraw_archive_paper import withdraw_archive_paper
from nuandong.relief.actions.write_evaluation import Said, sign_evaluation, write_evaluation
from nuandong.relief.archiving.collecting import collected
from nuandong.relief.archiving.lacking import lack_words
from nuandong.relief.archiving.making import make_next
from nuandong.relief.models import Archive, Freeze, Notice
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


def make(people, season, *, now=NOW, region=VILLAGE_A):
    """Ask and make, as the worker does; the newest archive and its bytes."""
    with scope.enter(people.officer):
        ask_archive(by=people.officer, now=now, season=season.id, region=region)
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


def test_a_paper_added_by_mistake_is_taken_out_of_the_next_archive_and_added_again():
    people, season = world()
    row = add(people.officer, season, PaperKind.MINUTES, data=b"%PDF-1.7 wrong")
    assert "没有资金分配会议纪要" not in lacking(season)
    with scope.enter(people.clerk_a), pytest.raises(NotFound):
        withdraw_archive_paper(by=people.clerk_a, now=LATER, paper=row.id, why="不是这份")
    with scope.enter(people.officer):
        withdraw_archive_paper(by=people.officer, now=LATER, paper=row.id, why="不是这份")
        with pytest.raises(Conflict):
            withdraw_archive_paper(by=people.officer, now=LATER, paper=row.id, why="不是这份")
    assert "没有资金分配会议纪要" in lacking(season)
    add(people.officer, season, PaperKind.MINUTES, data=b"%PDF-1.7 wrong")
    assert "没有资金分配会议纪要" not in lacking(season)


def test_refusals():
    people, season = world()
    with scope.enter(people.officer):
        ask_archive(by=people.officer, now=NOW, season=season.id, region=VILLAGE_A)
        with pytest.raises(Conflict):
            ask_archive(by=people.officer, now=NOW, season=season.id, region=VILLAGE_A)
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


def test_townships_and_the_county_have_archives_of_their_own():
    people, season = world()
    make(people, season)
    add(people.officer, season, PaperKind.MINUTES, region=COUNTY, data=b"%PDF-1.7 minutes")
    row, data = make(people, season, region=COUNTY)
    with ZipFile(BytesIO(data)) as file:
        names = file.namelist()
        whole = b"".join(file.read(one) for one in names)
    assert any(name.endswith("资金分配会议纪要.pdf") for name in names)
    assert any("汇总表/" in name for name in names)
    assert not any("名册/" in name or "照片" in name for name in names)
    assert "王秀英".encode() not in whole
    said = {lack_words(*one) for one in row.missing}
    assert "没有审定的名单" in said
    assert {one.partition("：")[0] for one in said if "下级" in one} == {"没有下级档案", "下级档案未齐"}
    with scope.enter(SYSTEM):
        chapter = collected(season, TOWNSHIP_A).parts[-1]
        village = Archive.objects.get(region=VILLAGE_A)
    assert [(one[1], one[-1]) for one in chapter.rows] == [("1", village.digest)]
    with scope.enter(people.clerk_a):
        assert archive_of(village.id, by=people.clerk_a).id == village.id
        with pytest.raises(Forbidden):
            take_archive(by=people.clerk_a, now=NOW, archive=village.id, reason="本村核对")
        clerk = replace(people.clerk_a, second_factor=True)
        assert take_archive(by=clerk, now=NOW, archive=village.id, reason="本村核对")[1]
        with pytest.raises(NotFound):
            archive_of(row.id, by=people.clerk_a)


def test_the_county_keeps_what_was_signed_of_its_season():
    people, season = world()
    with scope.enter(SYSTEM):
        assert ("evaluation", "") in collected(season, COUNTY).lacks
    words = Said(affected_persons=400, effect="到位", problems="一户", practice="先核", advice="早拨")
    with scope.enter(people.officer):
        draft = write_evaluation(by=people.officer, now=NOW, season=season.id, said=words)
    with scope.enter(people.boss):
        sign_evaluation(by=people.boss, now=NOW, evaluation=draft.id, seen=NOW)
    with scope.enter(SYSTEM):
        contents = collected(season, COUNTY)
    assert ("evaluation", "") not in contents.lacks
    assert ("申请户数", "1", "户") in contents.parts[-1].rows
    assert "先核".encode() in contents.parts[-1].files[0].data


def test_an_audit_holds_the_papers_too():
    people, season = world()
    with scope.enter(SYSTEM):
        Freeze.objects.create(
            id=new_id(NOW), region=TOWNSHIP_A, season=season.year, why="审计", set_by=people.officer.staff, set_at=NOW
        )
    with pytest.raises(NotNow):
        add(people.officer, season, PaperKind.OTHER, region=VILLAGE_A, data=b"%PDF-1.7 late")


def test_the_command_waits_for_the_background_and_says_what_is_missing(monkeypatch):
    world()
    place = ("archive", "--as", "officer", "--season", "2026", "--village", str(VILLAGE_A))

    def background(_seconds):
        with as_role("worker"):
            make_next(NOW, plain_index)

    assert CliRunner().invoke(app, [*place, "--wait", "0"]).exit_code == 1
    background(0)
    monkeypatch.setattr(_relief_archive.made, "__kwdefaults__", {"pause": background})
    done = CliRunner().invoke(app, [*place, "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["version"], told["complete"]) == (1, 1, False)
    assert "没有民主评议记录" in told["missing"]
    for wrong in (("--season", "1999"), ("--title", "没有的"), ("--region", "7"), ("--region", "520103000000")):
        assert CliRunner().invoke(app, [*place, *wrong]).exit_code == 1


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
