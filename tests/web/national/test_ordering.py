"""The order of a system's fields: moved, taken from a sheet, the county's for its townships, the file's again."""

import io
import re
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.journal import api as journal
from nuandong.org import scope
from nuandong.reports.national.library import system_of
from nuandong.reports.national.ordering import in_order, moved
from tests.web.national.setting import furnish
from tests.web.national.test_exports import page

HERE = "/reports/national/dibao/order/"
SHEET = "/reports/national/dibao/"


@pytest.fixture
def world(db) -> SimpleNamespace:
    return furnish()


def headings(client) -> list[str]:
    file = client.get(SHEET + "sheet.xlsx")
    (row, *_rest) = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content))).active.iter_rows(
        values_only=True
    )
    return list(row)[1:]


@pytest.mark.parametrize(
    ("code", "by", "expected"), [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("a", 9, "bca")]
)
def test_moved(code, by, expected):
    assert "".join(moved("abc", code, by)) == expected


def test_a_county_has_its_own_order(world, client_as, key):
    officer, clerk = client_as("officer"), client_as("clerk_a")
    plain = [one.title for one in system_of("dibao").fields]
    assert "按规定推定" in page(officer.get(HERE))
    assert officer.post(HERE, {"command_key": key(), "code": "document", "by": "-1"})["Location"] == HERE + "#document"
    changed = [plain[1], plain[0], *plain[2:]]
    assert headings(officer) == headings(clerk) == changed
    shown = page(officer.get(HERE))
    assert "恢复原来的顺序" in shown
    assert re.search(r'id="document"> ?<span class="muted small">1</span>', shown)

    book = openpyxl.Workbook()
    book.active.append(["联系电话", "户主身份证号", "别的", "户主姓名"])
    target = io.BytesIO()
    book.save(target)
    file = SimpleUploadedFile("表头.xlsx", target.getvalue())
    assert officer.post(HERE, {"command_key": key(), "file": file}).status_code == 302
    assert headings(clerk)[:4] == ["联系电话", "户主身份证号", "户主姓名", "性别"]

    assert officer.post(HERE, {"command_key": key()}).status_code == 302
    assert headings(clerk) == plain
    with scope.enter(world.cast.officer):
        events = journal.history(kinds=["reports.columns_ordered"])
    assert len(events) == 3
    assert events[0].payload["columns"] == [one.code for one in system_of("dibao").fields]


def test_who_may_and_for_which_fields(world, client_as, key):
    assert client_as("clerk_a").get(HERE).status_code == 404
    assert client_as("auditor").get(HERE).status_code == 403
    assert "调整各项的顺序" not in page(client_as("clerk_a").get(SHEET))
    system = system_of("dibao")
    other = in_order(system, [one.code for one in reversed(system.fields)])
    fewer = system.model_copy(update={"fields": system.fields[:3]})
    assert other.version == system.version != fewer.version
