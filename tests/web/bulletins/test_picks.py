"""Single events and figures picked for a bulletin: numbered lines that open to what they tell (OPS-009)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SystemClock, day_start
from nuandong.org import scope
from nuandong.publicity.actions.record_announcement import Said, record_announcement
from nuandong.publicity.actions.void_announcement import void_announcement
from nuandong.reports import keeping
from nuandong.reports.actions.publish_bulletin import publish_bulletin
from nuandong.reports.models import Report
from tests.cast import TOWNSHIP_A
from tests.cast import cast as people
from tests.web.bulletins.test_bulletins import begun, copy_for, send
from tests.web.conftest import client_of, seat
from tests.web.divisions import divisions

pytestmark = pytest.mark.django_db
TITLE = "12月求助热线"


@pytest.fixture
def cast(db):
    divisions()
    for member in ("officer", "head", "clerk_a", "clerk_b", "auditor"):
        seat(member)
    return people()


@pytest.fixture
def draft(cast):
    """The bulletin of the month before, begun; and what was made known in it."""
    report = begun(cast)
    with scope.enter(cast.clerk_a):
        said = Said(channel="wechat", title=TITLE, times=2, reached=300)
        at = day_start(report.first_day) + timedelta(hours=10)
        row = record_announcement(by=cast.clerk_a, now=SystemClock().now(), region=TOWNSHIP_A, said=said, acted_at=at)
    return report, row


def pick(key, report, *points, shown=()):
    body = {"command_key": key(), "points": points, "shown": [*points, *shown]}
    return client_of("head").post(reverse("report-picks", args=[report.id]), body)


def page(member, name, *where):
    return client_of(member).get(reverse(name, args=where)).content.decode()


def test_what_is_ticked_stands_in_the_bulletin_line_by_line(cast, draft, key):
    report, entry = draft
    event, figure = f"event:{entry.event}", "figure:publicity/month"
    listed = page("head", "report-picks", report.id)
    assert f'value="{event}"' in listed
    assert f'value="{figure}"' in listed
    assert TITLE not in listed
    assert "登记宣传（微信公众号 2 次）" in listed
    assert pick(key, report, event, figure).status_code == 302
    shown = page("head", "report-view", report.id)
    assert reverse("event", args=[entry.event]) in shown
    assert reverse("report-figure", args=[report.id, "publicity", "month"]) in shown
    with scope.enter(SYSTEM):
        (passage, *_rest) = keeping.content_of(Report.objects.get(id=report.id)).passages
    assert [point.event for point in passage.points] == [None, entry.event]
    assert passage.text.splitlines()[0] == "1. 本月开展宣传 0 次", "figures follow a little later"
    # What another page of the list shows stays picked; what is unticked goes.
    assert pick(key, report, shown=[figure]).status_code == 302
    shown = page("head", "report-view", report.id)
    assert reverse("event", args=[entry.event]) in shown
    assert reverse("report-figure", args=[report.id, "publicity", "month"]) + '">本月开展宣传' not in shown


def test_a_published_bulletin_keeps_its_lines(cast, draft, key):
    report, entry = draft
    pick(key, report, f"event:{entry.event}")
    send(cast, report)
    with scope.enter(cast.officer):
        publish_bulletin(by=cast.officer, now=SystemClock().now(), report=report.id)
    with scope.enter(cast.clerk_a):
        void_announcement(by=cast.clerk_a, now=SystemClock().now(), announcement=entry.id, reason="重复")
    assert "登记宣传（微信公众号 2 次）" in page("clerk_a", "bulletin", copy_for(cast.clerk_a).id)
    # Whoever may not look into the register of another township reads the line without an address.
    other = page("clerk_b", "bulletin", copy_for(cast.clerk_b).id)
    assert "登记宣传（微信公众号 2 次）" in other
    assert reverse("event", args=[entry.event]) not in other
    assert pick(key, report, f"event:{entry.event}").status_code == 422


def test_what_was_taken_back_is_told_no_more(cast, draft, key):
    report, entry = draft
    pick(key, report, f"event:{entry.event}")
    with scope.enter(cast.clerk_a):
        void_announcement(by=cast.clerk_a, now=SystemClock().now(), announcement=entry.id, reason="重复")
    assert "登记宣传（微信公众号" not in page("head", "report-view", report.id)
    assert f"event:{entry.event}" not in page("head", "report-picks", report.id)
    # The list can be saved again: what cannot be unticked goes out by itself.
    assert pick(key, report).status_code == 302


@pytest.mark.parametrize("which", ["unknown", "mangled", "figure", "older", "person", "many"])
def test_what_cannot_be_picked(cast, draft, key, which):
    report, entry = draft
    with scope.enter(SYSTEM):
        if which == "older":
            Report.objects.filter(id=report.id).update(
                first_day=report.first_day - timedelta(days=62), last_day=report.first_day - timedelta(days=32)
            )
        (own,) = [one.id for one in journal.history(subject=report.id)]
    points = {
        "unknown": [f"event:{uuid4()}"],
        "mangled": ["event:x"],
        "figure": ["figure:publicity/so_far"],
        "older": [f"event:{entry.event}"],
        "person": [f"event:{own}"],
        "many": [f"event:{uuid4()}" for _one in range(41)],
    }[which]
    answer = pick(key, report, *points)
    assert answer.status_code == 422
    assert ("最多挑选 40 条" if which == "many" else "有一条不能写进这份报表") in answer.content.decode()


def test_who_may_not_draft_may_not_pick(cast, draft, key):
    report, _entry = draft
    assert client_of("auditor").get(reverse("report-picks", args=[report.id])).status_code in {403, 404}
    assert client_of("clerk_b").get(reverse("report-picks", args=[report.id])).status_code in {403, 404}
