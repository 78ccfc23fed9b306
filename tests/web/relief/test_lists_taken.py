"""Lists of relief taken as workbooks: as they are narrowed, masked, in few queries, and the journal knows by whom."""

import io
from typing import Any

import openpyxl
import pytest

from nuandong.journal.models import JournalEvent
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from nuandong.relief.models import Payout
from tests.cast import VILLAGE_A, VILLAGE_B, cast
from tests.relief import payouts, seasons
from tests.web.conftest import client_of

pytestmark = pytest.mark.django_db


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)


@pytest.fixture
def made(settings: Any) -> Any:
    settings.NUANDONG_DEMO = True
    world = payouts.world(3)
    with scope.enter(cast().officer):
        payouts.planned(world)
    with scope.enter(SYSTEM):
        row = seasons.application(cast().officer, world.season, "=cmd")
        seasons.noticed(cast().officer, row)
    return world


LISTS = {
    "payouts": "/relief/payouts/export.xlsx",
    "notices": "/relief/notices/export.xlsx?state=down",
    "entitlements": "/relief/seasons/{season}/granted.xlsx",
    "objections": "/relief/objections/export.xlsx",
}


def test_every_list_is_taken_masked_and_told(made, django_assert_max_num_queries):
    officer = client_of("officer")
    officer.get("/relief/")
    found = {}
    for what, where in LISTS.items():
        with django_assert_max_num_queries(25):
            found[what] = sheet(officer.get(where.format(season=made.season.id)))
    with scope.enter(SYSTEM):
        told = {one.payload["what"]: one for one in JournalEvent.objects.filter(kind="relief.list_taken")}
        assert {what: one.payload["rows"] for what, one in told.items()} == {
            what: len([row for row in rows[1:] if any(row)]) for what, rows in found.items()
        }
        assert {one.actor for one in told.values()} == {cast().officer.staff}
        total = Payout.objects.get().total_fen
    assert len(found["entitlements"]) == 4
    assert all("*" in row[0] for row in found["entitlements"][1:])
    assert found["payouts"][1][4] == f"{total / 100:,.2f}".replace(",", "")
    # The number of a neighbouring village's notices is not ours, and other states are other rows.
    assert not sheet(officer.get(f"/relief/notices/export.xlsx?state=down&region={VILLAGE_B}"))[1:]
    assert sheet(officer.get(f"/relief/notices/export.xlsx?state=down&region={VILLAGE_A}"))[1:]
    assert not sheet(officer.get("/relief/payouts/export.xlsx?state=settled"))[1:]
    for where in LISTS.values():
        assert client_of("operator").get(where.format(season=made.season.id)).status_code == 403


def test_the_lists_offer_their_workbook_and_say_why_they_are_empty(made):
    officer = client_of("officer")
    assert "/relief/payouts/export.xlsx?state=planned" in officer.get("/relief/payouts/?state=planned").content.decode()
    empty = officer.get("/relief/payouts/?state=settled").content.decode()
    assert "没有这种状态的批次" in empty
    assert "export.xlsx" not in empty
    shown = officer.get(f"/relief/notices/?state=down&region={VILLAGE_A}").content.decode()
    assert f"/relief/notices/export.xlsx?state=down&amp;region={VILLAGE_A}" in shown
    assert "granted.xlsx" in officer.get(f"/relief/seasons/{made.season.id}/decisions/").content.decode()
