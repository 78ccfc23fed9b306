"""The register of places through its pages."""

from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from nuandong.geo.actions.register_place import register_place
from nuandong.geo.coordinates import Point
from nuandong.geo.details import PlaceDetails
from nuandong.geo.kinds import Area, PlaceKind
from nuandong.geo.models import Place
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from tests.cast import OTHER_COUNTY, TOWNSHIP_A, TOWNSHIP_B
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


@pytest.fixture
def town(db, cast) -> SimpleNamespace:
    """A bridge and the station in township A, a square without coordinates in township B, a bridge next door."""
    divisions()
    made = {}
    now = SystemClock().now()
    with scope.enter(SYSTEM):
        for name, kind, region, at, weight in (
            ("一号桥", PlaceKind.BRIDGE, TOWNSHIP_A, Point(26.57, 106.71), 8),
            ("南明甲站", PlaceKind.STATION, TOWNSHIP_A, Point(26.571, 106.712), 0),
            ("南广场", PlaceKind.SQUARE, TOWNSHIP_B, None, 3),
            ("邻县大桥", PlaceKind.BRIDGE, OTHER_COUNTY, Point(26.6, 106.72), 5),
        ):
            details = PlaceDetails(
                kind=kind, name=name, area=Area.URBAN, at=at, patrol_weight=weight, address=f"{name}路口"
            )
            made[name] = register_place(by=SYSTEM, now=now, region=region, details=details)
    return SimpleNamespace(bridge=made["一号桥"], square=made["南广场"], outside=made["邻县大桥"])


@pytest.mark.parametrize(
    ("member", "query", "shown", "hidden"),
    [
        (
            "operator",
            {},
            ["上次巡查", "还没有<", "一号桥", "南明甲站", "南广场", "共 3 个点位", "1 个还没有坐标"],
            ["邻县大桥"],
        ),
        ("storekeeper", {}, ["一号桥"], ["上次巡查"]),
        ("clerk_a", {}, ["一号桥"], ["南广场"]),
        ("operator", {"group": "facility"}, ["南明甲站"], ["一号桥"]),
        ("operator", {"group": "key"}, ["一号桥", "南广场"], ["南明甲站"]),
        ("operator", {"kind": "square"}, ["南广场"], ["一号桥"]),
        ("operator", {"kind": "castle"}, ["一号桥"], []),
        ("operator", {"q": "一号"}, ["一号桥"], ["南广场"]),
        ("operator", {"region": str(TOWNSHIP_B)}, ["南广场"], ["一号桥"]),
        ("operator", {"region": str(OTHER_COUNTY)}, ["一号桥"], ["邻县大桥"]),
        ("operator", {"state": "retired"}, ["没有符合条件的点位"], ["一号桥"]),
        ("operator", {"after": "nonsense"}, ["一号桥"], []),
    ],
)
def test_the_list_and_its_filters(town, client_as, member, query, shown, hidden):
    page = text(client_as(member).get("/places/", query))
    for words in shown:
        assert words in page
    for words in hidden:
        assert words not in page


def test_pages_continue_where_the_last_one_ended(town, client_as, monkeypatch):
    monkeypatch.setattr("nuandong.web.pages.places.views.SIZE", 1)
    monkeypatch.setattr("nuandong.web.pages.places.views.page_of.__kwdefaults__", {"size": 1})
    client, seen, url = client_as("operator"), [], "/places/"
    for _turn in range(3):
        answer = client.get(url)
        seen += [line["place"].name for line in answer.context["lines"]]
        url = f"/places/?after={answer.context['page'].next}"
    assert seen == ["一号桥", "南广场", "南明甲站"]
    assert answer.context["page"].next is None


def test_the_list_costs_the_same_however_many_places(town, client_as, django_assert_max_num_queries):
    client = client_as("operator")
    client.get("/places/")
    with django_assert_max_num_queries(18):
        client.get("/places/")


def test_a_place_shows_what_is_near_and_is_not_found_by_a_neighbour(town, client_as):
    page = text(client_as("officer").get(f"/places/{town.bridge.id}/"))
    assert "南明甲站" in page
    assert "106.710000, 26.570000" in page
    assert "登记点位" in page
    assert client_as("clerk_b").get(f"/places/{town.bridge.id}/").status_code == 404
    assert client_as("officer").get(f"/places/{town.outside.id}/").status_code == 404


def filled(key, **changes):
    return {
        "command_key": key(),
        "kind": "park",
        "name": "河滨公园",
        "region": str(TOWNSHIP_A),
        "system": "wgs84",
        "area": "urban",
        "patrol_weight": "4",
        **changes,
    }


def test_a_place_is_registered_once(town, client_as, key):
    client, form = client_as("clerk_a"), filled(key, lng="106.7135", lat="26.5783")
    made = client.post("/places/register/", form)
    assert client.post("/places/register/", form)["Location"] == made["Location"]
    assert "106.713500, 26.578300" in text(client.get(made["Location"]))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"lng": "106.7"}, "要一起填"),
        ({"lng": "26.5", "lat": "96.7"}, "超出范围"),
        ({"name": "一号桥", "kind": "bridge"}, "已有同类同名的点位"),
        ({"kind": ""}, "请选择类型"),
        ({"patrol_weight": "11"}, "10"),
        ({"region": str(TOWNSHIP_B)}, "所在区划"),
    ],
)
def test_registering_is_refused_and_keeps_the_input(town, client_as, key, changes, says):
    answer = client_as("clerk_a").post("/places/register/", filled(key, address="河边", **changes))
    assert answer.status_code == 422
    assert says in text(answer)
    assert "河边" in text(answer)


def test_changing_and_retiring(town, client_as, key):
    client, url = client_as("clerk_a"), f"/places/{town.bridge.id}/"
    form = filled(
        key, kind="bridge", name="一号大桥", lng="106.71", lat="26.57", changed_at=town.bridge.changed_at.isoformat()
    )
    assert client.post(f"{url}change/", form).status_code == 302
    assert "一号大桥" in text(client.get(url))
    assert "刚被别人改过" in text(client.post(f"{url}change/", form | {"command_key": key(), "name": "别名"}))
    assert client.post(f"{url}retire/", {"command_key": key()}).status_code == 422
    assert client.post(f"{url}retire/", {"command_key": key(), "reason": "已拆除"}).status_code == 302
    assert "已停用" in text(client.get(url))
    assert "已经停用" in text(client.post(f"{url}retire/", {"command_key": key(), "reason": "已拆除"}))
    assert "一号大桥" in text(client.get("/places/", {"state": "retired"}))


@pytest.mark.parametrize(
    ("member", "path", "status"),
    [
        ("crew", "", 200),
        ("crew", "register/", 403),
        ("crew", "import/", 403),
        ("clerk_a", "import/", 200),
        ("clerk_a", "divisions/import/", 403),
        ("officer", "divisions/import/", 200),
        ("crew", "divisions/", 200),
    ],
)
def test_what_each_role_may_open(town, client_as, member, path, status):
    assert client_as(member).get(f"/places/{path}").status_code == status


def sheet(*rows, head="名称,类型,区划代码,经度,纬度"):
    return SimpleUploadedFile("places.csv", "\n".join([head, *rows]).encode())


def places_named(name):
    with scope.enter(SYSTEM):
        return Place.objects.filter(name=name).count()


def test_a_trial_tells_what_the_import_will_do_and_writes_nothing(town, client_as, key):
    client, row = client_as("clerk_a"), f"二号桥,桥梁涵洞,{TOWNSHIP_A},106.72,26.58"
    tried = client.post("/places/import/", {"file": sheet(row), "trial": "1"}, headers={"HX-Request": "true"})
    assert "新登记点位" in text(tried)
    assert "<html" not in text(tried)
    assert places_named("二号桥") == 0
    done = client.post("/places/import/", {"command_key": key(), "file": sheet(row)}, follow=True)
    assert "新登记点位 1" in text(done)
    assert places_named("二号桥") == 1
    again = client.post("/places/import/", {"file": sheet(row), "trial": "1"}, headers={"HX-Request": "true"})
    assert "没有需要导入的" in text(again)


def test_rows_at_fault_are_listed_and_nothing_is_written(town, client_as, key):
    rows = [
        f"二号桥,桥梁涵洞,{TOWNSHIP_A},106.72,26.58",
        f"三号桥,城堡,{TOWNSHIP_A},,",
        f"四号桥,桥梁涵洞,{TOWNSHIP_B},,",
    ]
    for more in ({"command_key": key()}, {"trial": "1"}):
        answer = client_as("clerk_a").post("/places/import/", {"file": sheet(*rows), **more})
        assert answer.status_code == 422
        assert "不认识的点位类型“城堡”" in text(answer)
    assert places_named("二号桥") == 0
    refused = client_as("clerk_a").post("/places/import/", {"command_key": key()})
    assert "请填写表格文件" in text(refused)
    no_table = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 broken")
    assert "文件打不开" in text(client_as("clerk_a").post("/places/import/", {"command_key": key(), "file": no_table}))


def test_the_template_has_the_headings_that_the_import_reads(town, client_as, key):
    client = client_as("clerk_a")
    answer = client.get("/places/template.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    values = {"名称": "五号桥", "类型": "桥梁涵洞", "区划代码": str(TOWNSHIP_A), "片区": "偏远山区", "坐标系": "BD09"}
    page.append([values.get(heading) for heading in headings])
    data = BytesIO()
    book.save(data)
    upload = SimpleUploadedFile("places.xlsx", data.getvalue())
    assert client.post("/places/import/", {"command_key": key(), "file": upload}).status_code == 302
    with scope.enter(SYSTEM):
        assert Place.objects.get(name="五号桥").area == "remote"
