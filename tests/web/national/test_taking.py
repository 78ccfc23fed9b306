"""A copy sheet in full: who may, what it takes, what is written down, what the file says."""

import io
from types import SimpleNamespace
from urllib.parse import unquote

import openpyxl
import pytest

from nuandong.journal import api as journal
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from tests.people.builders import CARD
from tests.web.national.setting import furnish
from tests.web.national.test_exports import page

BARE = "/reports/national/rescue/take/"
HERE = BARE + "?since=2020-01-01"


@pytest.fixture
def world(db) -> SimpleNamespace:
    return furnish()


def events(world) -> list[tuple[str, int]]:
    with scope.enter(world.cast.head):
        found = journal.history(kinds=["people.sheet_unmasked"])
        return [(one.payload["system"], one.payload["count"]) for one in found]


def test_taken_once_with_one_event_and_a_mark(world, client_as, key):
    head, once = client_as("head", second_factor=True), key()
    assert "取出全名抄录单" in page(head.get("/reports/national/rescue/"))
    assert "用途" in page(head.get(HERE))
    form = {"command_key": once, "reason": "录入全国救助管理信息系统"}
    file = head.post(HERE, form)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active
    rows = list(book.iter_rows(values_only=True))
    assert CARD in rows[2] + rows[3]
    assert "王秀英" in rows[2] + rows[3]
    assert "外县新华路甲村三组12号" not in str(rows)  # no field of this system asks for it
    for said in (rows[0][0], book.oddHeader.left.text, book.oddFooter.left.text):
        assert "周站长" in said
        assert f"{local_date(world.now)}" in said
        assert "用途：录入全国救助管理信息系统" in said
    assert "周站长" in unquote(file["Content-Disposition"])
    assert f"{local_date(world.now):%Y%m%d}" in file["Content-Disposition"]
    assert events(world) == [("rescue", 2)]
    assert "已经取出" in page(head.post(HERE, form), 422)
    assert events(world) == [("rescue", 2)]
    with scope.enter(world.cast.head):
        event = journal.history(kinds=["people.sheet_unmasked"])[0]
    assert str(world.person.id) in event.payload["persons"]
    assert "王秀英" not in str(event.payload)


@pytest.mark.parametrize(
    ("who", "second_factor", "reason", "address", "status", "said"),
    [
        ("head", False, "录入救助系统", HERE, 403, "动态口令"),
        ("leader", True, "录入救助系统", HERE, 403, ""),
        ("auditor", True, "录入救助系统", HERE, 403, ""),
        ("head", True, "录", HERE, 422, "没有写明查看原因"),
        ("head", True, "录入救助系统", BARE + "?since=2020-01-01&until=2020-01-02", 422, "没有要抄录的"),
    ],
)
def test_refused(world, client_as, key, who, second_factor, reason, address, status, said):
    client = client_as(who, second_factor=second_factor)
    assert said in page(client.post(address, {"command_key": key(), "reason": reason}), status)
    assert events(world) == []


def test_a_region_of_ones_own_alone(world, client_as, key):
    station = client_as("station", second_factor=True)
    assert station.get(HERE).status_code == 403
    head = client_as("head", second_factor=True)
    elsewhere = "&region=520199000000"
    file = head.post(HERE + elsewhere, {"command_key": key(), "reason": "录入救助系统"})
    # An address that asks for another region falls back to one's own.
    assert file.status_code == 200
    assert events(world) == [("rescue", 2)]
