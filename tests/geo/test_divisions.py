"""Import of divisions, closing of codes, and what can then be read."""

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from nuandong.geo import selectors
from nuandong.geo.actions.close_division import close_division
from nuandong.geo.actions.import_divisions import DivisionImport, import_divisions
from nuandong.geo.codes import Level
from nuandong.geo.errors import ImportRefused
from nuandong.geo.models import Division, Succession
from nuandong.journal import api as journal
from nuandong.kernel.actors import Span
from nuandong.kernel.errors import DomainError, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, NOW, PREFECTURE, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A
from tests.geo.lists import COUNTY_LIST, csv

TODAY = date(2026, 12, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: SimpleNamespace, as_actor) -> Iterator:
    with as_actor(cast.sysadmin):
        yield cast.sysadmin


@pytest.fixture
def county(admin):
    import_divisions(by=admin, now=NOW, data=csv(COUNTY_LIST))
    return admin


def events(kind: str) -> list[dict]:
    return [event.payload for event in journal.history(kinds=[kind])]


def test_a_countys_list_comes_in_once(admin) -> None:
    assert import_divisions(by=admin, now=NOW, data=csv(COUNTY_LIST)) == DivisionImport(7, 7, 0, 0, 0)
    assert import_divisions(by=admin, now=NOW, data=csv(COUNTY_LIST)) == DivisionImport(7, 0, 0, 0, 0)
    assert [event["created"] for event in events("geo.divisions_imported")] == [7]


def test_a_renaming_keeps_the_old_name_for_old_days(county) -> None:
    done = import_divisions(by=county, now=NOW, data=csv("520102001000,新华街道,,,2020-05-01,,,\n"))
    assert (done.created, done.changed, done.closed) == (1, 1, 1)
    assert selectors.name_path(VILLAGE_A, date(2019, 1, 1)) == "贵州省/贵阳市/南明区/新华路街道/新华社区"
    assert selectors.name_path(VILLAGE_A, TODAY, top=Level.TOWNSHIP) == "新华街道/新华社区"


def test_one_wrong_row_stops_all_and_every_fault_is_listed(admin) -> None:
    rows = (
        COUNTY_LIST
        + "5201020,短码,,,,,,\n520102003000,,镇,,,,,\n520102004000,级别错,村,,昨天,,,\n520102004000,级别错,镇,,昨天,,,\n520102005001,无乡镇,村,,,,,\n"
    )
    with pytest.raises(ImportRefused) as refused:
        import_divisions(by=admin, now=NOW, data=csv(rows))
    assert {(error.row, error.column) for error in refused.value.rows} == {
        (9, "代码"),
        (10, "名称"),
        (11, "级别"),
        (11, "生效日期"),
        (12, "生效日期"),
        (12, "代码"),
        (13, "上级代码"),
    }
    assert not Division.objects.exists()
    assert events("geo.divisions_imported") == []


@pytest.mark.parametrize(
    ("row", "passes"),
    [
        ("520103001000,别区街道,,520103000000,,,,\n", False),  # the neighbour county's township
        ("520103000000,云岩区,,,,,,\n", False),
        ("520100000000,筑城市,,,,,,\n", False),  # above him: may be added, not renamed
        ("520100000000,贵阳市,,,,,,\n", True),  # as recorded
        ("520102003000,新镇,,,,,,\n", True),
    ],
)
def test_an_import_keeps_to_the_actors_region(county, row: str, passes: bool) -> None:
    if passes:
        import_divisions(by=county, now=NOW, data=csv(row))
        return
    before = Division.objects.count()
    with pytest.raises(ImportRefused):
        import_divisions(by=county, now=NOW, data=csv(row))
    assert Division.objects.count() == before


def test_who_may_not(cast: SimpleNamespace, as_actor) -> None:
    with as_actor(cast.clerk_a), pytest.raises(Forbidden):
        import_divisions(by=cast.clerk_a, now=NOW, data=csv(COUNTY_LIST))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x00" * 100, "姓名\n王".encode()])
def test_a_file_that_is_no_list(admin, data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        import_divisions(by=admin, now=NOW, data=data)
    assert not isinstance(refused.value, ImportRefused)


def test_a_merger_closes_one_code_and_widens_the_other(county) -> None:
    rows = "520102002001,西湖社区,,,,2026-06-01,,\n520102002000,西湖路街道,,,2001-01-01,2026-06-01,,520102001000\n"
    done = import_divisions(by=county, now=NOW, data=csv(rows))
    assert (done.closed, done.successions) == (2, 1)
    assert selectors.division_at(TOWNSHIP_B, TODAY) is None
    assert selectors.division_at(TOWNSHIP_B, date(2026, 5, 31)) is not None
    assert selectors.spans_with_predecessors(TOWNSHIP_A) == (
        Span(TOWNSHIP_A, TOWNSHIP_A + 1000),
        Span(TOWNSHIP_B, TOWNSHIP_B + 1000),
    )
    # Old records of the closed township can still be read by name.
    assert selectors.name_path(TOWNSHIP_B, TODAY, top=Level.TOWNSHIP) == "西湖路街道"


def test_predecessors_are_followed_through_generations_and_from_inside(admin) -> None:
    for predecessor, successor in [
        (520103005000, TOWNSHIP_A),  # from another county
        (520181002000, 520103005000),  # and before that from a third
        (TOWNSHIP_B, TOWNSHIP_A),
        (520199000000, COUNTY),
    ]:
        Succession.objects.create(id=new_id(NOW), predecessor=predecessor, successor=successor, since=TODAY)
    spans = selectors.spans_with_predecessors(COUNTY)
    assert [span.lo for span in spans] == [COUNTY, 520103005000, 520181002000, 520199000000]
    assert [span.lo for span in selectors.spans_with_predecessors(TOWNSHIP_B)] == [TOWNSHIP_B]


def test_closing_with_a_successor(county) -> None:
    import_divisions(by=county, now=NOW, data=csv("520102002001,西湖社区,,,,2026-12-01,,\n"))
    closed = close_division(by=county, now=NOW, code=TOWNSHIP_B, on=TODAY, successors=[TOWNSHIP_A])
    assert closed.valid_to == TODAY
    assert events("geo.division_closed") == [{"code": TOWNSHIP_B, "successors": [TOWNSHIP_A]}]
    assert list(Succession.objects.values_list("predecessor", "successor", "since")) == [
        (TOWNSHIP_B, TOWNSHIP_A, TODAY)
    ]


@pytest.mark.parametrize(
    ("code", "on", "successors", "error"),
    [
        (TOWNSHIP_B, TODAY, [TOWNSHIP_A], NotNow),  # its village is still open
        (VILLAGE_A, TODAY, [VILLAGE_A], Invalid),
        (VILLAGE_A, TODAY, [520102009001], Invalid),
        (520102009001, TODAY, [], NotFound),
        (VILLAGE_A, date(1949, 10, 1), [], NotFound),  # not valid before that day
        (520103001000, TODAY, [], OutOfScope),
    ],
)
def test_closing_refused(county, code: int, on: date, successors: list[int], error: type[DomainError]) -> None:
    with pytest.raises(error):
        close_division(by=county, now=NOW, code=code, on=on, successors=successors)
    assert not Division.objects.exclude(valid_to=None).exists()
    assert not Succession.objects.exists()
    assert events("geo.division_closed") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("新华", ["新华路街道", "新华社区"]),
        ("xh", ["新华路街道", "西湖路街道", "新华社区", "西湖社区"]),
        ("XHL ", ["新华路街道", "西湖路街道"]),
        ("xinhua", ["新华路街道", "新华社区"]),
        ("520102001", ["新华路街道", "新华社区"]),
        ("５２０１０２００２", ["西湖路街道", "西湖社区"]),
        ("%", []),
        ("_", []),
        ("", []),
        ("1234567890123", []),
    ],
)
def test_search(county, words: str, found: list[str]) -> None:
    assert [division.name for division in selectors.search_divisions(words, TODAY, within=COUNTY)] == found


def test_search_by_level(county) -> None:
    found = selectors.search_divisions("xh", TODAY, levels=[Level.VILLAGE])
    assert [division.name for division in found] == ["新华社区", "西湖社区"]


def test_the_tree(county) -> None:
    assert [d.code for d in selectors.children(COUNTY, TODAY)] == [TOWNSHIP_A, TOWNSHIP_B]
    assert [d.code for d in selectors.children(COUNTY, date(2000, 1, 1))] == [TOWNSHIP_A]
    assert [d.name for d in selectors.children(None, TODAY)] == ["贵州省"]
    assert selectors.divisions_at(TODAY, level=Level.TOWNSHIP, within=PREFECTURE).count() == 2


def test_paths_of_many_take_one_query(county, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        paths = selectors.name_paths([COUNTY, TOWNSHIP_A, 990000000000], TODAY, top=Level.COUNTY)
    assert paths == {COUNTY: "南明区", TOWNSHIP_A: "南明区/新华路街道", 990000000000: "990000000000"}


def test_the_database_refuses_two_versions_on_one_day(county) -> None:
    known = Division.objects.get(code=TOWNSHIP_A)
    twin = {"code": TOWNSHIP_A, "level": 4, "name": "x", "valid_from": TODAY, "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="geo_division_one_version_a_day"), transaction.atomic():
        Division.objects.create(id=new_id(NOW), **twin)
    Division.objects.filter(id=known.id).update(valid_to=TODAY)
    Division.objects.create(id=new_id(NOW), **twin)
