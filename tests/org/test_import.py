"""Lists of staff from spreadsheets."""

import io

import pytest
from openpyxl import Workbook

from nuandong.geo.errors import ImportRefused
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError, Invalid
from nuandong.org import scope
from nuandong.org.actions.import_staff import import_staff
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.models import Account, Post, Staff
from tests.cast import NOW, TOWNSHIP_A
from tests.org.conftest import MACHINE, acting

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "性别", "电话", "单位", "角色", "管辖区划", "用户名"]
GOOD = [
    ["陈一", "男", "13911110001", "新华路街道", "乡镇民政员", "520102001", "chen1"],
    ["陈二", "女", "13911110002", "新华路街道", "crew_member", "", ""],
    ["陈三", "女", "", "西湖路街道", "", "", ""],
    ["陈二", "女", "13911110002", "新华路街道", "物资管理员", "520102000000", ""],
]


def csv(rows) -> bytes:
    return "\r\n".join(",".join(row) for row in [HEAD, *rows]).encode("gb18030")


def xlsx(rows) -> bytes:
    book = Workbook()
    book.active.append(["南明区人员名册"])
    for row in [HEAD, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def events() -> list[journal.Event]:
    with scope.enter(SYSTEM):
        return journal.history(since=NOW, limit=100)


def bring(office, data: bytes, who: str = "both"):
    actor = SYSTEM if who == "both" else acting(getattr(office, who))
    with scope.enter(actor):
        return import_staff(by=actor, now=NOW, data=data)


@pytest.mark.parametrize("form", [csv, xlsx])
def test_a_list_becomes_people_posts_and_accounts(office, form):
    done = bring(office, form(GOOD))
    assert (done.rows, done.hired, done.appointed, len(done.logins)) == (4, 3, 3, 1)
    second = Staff.objects.get(name="陈二")
    assert {(post.role_id, post.region) for post in second.posts.all()} == {
        ("crew_member", TOWNSHIP_A),
        ("storekeeper", 520102000000),
    }
    login = done.logins[0]
    assert sign_in(username=login.username, password=login.one_time_password, machine=MACHINE, now=NOW).accepted
    summary = [event for event in events() if event.kind == "org.staff_imported"]
    assert [event.payload for event in summary] == [{"rows": 4, "hired": 3, "appointed": 3, "accounts": 1}]


def test_the_same_file_again_changes_nothing(office):
    bring(office, csv(GOOD))
    before = (Staff.objects.count(), Post.objects.count(), Account.objects.count(), len(events()))
    again = bring(office, csv(GOOD))
    assert (again.rows, again.hired, again.changed, again.appointed, again.logins) == (4, 0, 0, 0, [])
    assert (Staff.objects.count(), Post.objects.count(), Account.objects.count(), len(events())) == before


def test_a_new_phone_of_somebody_with_an_account_is_taken_over(office):
    bring(office, csv(GOOD))
    done = bring(office, csv([["陈一", "男", "13999999999", "新华路街道", "", "", "chen1"]]))
    assert (done.hired, done.changed) == (0, 1)
    assert Staff.objects.get(name="陈一").phone_masked == "139****9999"


@pytest.mark.parametrize(
    ("why", "row", "column"),
    [
        ("no sex", ["陈五", "?", "", "新华路街道", "", "", ""], "性别"),
        ("no such unit", ["陈五", "男", "", "火星办", "", "", ""], "单位"),
        ("no such role", ["陈五", "男", "", "新华路街道", "国王", "", ""], "角色"),
        ("no such region", ["陈五", "男", "", "新华路街道", "值班员", "123", ""], "管辖区划"),
        ("bad phone", ["陈五", "男", "123", "新华路街道", "", "", ""], "电话"),
        ("no name", ["", "男", "", "新华路街道", "", "", ""], "姓名"),
        ("bad user name", ["陈五", "男", "", "新华路街道", "", "", "五"], "用户名"),
        ("somebody else's user name", ["陈五", "男", "", "新华路街道", "", "", "operator"], "用户名"),
        ("roles apart", ["陈一", "男", "13911110001", "新华路街道", "审计员", "", "chen1"], "角色"),
    ],
)
def test_one_bad_row_and_nothing_is_imported(office, why, row, column):
    rows = [*GOOD, ["陈一", "男", "13911110001", "新华路街道", "县级管理员", "", "chen1"], row]
    before = (Staff.objects.count(), Post.objects.count(), Account.objects.count(), len(events()))
    with pytest.raises(ImportRefused) as refused:
        bring(office, csv(rows))
    assert [(error.row, error.column) for error in refused.value.rows] == [(7, column)]
    assert str(refused.value.rows[0])
    assert (Staff.objects.count(), Post.objects.count(), Account.objects.count(), len(events())) == before


def test_every_bad_row_is_told_at_once(office):
    rows = [["陈五", "?", "123", "火星办", "", "", ""], GOOD[1], ["陈六", "男", "", "新华路街道", "国王", "", ""]]
    with pytest.raises(ImportRefused) as refused:
        bring(office, csv(rows))
    assert [(error.row, error.column) for error in refused.value.rows] == [
        (2, "性别"),
        (2, "单位"),
        (2, "电话"),
        (4, "角色"),
    ]


def test_an_officer_imports_people_and_posts_but_no_accounts(office):
    assert bring(office, csv(GOOD[1:]), "officer").hired == 2
    with pytest.raises(ImportRefused) as refused:
        bring(office, csv(GOOD[:1]), "officer")
    assert "org.account.change" in str(refused.value.rows[0])


def test_units_of_another_county_are_unknown_to_the_officer(office):
    with pytest.raises(ImportRefused, match="单位"):
        bring(office, csv([["陈五", "男", "", "云岩区民政局", "", "", ""]]), "officer")


def test_who_may_not_import(office):
    with pytest.raises(DomainError) as refused:
        bring(office, csv(GOOD), "clerk_a")
    assert refused.value.code == "org.forbidden"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "姓名,性别\r\n陈一,男".encode()])
def test_what_is_no_list_is_refused(office, data):
    with pytest.raises(Invalid):
        bring(office, data)
