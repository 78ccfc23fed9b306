"""The inspection pack at the browser: asked for with one press, made in the background, taken, read again, its sums right."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta
from zipfile import ZipFile

import pdfplumber
import pytest

from nuandong.geo.codes import span
from nuandong.geo.kinds import PlaceKind
from nuandong.geo.models import Place
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.errors import NotFound
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.reports.actions.take_pack import take_pack
from nuandong.reports.inspection.making import made_at_once, make_next
from nuandong.reports.inspection.packing import STEPS
from nuandong.reports.models import InspectionPack
from nuandong.supervision.actions.make_draw import Wanted, make_draw
from tests.cast import COUNTY, OTHER_COUNTY, TOWNSHIP_A
from tests.cast import cast as people
from tests.databases import as_role
from tests.web.reports.setting import furnish
from tests.web.reports.test_pages import content, page, sent


@pytest.fixture
def world(db):
    found = furnish()
    sent(found)
    found.today = local_date(found.now)
    return found


def drawn(world) -> str:
    cast = people()
    with scope.enter(SYSTEM):
        place = Place(region=TOWNSHIP_A, kind=PlaceKind.BRIDGE, name="甲秀桥 #eval(1)", area="urban")
        place.id, place.recorded_at, place.changed_at = new_id(world.now), world.now, world.now
        place.save()
    wanted = Wanted(place_kinds=[PlaceKind.BRIDGE], inspecting=[cast.officer.unit], wanted=1, each=1)
    with scope.enter(cast.officer):
        return make_draw(by=cast.officer, now=world.now, region=COUNTY, title="冬季抽查", wanted=wanted).seed


def ask(client, world, key, **more):
    form = {
        "command_key": key(),
        "region": str(COUNTY),
        "first": str(world.today - timedelta(days=30)),
        "last": str(world.today),
    }
    return client.post("/reports/packs/new/", form | more)


def make() -> None:
    with as_role("worker"):
        assert make_next(SystemClock().now()) is not None
        assert make_next(SystemClock().now()) is None


def test_one_press_and_everything_is_in_it(world, client_as, key, settings, tmp_path):
    settings.NUANDONG_ANCHOR_FILE = tmp_path / "anchor"
    seed = drawn(world)
    client = client_as("officer")
    assert "还没有迎检材料" in page(client.get("/reports/packs/"))
    assert ask(client, world, key).status_code == 302
    assert "排队中" in page(client.get("/reports/packs/now/"))
    assert "正在生成" in page(ask(client, world, key), 422)
    make()
    shown = page(client.get("/reports/packs/"))
    assert "已生成" in shown
    address = re.search(r'href="(/reports/packs/[0-9a-f-]+/pack\.zip)"', shown)
    assert address is not None
    data = content(client.get(address[1]))
    with scope.enter(people().officer):
        row = InspectionPack.objects.get()
        kinds = [one.kind for one in journal.history(subject=row.id)]
    assert kinds == ["reports.pack_taken", "reports.pack_made", "reports.pack_asked"]
    assert row.digest == hashlib.sha256(data).hexdigest()
    archive = ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS.txt").decode().splitlines())
    assert sums == {
        name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist() if name != "SHA256SUMS.txt"
    }
    reports = [name for name in sums if name.startswith("报表/")]
    assert len(reports) == 1
    assert any(name.startswith("方案/") for name in sums)
    with pdfplumber.open(io.BytesIO(archive.read("迎检材料.pdf"))) as made:
        texts = [one.extract_text() for one in made.pages]
        cells = [cell or "" for one in made.pages for table in one.extract_tables() for row in table for cell in row]
    # Long sums are broken over lines of their cell.
    whole = re.sub(r"[\s\u200b]", "", "".join([*texts, *cells]))
    assert "目录" in texts[1]
    assert "附件清单" in texts[1]
    with scope.enter(people().head):
        digest = journal.history(kinds=["reports.report_submitted"], limit=1)[0].payload["digest"]
    for expected in (
        seed,
        digest,
        "街面救助专项行动周报",
        "冬季抽查",
        "全部一致",
        "重新演算",
        "周站长",
        sums[reports[0]],
    ):
        assert expected in whole, expected


def test_an_auditor_takes_a_pack_and_the_journal_keeps_who_took_what(world, client_as, key):
    client, auditor = client_as("auditor"), people().auditor
    assert "迎检材料" in page(client.get("/reports/"))
    assert ask(client, world, key).status_code == 302
    make()
    with scope.enter(auditor):
        row = InspectionPack.objects.get()
    data = content(client.get(f"/reports/packs/{row.id}/pack.zip"))
    with scope.enter(auditor):
        taken, _made, asked = journal.history(subject=row.id)
    assert (taken.kind, taken.actor, taken.region) == ("reports.pack_taken", auditor.staff, COUNTY)
    assert taken.payload["digest"] == hashlib.sha256(data).hexdigest()
    assert (taken.payload["period_from"], taken.payload["period_to"]) == (str(row.first_day), str(row.last_day))
    assert (asked.kind, asked.actor) == ("reports.pack_asked", auditor.staff)
    shown = page(client.get("/journal/?kind=reports.pack_taken"))
    assert "取走迎检材料" in shown
    with pdfplumber.open(io.BytesIO(ZipFile(io.BytesIO(data)).read("迎检材料.pdf"))) as made:
        words = "".join(one.extract_text() for one in made.pages)
    assert "无权查看" not in words


def test_a_pack_is_for_those_it_is_meant_for(world, client_as, key):
    assert client_as("operator").get("/reports/packs/").status_code == 403
    assert ask(client_as("head"), world, key, region=str(OTHER_COUNTY)).status_code == 422
    assert ask(client_as("head"), world, key, last=str(world.today - timedelta(days=60))).status_code == 422
    assert ask(client_as("head"), world, key).status_code == 302
    make()
    with scope.enter(people().head):
        row = InspectionPack.objects.get()
    # Of a township there is no report of the county; the command hands it over at once.
    steps: list[int] = []
    with as_role("worker"):
        archive, digest = made_at_once(
            by=people().head,
            now=world.now,
            region=TOWNSHIP_A,
            first=world.today,
            last=world.today,
            done=steps.append,
        )
    assert digest == hashlib.sha256(archive).hexdigest()
    assert steps == list(range(1, STEPS + 1))
    assert not any(name.startswith("报表/") for name in ZipFile(io.BytesIO(archive)).namelist())
    # A leader of the same county may not take it, nor may somebody of another one.
    assert client_as("leader").get(f"/reports/packs/{row.id}/pack.zip").status_code == 403
    with scope.enter(replace(people().head, spans=(span(OTHER_COUNTY),))), pytest.raises(NotFound):
        take_pack(by=people().head, now=world.now, pack=row.id)
    # What a worker died over is taken up again, but not for ever.
    assert ask(client_as("head"), world, key).status_code == 302
    with as_role("worker"), scope.enter(people().head):
        InspectionPack.objects.exclude(id=row.id).update(state="making", tries=3)
    with as_role("worker"):
        assert make_next(SystemClock().now()) is None
    assert "多次生成都没有完成" in page(client_as("head").get("/reports/packs/"))
