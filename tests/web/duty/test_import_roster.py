"""A roster from a spreadsheet: all of it or nothing, with every row at fault named."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nuandong.duty.models import Shift
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope
from tests.duty.setting import post
from tests.web.conftest import client_of
from tests.web.duty.setting import stage

pytestmark = pytest.mark.django_db
HEAD = ("日期", "岗位或队伍", "开始", "结束", "姓名", "带班")
GOOD = [
    ("2037-01-03", "站内值班", "08:00", "20:00", "王值班", ""),
    ("2037-01-03", "站内值班", "20:00", "8:00", "孙站员", "否"),
    ("2037年1月3日", "站内值班", "8", "24:00", "周站长", "是"),
    ("2037-01-04", "巡查一队", "20时", "08时", "赵巡查", ""),
]


@pytest.fixture
def scene():
    with scope.enter(SYSTEM):
        found = stage()
        desk = post(found.cast.operator, "rescue.station_desk")
        desk.title = "站内值班"
        desk.save(update_fields=["title"])
        return found


def sent(rows):
    book = openpyxl.Workbook()
    for row in [HEAD, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return client_of("leader").post(reverse("duty-import"), {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})


def planned():
    with scope.enter(SYSTEM):
        rows = Shift.objects.filter(period__startswith__year__gte=2037).order_by("period", "staff__name")
        hours = [(one.period.upper - one.period.lower).total_seconds() / 3600 for one in rows]
        return [
            (one.staff.name, one.leader, span) for one, span in zip(rows.select_related("staff"), hours, strict=True)
        ]


def test_a_good_list_is_on_the_roster(scene):
    assert sent(GOOD).status_code == 302
    assert sorted(planned()) == sorted(
        [("王值班", False, 12), ("周站长", True, 16), ("孙站员", False, 12), ("赵巡查", False, 12)]
    )


FAULTS = [
    ("a day", ("下周一", *GOOD[0][1:]), "日期", "不是日期"),
    ("no such day", ("2037-02-30", *GOOD[0][1:]), "日期", "不是日期"),
    ("a place", (GOOD[0][0], "锅炉房", *GOOD[0][2:]), "岗位或队伍", "没有岗位或队伍“锅炉房”"),
    ("an hour", (*GOOD[0][:2], "早上", *GOOD[0][3:]), "开始", "不是时间"),
    ("somebody", (*GOOD[0][:4], "张三丰", ""), "姓名", "没有找到在职人员“张三丰”"),
    ("a mark", (*GOOD[0][:5], "也许"), "带班", "不是“是”或“否”"),
    ("a leader of a team", (*GOOD[3][:5], "是"), "带班", "带班领导只排在岗位上"),
    ("somebody twice", (*GOOD[0][:2], "10:00", "11:00", *GOOD[0][4:]), "姓名", "与第 2 行时间重叠"),
]


@pytest.mark.parametrize(("row", "column", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_one_row_at_fault_and_nothing_is_planned(scene, row, column, words):
    answer = sent([GOOD[0], row])
    assert answer.status_code == 422
    (fault,) = answer.context["form"].faults
    assert (fault["row"], fault["column"]) == (3, column)
    assert words in fault["words"]
    assert planned() == []


def test_the_empty_form_is_read_back(scene):
    browser = client_of("leader")
    blank = browser.get(reverse("duty-import-blank")).content
    answer = browser.post(reverse("duty-import"), {"file": SimpleUploadedFile("a.xlsx", blank)})
    assert answer.status_code == 422
    assert "没有要排的班次" in answer.content.decode()
    assert reverse("duty-import-blank") in browser.get(reverse("duty-import")).content.decode()
