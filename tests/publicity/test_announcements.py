"""The publicity log: what counts as which work, which duties it meets, how it is taken back (OPS-007)."""

from datetime import date, timedelta

import pytest

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.errors import DomainError
from nuandong.org import scope
from nuandong.plans import compliance
from nuandong.plans.actions.activate_plan import activate_plan
from nuandong.plans.loader import load
from nuandong.plans.problems import PlanFileError
from nuandong.plans.vocabulary import vocabulary
from nuandong.publicity import selectors, serving
from nuandong.publicity.actions.record_announcement import PROOF, Said, record_announcement
from nuandong.publicity.actions.void_announcement import void_announcement
from nuandong.publicity.selectors import Wanted
from nuandong.tasks import selectors as tasks
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.databases import as_role, settle
from tests.plans.demanding import in_force, notice
from tests.tasks.setting import furnish

HOUR = timedelta(hours=1)
PLAN = """
plan: heating/leaflets
title: 取暖宣传
family: heating
level: county
sources: ["003#7"]
season: {from: 11-01, to: 12-31, source: "003#7 ¶1"}
organisation: {lead: 民政局}
obligations:
  - {id: leaflets, title: 明白纸入户, kind: coverage, event: tasks.work_recorded, where: {work: leaflet_given},
     scope: each township, strength: must, source: "003#7 ¶4"}
  - {id: hotline, title: 公布热线, kind: by_deadline, by: 12-20, event: tasks.work_recorded,
     where: {work: hotline_published}, scope: each unit, strength: must, source: "003#7 ¶4"}
  - {id: drills, title: 演练, kind: by_deadline, by: 12-20, event: tasks.work_recorded,
     where: {work: drill_held}, scope: each unit, strength: must, source: "003#7 ¶4"}
  - {id: media, title: 微信和电视, kind: by_deadline, by: 12-20, event: publicity.announced,
     where: {through: [wechat, television]}, scope: each unit, strength: must, source: "003#7 ¶4"}
  - {id: phone, title: 电视公布热线, kind: by_deadline, by: 12-20, event: publicity.announced,
     where: {work: hotline_published, through: television}, scope: each unit, strength: must, source: "003#7 ¶4"}
"""


def activate(by):
    loaded = load(PLAN.encode(), "leaflets.yaml", vocabulary())
    with scope.enter(by):
        return activate_plan(by=by, now=NOW - 20 * HOUR, loaded=loaded, region=COUNTY, starts_on=date(2026, 11, 1))


def announced(by, channel="leaflet", *, region=TOWNSHIP_A, acted_at=None, now=NOW, **more):
    said = Said(channel=channel, title=more.pop("title", "取暖安全明白纸"), **more)
    with scope.enter(by):
        return record_announcement(by=by, now=now, region=region, said=said, acted_at=acted_at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "more", "works"),
    [
        ("leaflet", {"reached": 30, "base": 120}, {"publicity_done": (1, None), "leaflet_given": (30, 120)}),
        ("leaflet", {}, {"publicity_done": (1, None)}),
        ("loudspeaker", {"times": 3, "reached": 90}, {"publicity_done": (3, None), "broadcast_made": (3, None)}),
        ("wechat", {"reached": 1200, "link": "https://example.org/a"}, {"publicity_done": (1, None)}),
    ],
)
def test_an_entry_counts_as_the_work_of_its_channel(cast, channel, more, works):
    furnish(cast)
    row = announced(cast.clerk_a, channel, acted_at=NOW - 3 * HOUR, **more)
    with scope.enter(cast.clerk_a):
        kept = tasks.works_of(row.id)
        assert {work.work: (work.done, work.base) for work in kept} == works
        assert {work.id for work in kept} == set(row.works)
        (event,) = [one for one in journal.history(subject=row.id) if one.kind == "publicity.announced"]
        assert (row.at, set(event.payload["work"])) == (NOW - 3 * HOUR, set(works))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "more", "code"),
    [
        ("auditor", {}, "org.forbidden"),
        ("clerk_b", {}, "org.out_of_scope"),
        ("clerk_a", {"title": " "}, "publicity.required"),
        ("clerk_a", {"channel": "drum"}, "publicity.channel_unknown"),
        ("clerk_a", {"times": 0}, "publicity.times"),
        ("clerk_a", {"reached": 200, "base": 120}, "publicity.more_than_whole"),
        ("clerk_a", {"base": 120}, "publicity.required"),
        ("clerk_a", {"channel": "radio", "reached": 1, "base": 2}, "publicity.no_whole"),
        ("clerk_a", {"copies": -1}, "publicity.number"),
        ("clerk_a", {"link": "javascript:alert(1)"}, "publicity.link"),
        ("clerk_a", {"files": [TOWNSHIP_A]}, "publicity.not_found"),
        ("clerk_a", {"acted_at": NOW + HOUR}, "journal.acted_in_future"),
    ],
)
def test_what_cannot_be_entered(cast, by, more, code):
    furnish(cast)
    if "files" in more:
        with scope.enter(cast.clerk_a):
            other = store_document(
                by=cast.clerk_a, now=NOW, region=TOWNSHIP_A, data=b"x", purpose="tasks.evidence", mime="image/jpeg"
            )
        more = {"files": [other]}
    with pytest.raises(DomainError) as refused:
        announced(getattr(cast, by), **more)
    assert refused.value.code == code
    assert PROOF != "tasks.evidence"


@pytest.mark.django_db
def test_the_log_by_channel_place_time_and_words(cast):
    furnish(cast)
    announced(cast.clerk_a, reached=30, base=120, copies=40)
    announced(cast.clerk_a, reached=20, base=120, copies=25, acted_at=NOW - 48 * HOUR)
    announced(cast.clerk_b, "wechat", region=TOWNSHIP_B, title="求助热线", reached=900)
    gone = announced(cast.clerk_b, "wechat", region=TOWNSHIP_B, title="错的", reached=1)
    with scope.enter(cast.clerk_b):
        void_announcement(by=cast.clerk_b, now=NOW, announcement=gone.id, reason="重复")
        assert tasks.works_of(gone.id) == []
        with pytest.raises(DomainError, match="已经作废"):
            void_announcement(by=cast.clerk_b, now=NOW, announcement=gone.id, reason="重复")
    by = cast.officer
    with scope.enter(by):
        sums = {one.channel: (one.entries, one.times, one.copies, one.reached) for one in selectors.totals(by)}
        assert sums == {"leaflet": (2, 2, 65, 50), "wechat": (1, 1, 0, 900)}
        for wanted, n in (
            (Wanted(), 3),
            (Wanted(voided=True), 4),
            (Wanted(region=TOWNSHIP_A), 2),
            (Wanted(channel="wechat", unit=cast.clerk_b.unit), 1),
            (Wanted(since=NOW.date()), 2),
            (Wanted(until=NOW.date() - timedelta(days=1)), 1),
            (Wanted(words="热线"), 1),
        ):
            assert len(selectors.announcements(by, wanted=wanted)) == n, wanted
    with scope.enter(cast.clerk_b), pytest.raises(DomainError):
        selectors.announcement(gone.id, by=cast.crew)


def test_the_duty_of_a_plan_is_met_by_an_entry(committed_db, cast):
    furnish(cast)
    activate(cast.officer)
    settle()
    with as_role("worker"), scope.enter(SYSTEM):
        while compliance.catch_up():
            pass
        compliance.roll(NOW)
    with scope.enter(cast.officer):
        duties = {one.title: one.duty for one in serving.servable(NOW, region=COUNTY)}
    assert set(duties) == {"明白纸入户", "公布热线", "微信和电视", "电视公布热线"}
    rows = [
        announced(cast.officer, channel, region=COUNTY, title=title, duty=duties.get(title))
        for channel, title in (
            ("leaflet", "明白纸"),
            ("poster", "公布热线"),
            ("television", "微信和电视"),
            ("television", "电视公布热线"),
        )
    ]
    settle()
    with as_role("worker"), scope.enter(SYSTEM):
        compliance.catch_up()
    with scope.enter(cast.officer):
        served = [selectors.instances_served(row, now=NOW) for row in rows]
        # A leaflet does nothing for a duty that names WeChat and television.
        assert [{(one.obligation.title, one.status) for one in found} for found in served] == [
            set(),
            {("公布热线", "met")},
            {("微信和电视", "met")},
            {("公布热线", "met"), ("微信和电视", "met"), ("电视公布热线", "met")},
        ]
        assert selectors.announcements(cast.officer, wanted=Wanted(duty=duties["公布热线"])) == [rows[1]]


@pytest.mark.django_db
def test_a_township_serves_the_plan_of_its_county(cast):
    furnish(cast)
    activate(cast.officer)
    with scope.enter(cast.clerk_a):
        duties = {one.title: one.duty for one in serving.servable(NOW, region=TOWNSHIP_A)}
    assert "公布热线" in duties
    # What binds the whole county is served for it; an entry of a township counts there.
    announced(cast.clerk_a, "poster", duty=duties["公布热线"])


@pytest.mark.django_db
def test_a_duty_cannot_be_chosen_for_a_channel_it_does_not_name(cast):
    furnish(cast)
    activate(cast.officer)
    with scope.enter(cast.officer):
        (media,) = [one.duty for one in serving.servable(NOW, region=COUNTY) if one.title == "微信和电视"]
    with pytest.raises(DomainError, match="要求的渠道是电视、微信公众号") as refused:
        announced(cast.officer, "leaflet", region=COUNTY, duty=media)
    assert (refused.value.code, refused.value.field) == ("publicity.other_channel", "duty")


@pytest.mark.django_db
def test_an_entry_that_lacks_what_a_plan_demands_is_refused(cast):
    furnish(cast)
    in_force(cast.officer, notice("announcement", "link", "reached"))
    with pytest.raises(DomainError, match="《街面救助方案》要求宣传登记写明链接") as refused:
        announced(cast.clerk_a, "wechat", reached=3)
    assert refused.value.code == "plans.notice_lacks"
    assert announced(cast.clerk_a, "wechat", reached=3, link="https://example.org/a").reached == 3


def test_a_plan_that_names_an_unknown_channel_is_refused():
    with pytest.raises(PlanFileError) as refused:
        load(PLAN.replace("[wechat, television]", "[wechat, drum]").encode(), "leaflets.yaml", vocabulary())
    assert "drum" in str(refused.value.problems)
