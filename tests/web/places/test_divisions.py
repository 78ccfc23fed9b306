"""The tree of divisions through its pages: looking, importing, ending a code."""

import json
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.geo.models import Division, Outline
from tests.cast import COUNTY, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.fixture
def tree(db):
    divisions()


@pytest.mark.parametrize(
    ("path", "query", "shown"),
    [
        ("", {}, ["南明区", "新华路街道", "西湖路街道"]),
        ("", {"q": "xhl"}, ["新华路街道", "南明区/新华路街道"]),
        ("", {"q": "520102002"}, ["西湖路街道", "乙村"]),
        ("", {"q": "没有的"}, ["没有找到这个区划"]),
        ("", {"on": "1900-01-01"}, ["还没有导入行政区划"]),
        ("", {"on": "2026-13-99"}, ["新华路街道"]),
        (f"{TOWNSHIP_A}/", {}, ["甲村", "丙村", "乡级", "1949-10-01"]),
        (f"{TOWNSHIP_A}/", {"on": "1900-01-01"}, ["1900-01-01 不是有效代码"]),
        (f"{VILLAGE_A}/", {}, ["没有下级区划"]),
    ],
)
def test_looking_at_the_tree(tree, client_as, path, query, shown):
    page = text(client_as("operator").get(f"/places/divisions/{path}", query))
    for words in shown:
        assert words in page


@pytest.mark.parametrize("code", [5, 520102099000, 999999999999])
def test_an_unknown_code_is_not_found(tree, client_as, code):
    assert client_as("operator").get(f"/places/divisions/{code}/").status_code == 404


def test_a_code_is_closed_with_its_successor(tree, client_as, key):
    client, url = client_as("officer"), f"/places/divisions/{VILLAGE_A}/"
    form = {"command_key": key(), "on": "2026-01-01", "successors": str(VILLAGE_A + 1)}
    assert "不是区划代码" in text(client.post(f"{url}close/", form | {"successors": "丙村"}))
    unknown = client.post(f"{url}close/", form | {"command_key": key(), "successors": "520102001099"})
    assert "请先导入后继区划" in text(unknown)
    assert client.post(f"{url}close/", form | {"command_key": key()})["Location"] == url
    page = text(client.get(url))
    assert "至 2026-01-01" in page
    assert f"/places/divisions/{VILLAGE_A + 1}/" in page
    parent = client.post(f"/places/divisions/{TOWNSHIP_B}/close/", {"command_key": key(), "on": "2026-01-01"})
    assert "仍然有效" in text(parent)
    assert client_as("clerk_a").get(f"{url}close/").status_code == 403


def test_importing_shows_first_what_it_will_do(tree, client_as, key):
    client = client_as("officer")

    def list_of(*rows):
        return SimpleUploadedFile("divisions.csv", "\n".join(["代码,名称,生效日期", *rows]).encode())

    row = f"{VILLAGE_A},甲社区,2026-06-01"
    tried = client.post(
        "/places/divisions/import/", {"file": list_of(row), "trial": "1"}, headers={"HX-Request": "true"}
    )
    assert "新增区划" in text(tried)
    assert Division.objects.filter(name="甲社区").count() == 0
    refused = client.post("/places/divisions/import/", {"command_key": key(), "file": list_of(row, "12,错码,")})
    assert refused.status_code == 422
    assert client.post("/places/divisions/import/", {"command_key": key(), "file": list_of(row)}).status_code == 302
    page = text(client.get(f"/places/divisions/{VILLAGE_A}/"))
    assert "甲社区" in page
    assert "甲村" in page


def test_the_template_of_divisions(tree, client_as):
    answer = client_as("officer").get("/places/divisions/template.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]][:2] == ["代码", "名称"]


def outline_file(code):
    ring = [[[106.7, 26.5], [106.8, 26.5], [106.8, 26.6], [106.7, 26.5]]]
    shape = {"type": "Feature", "properties": {"code": str(code)}, "geometry": {"type": "Polygon", "coordinates": ring}}
    return SimpleUploadedFile("b.geojson", json.dumps({"type": "FeatureCollection", "features": [shape]}).encode())


def test_boundaries_are_imported_for_the_maps(tree, client_as, key):
    client, url = client_as("officer"), "/places/outlines/import/"
    tried = client.post(
        url, {"file": outline_file(COUNTY), "source": "天地图", "trial": "1"}, headers={"HX-Request": "true"}
    )
    assert "区划轮廓" in text(tried)
    assert Outline.objects.count() == 0
    form = {"command_key": key(), "source": "天地图"}
    broken = SimpleUploadedFile("b.geojson", b"{}")
    assert client.post(url, form | {"file": broken}).status_code == 422
    assert client.post(url, form | {"file": outline_file(COUNTY), "source": ""}).status_code == 422
    assert client.post(url, form | {"command_key": key(), "file": outline_file(COUNTY)}).status_code == 302
    assert Outline.objects.get().source == "天地图"
    assert client_as("clerk_a").get(url).status_code == 403
