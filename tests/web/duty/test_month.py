"""The month on paper and as a workbook."""

import io

import openpyxl
import pytest
from django.urls import reverse

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from tests.web.conftest import client_of
from tests.web.duty.setting import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def month():
    with scope.enter(SYSTEM):
        return f"{local_date(stage().sitting.period.lower):%Y-%m}"


def test_a_month_has_a_column_for_leaders_and_one_for_each_place(month, django_assert_max_num_queries):
    browser = client_of("operator")
    with django_assert_max_num_queries(30):
        page = browser.get(reverse("duty-month"), {"month": month})
    html = page.content.decode()
    assert page.context["table"].columns == ["带班领导", "救助热线", "巡查一队"]
    for words in ("王值班", "李带班", "赵巡查"):
        assert words in html


def test_the_workbook_says_the_same(month):
    answer = client_of("operator").get(reverse("duty-month-xlsx"), {"month": month})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == ["日期", "星期", "带班领导", "救助热线", "巡查一队"]
    assert any("李带班" in row[2] and "王值班" in row[3] and "赵巡查" in row[4] for row in rows[1:])
    assert len(rows) in range(29, 33)


def test_the_next_county_sees_its_own(month):
    html = client_of("outsider").get(reverse("duty-month"), {"month": month}).content.decode()
    assert "王值班" not in html


@pytest.mark.parametrize("mangled", ["x", "2026-13", "9999-12", "0001-01"])
@pytest.mark.parametrize("name", ["duty-month", "duty-month-xlsx"])
def test_a_mangled_month_is_no_error(month, mangled, name):
    assert client_of("operator").get(reverse(name), {"month": mangled}).status_code == 200
