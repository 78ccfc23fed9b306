"""Compliance at the browser: the matrix, the list behind each number, one instance, past moments, paper and file."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest

from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.org import scope
from nuandong.plans import selectors
from nuandong.plans.models import Instance
from nuandong.web.pages.compliance import exporting, reading, views
from tests.cast import COUNTY, TOWNSHIP_B
from tests.plans.stored import follow
from tests.web.conftest import client_of, seat

ROW = re.compile(r'<a class="row-link" href="(/compliance/[0-9a-f-]+/)">')
NUMBER = re.compile(r'<a class="badge tone-\w+" href="([^"]+)">.*?</svg>(\S+) (\d+)</a>')


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def rows(page):
    return ROW.findall(page)


def listed(client, query=""):
    return rows(text(client.get(f"/compliance/list/?{query}")))


def instance(code, *, anchor="", subject=None):
    with scope.enter(SYSTEM):
        found = Instance.objects.filter(obligation__code=code, anchor__contains=anchor)
        return (found.filter(subject=subject) if subject else found).order_by("starts_at").first()


def page_of(code, **which):
    return f"/compliance/{instance(code, **which).id}/"


def test_without_a_plan_the_page_says_what_to_do(db, client_as):
    page = text(client_as("operator").get("/compliance/"))
    assert "这段时间没有要核对的义务" in page
    assert "没有符合条件的" in text(client_as("operator").get("/compliance/list/"))


@pytest.mark.parametrize("member", ["crew", "storekeeper"])
def test_who_may_not(db, client_as, member):
    assert client_as(member).get("/compliance/").status_code == 403


def test_every_number_opens_exactly_what_it_counts(season):
    client = client_of("operator")
    page = text(client.get("/compliance/?since=all"))
    numbers = NUMBER.findall(page)
    assert {words for _url, words, _n in numbers} >= {"已落实", "未落实", "未做到", "已超时", "进行中"}
    for url, words, value in numbers:
        assert len(rows(text(client.get(html.unescape(url))))) == int(value), (words, value)
    for url, value in re.findall(r'class="card tile[^"]*" href="([^"]+)">.*?<span class="tile-num">(\d+)', page, re.S):
        assert len(rows(text(client.get(html.unescape(url))))) == int(value)


def test_divisions_are_columns_and_a_duty_says_how_hard_it_binds(season):
    page = text(client_of("operator").get("/compliance/"))
    for words in ("每日巡查", "入库测试方案", "000#1 ¶6", "必须", "尽量", "南明区本级", "新华路街道", "西湖路街道"):
        assert words in page, words


def test_what_is_late_stands_first(season):
    client = client_of("operator")
    late = f"/compliance/{instance('scene', subject=season.clues['late']).id}/"
    assert listed(client, "since=all")[0] == late
    assert rows(text(client.get("/compliance/")))[0] == late


def test_the_list_goes_on_by_key(season, monkeypatch):
    client = client_of("operator")
    whole = listed(client, "since=all")
    monkeypatch.setattr(views, "SIZE", 2)
    monkeypatch.setattr(views, "page_of", lambda found, **more: paged(found, size=2, **more))
    found, address = [], "/compliance/list/?since=all"
    while address:
        page = text(client.get(address))
        found += rows(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/compliance/list/{html.unescape(following[1])}" if following else ""
    assert found == whole
    assert len(whole) == len(set(whole)) > 8


def paged(found, **more):
    from nuandong.web.paging import page_of as cut  # noqa: PLC0415  the name is patched in the view

    return cut(found, **more)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        (f"region={TOWNSHIP_B}", {"每日巡查"}),
        (f"region={COUNTY}&only=1", {"热线", "未成年人"}),
        (f"region={COUNTY}", {"每日巡查", "热线", "未成年人", "到场"}),
        ("status=late", {"到场"}),
        ("status=met", {"每日巡查", "到场", "热线"}),
        ("status=failed", {"每日巡查", "到场", "热线"}),
        ("plan=rescue/stored-test&status=missed", {"到场"}),
        ("plan=rescue/another", set()),
        ("status=nonsense&region=nonsense&since=nonsense&at=nonsense&before=nonsense", None),
    ],
)
def test_filters(season, query, titles):
    page = text(
        client_of("operator").get(f"/compliance/list/?since=all&{query}".replace("since=all&status=non", "status=non"))
    )
    found = set(re.findall(r'href="/compliance/[0-9a-f-]+/">([^<]+)</a>', page))
    assert found == ({"每日巡查", "热线", "未成年人", "到场"} if titles is None else titles)


def test_time_is_narrowed_by_when_it_was_due(season):
    client = client_of("operator")
    today = season.now.astimezone(SHANGHAI).date()
    assert len(listed(client, f"since={today}")) < len(listed(client, f"since={today - timedelta(days=1)}"))
    assert listed(client) == listed(client, "since=all"), "a week is the usual time"


def test_the_scope_is_the_database_s(season):
    clue = f"/compliance/{instance('scene', subject=season.clues['late']).id}/"
    neighbour = client_of("clerk_b")
    assert "到场" not in text(neighbour.get("/compliance/?since=all"))
    assert neighbour.get(clue).status_code == 404
    assert client_of("outsider").get(clue).status_code == 404
    assert listed(client_of("outsider"), "since=all") == []
    assert client_of("clerk_a").get(clue).status_code == 200


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("met", ["已落实", "完成"]),
        ("missed", ["未做到", "迟 20 分"]),
        ("late", ["已超时", "还没有完成", "已超"]),
        ("open", ["进行中", "还没有完成", "还有"]),
    ],
)
def test_an_instance_says_why(season, name, words):
    page = text(client_of("operator").get(page_of("scene", subject=season.clues[name])))
    for one in [*words, "尽量", "000#1 ¶6", "30 分钟以内", "入库测试方案", "没有豁免，也没有说明"]:
        assert one in page, one


def test_the_proof_leads_to_the_events(season):
    client = client_of("operator")
    page = text(client.get(page_of("scene", subject=season.clues["missed"])))
    events = re.findall(r'href="(/journal/[0-9a-f-]+/)"', page)
    assert len(events) == 2
    for event in events:
        assert client.get(event).status_code == 200


def test_a_later_entry_is_marked(season):
    found = next(row for row in rows_of("daily") if season.belated.id in row.evidence)
    page = text(client_of("operator").get(f"/compliance/{found.id}/"))
    assert "已落实" in page
    assert "补录" in page
    assert "做了 1 次，要求 1 次" in page


def rows_of(code):
    with scope.enter(SYSTEM):
        return list(Instance.objects.filter(obligation__code=code).order_by("starts_at"))


def test_gaps_are_told(season):
    gone = next(row for row in rows_of("hotline") if row.gaps)
    page = text(client_of("operator").get(f"/compliance/{gone.id}/"))
    assert "无人在岗" in page
    assert "空岗" in page


def test_a_waiver_is_recorded_with_its_reason_and_shown(lived, key):
    officer, operator = client_of("officer"), client_of("operator")
    address = page_of("scene", subject=lived.clues["late"])
    assert f"{address}waive/" not in text(operator.get(address))
    assert operator.get(f"{address}waive/").status_code == 403
    assert f"{address}waive/" in text(officer.get(address))
    assert "请填写原因" in text(officer.post(f"{address}waive/", {"command_key": key()}), 422)
    done = officer.post(f"{address}waive/", {"reason": "桥已封闭，交警劝返", "command_key": key()})
    assert (done.status_code, done["Location"]) == (302, address)
    assert "有一项决定刚刚记录" in text(officer.get(address))
    follow(SystemClock().now())
    page = text(operator.get(address))
    assert "已豁免" in page
    assert "桥已封闭，交警劝返" in page
    assert "吴主管" in page
    assert "有一项决定刚刚记录" not in page
    again = officer.post(f"{address}waive/", {"reason": "再来一次", "command_key": key()})
    assert "不需要豁免" in text(again, 422)


def test_a_miss_is_explained_only_where_it_was_a_softer_duty(lived, key):
    operator = client_of("operator")
    soft = page_of("scene", subject=lived.clues["missed"])
    hard = f"/compliance/{next(row for row in rows_of('daily') if not row.evidence).id}/"
    assert f"{soft}explain/" in text(operator.get(soft))
    assert f"{hard}explain/" not in text(operator.get(hard))
    assert "不能填写未做到的原因" in text(
        operator.post(f"{hard}explain/", {"reason": "没有车", "command_key": key()}), 422
    )
    assert operator.post(f"{soft}explain/", {"reason": "桥面结冰绕行", "command_key": key()}).status_code == 302
    follow(SystemClock().now())
    page = text(operator.get(soft))
    assert "桥面结冰绕行" in page
    assert "未做到" in page
    assert "已说明" in text(operator.get("/compliance/list/?since=all&status=missed"))
    assert client_of("auditor").get(f"{soft}explain/").status_code == 403
    assert "桥面结冰绕行" in text(client_of("auditor").get(soft))


def test_a_past_moment_is_recomputed_and_says_so(lived, monkeypatch):
    client = client_of("operator")
    with scope.enter(SYSTEM):
        daily = selectors.instance(next(r for r in rows_of("daily") if lived.belated.id in r.evidence).id, lived.now)
    address = f"/compliance/{daily.id}/"
    before = (lived.now - timedelta(minutes=20)).astimezone(SHANGHAI)
    query = f"since=all&at={before:%Y-%m-%dT%H:%M}"
    assert address in listed(client, "since=all&status=met")
    assert address in listed(client, f"{query}&status=broken"), "it was entered later than that"
    page = text(client.get(f"/compliance/?{query}"))
    assert "按流水账重新计算" in page
    open_clue = f"/compliance/{instance('scene', subject=lived.clues['open']).id}/"
    assert open_clue in listed(client, "since=all")
    assert open_clue not in listed(client, query)
    for url, words, value in NUMBER.findall(page)[:4]:
        assert len(rows(text(client.get(html.unescape(url))))) == int(value), (words, value)
    neighbour = client_of("clerk_b")
    assert listed(neighbour, query)
    assert "到场" not in text(neighbour.get(f"/compliance/list/?{query}"))
    assert listed(client_of("outsider"), query) == []
    monkeypatch.setattr(reading, "MOST_EVENTS", 3)
    for refused in ("/compliance/", "/compliance/list/", "/compliance/sheet/"):
        assert "不能在页面上重新计算" in text(client.get(f"{refused}?{query}"), 422)


def test_a_future_moment_is_no_moment(season):
    later = season.now + timedelta(days=1)
    page = text(client_of("operator").get(f"/compliance/?at={later.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"))
    assert "按流水账重新计算" not in page


def test_the_sheet_counts_and_names_what_was_not_done(season):
    page = text(client_of("operator").get("/compliance/sheet/?since=all"))
    for words in ("方案落实情况表", "南明区", "没有做到的", "每日巡查", "制表", "迟 20 分"):
        assert words in page, words


def content(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_the_file_says_what_the_list_says(season):
    client = client_of("operator")
    answer = client.get("/compliance/export.csv?since=all&status=failed")
    lines = list(csv.reader(io.StringIO(content(answer))))
    assert lines[0] == list(exporting.COLUMNS)
    assert [f"/compliance/{line[-1]}/" for line in lines[1:]] == listed(client, "since=all&status=failed")
    assert ".csv" in answer["Content-Disposition"]
    nothing = content(client_of("outsider").get("/compliance/export.csv?since=all"))
    assert len(nothing.splitlines()) == 1


def test_the_file_is_bounded_and_says_so(season, monkeypatch):
    monkeypatch.setattr(exporting, "MAX_ROWS", 2)
    lines = content(client_of("operator").get("/compliance/export.csv?since=all")).splitlines()
    assert len(lines) == 4
    assert "只导出了前 2 条" in lines[3]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/compliance/?since=all", 20),
        ("/compliance/list/?since=all", 20),
        ("/compliance/sheet/?since=all", 20),
        ("instance", 26),
    ],
)
def test_queries_are_bounded(season, django_assert_max_num_queries, address, most):
    client = client_of("operator")
    address = page_of("scene", subject=season.clues["missed"]) if address == "instance" else address
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


def test_home_leads_to_the_instance(season):
    seat("operator")
    late = f"/compliance/{instance('scene', subject=season.clues['late']).id}/"
    assert late in text(client_of("operator").get("/"))
