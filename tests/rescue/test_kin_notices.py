"""Kin search: masked facts only, the police before the public where there is suspicion, channels logged (RES-039, RES-040)."""

from datetime import timedelta

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.rescue.actions.change_stay import change_stay
from nuandong.rescue.actions.discharge import Leaving, discharge
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.identify_stay import identify_stay
from nuandong.rescue.actions.publish_notice import publish_notice
from nuandong.rescue.actions.record_dna_answer import record_dna_answer
from nuandong.rescue.actions.release_notice import release_notice
from nuandong.rescue.actions.request_dna import request_dna
from nuandong.rescue.actions.withdraw_notice import withdraw_notice
from nuandong.rescue.models import KinNotice
from nuandong.rescue.states.notice import NOTICE, NoticeState
from tests.cast import NOW
from tests.plans.demanding import in_force
from tests.plans.demanding import notice as notice_fields
from tests.rescue import station
from tests.rescue.station import arrive, inside, kinds

pytestmark = pytest.mark.django_db

LOOKS = Looks(features="左眉有痣，着灰棉衣", accent="川东口音", height_cm=165)


@pytest.fixture
def stage(cast, as_actor):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def draft(stage, stay, looks=LOOKS):
    return draft_notice(by=stage.station, now=NOW, stay=stay.id, looks=looks)


def publish(stage, notice, *channels, now=NOW):
    return publish_notice(by=stage.station, now=now, notice=notice.id, channels=channels or ["national_search_site"])


def test_every_state_of_a_notice_stands_in_the_table():
    assert set(NOTICE) == set(NoticeState)


def test_a_notice_has_an_age_band_and_no_number(stage):
    notice = draft(stage, inside(stage))
    assert (notice.state, notice.age_from, notice.age_to, notice.sex) == ("draft", 45, 55, "male")
    assert notice.found_on == NOW.date()


@pytest.mark.parametrize(
    ("looks", "field"),
    [
        (Looks(features="家里电话13800138000"), "features"),
        (Looks(features="有精神疾病"), "features"),
        (Looks(features="疑似被拐卖"), "features"),
        (Looks(accent="520102 口音"), "accent"),
        (Looks(height_cm=12), "height_cm"),
    ],
)
def test_private_words_do_not_go_out(stage, looks, field):
    stay = inside(stage)
    with pytest.raises(Invalid) as refused:
        draft(stage, stay, looks)
    assert refused.value.field == field
    assert not KinNotice.objects.exists()


def test_publishing_logs_the_channels_and_refreshing_adds_some(stage):
    stay = inside(stage)
    notice = publish(stage, draft(stage, stay), "wechat", "national_search_site")
    assert (notice.state, notice.channels, notice.refreshed_at) == (
        "published",
        ["national_search_site", "wechat"],
        None,
    )
    later = NOW + timedelta(days=20)
    again = publish(stage, notice, "radio", now=later)
    assert (again.channels, again.published_at, again.refreshed_at) == (
        ["national_search_site", "radio", "wechat"],
        NOW,
        later,
    )
    published = journal.history(subject=stay.id, kinds={"rescue.kin_notice_published"})
    assert [(event.payload["channels"], event.payload["refresh"]) for event in published] == [
        (["radio"], True),
        (["national_search_site", "wechat"], False),
    ]


@pytest.mark.parametrize("channels", [[], ["gossip"]])
def test_a_channel_must_be_named(stage, channels):
    notice = draft(stage, inside(stage))
    with pytest.raises(Invalid):
        publish_notice(by=stage.station, now=NOW, notice=notice.id, channels=channels)


@pytest.mark.parametrize("flag", ["police_suspect_trafficking", "domestic_violence"])
def test_suspicion_holds_the_notice_until_the_police_agree(stage, flag):
    stay = inside(stage, flags=[flag])
    notice = draft(stage, stay)
    assert (notice.state, notice.held_reason) == ("held", flag)
    with pytest.raises(NotNow) as held:
        publish(stage, notice)
    assert held.value.code == "rescue.notice_held"
    released = release_notice(by=stage.station, now=NOW, stay=stay.id, police="刑侦大队 李警官")
    assert released.flags == []
    assert publish(stage, notice).state == "published"
    assert kinds(stay.id)[-5:] == [
        "rescue.kin_notice_drafted",
        "rescue.kin_notice_held",
        "rescue.kin_notice_released",
        "rescue.stay_changed",
        "rescue.kin_notice_published",
    ]


def test_suspicion_that_comes_up_later_takes_the_notice_off(stage):
    stay = inside(stage)
    notice = publish(stage, draft(stage, stay))
    change_stay(by=stage.station, now=NOW, stay=stay.id, flags=["domestic_violence"])
    assert KinNotice.objects.get(id=notice.id).state == "held"
    with pytest.raises(NotNow):
        publish(stage, notice)


def test_nothing_is_released_that_was_not_held(stage):
    with pytest.raises(NotNow):
        release_notice(by=stage.station, now=NOW, stay=inside(stage).id, police="刑侦大队")


def test_one_notice_at_a_time(stage):
    stay = inside(stage)
    first = draft(stage, stay)
    with pytest.raises(Conflict):
        draft(stage, stay)
    withdraw_notice(by=stage.station, now=NOW, notice=first.id, reason="重写")
    assert draft(stage, stay).state == "draft"
    with pytest.raises(NotNow):
        publish(stage, first)


def test_nobody_is_sought_whose_name_is_known_or_who_is_not_in(stage):
    with pytest.raises(NotNow):
        draft(stage, arrive(stage))
    stay = inside(stage)
    notice = publish(stage, draft(stage, stay))
    identify_stay(by=stage.station, now=NOW, stay=stay.id, version=1, name="王小明", papers_checked=True)
    assert KinNotice.objects.get(id=notice.id).state == "withdrawn"
    with pytest.raises(NotNow):
        draft(stage, stay)


@pytest.mark.parametrize(("exit_kind", "state"), [("fetched", "withdrawn"), ("transferred", "published")])
def test_the_search_ends_or_goes_on_with_the_way_of_leaving(stage, exit_kind, state):
    stay = inside(stage)
    notice = publish(stage, draft(stage, stay))
    leaving = Leaving(exit=exit_kind, receiver="接收方已核对", sheet_reason="纸质件存档")
    discharge(by=stage.station, now=NOW, stay=stay.id, leaving=leaving)
    assert KinNotice.objects.get(id=notice.id).state == state


def test_dna_is_asked_for_once_and_answered_once(stage):
    stay = inside(stage)
    with pytest.raises(NotNow):
        record_dna_answer(by=stage.station, now=NOW, stay=stay.id, matched=False)
    assert request_dna(by=stage.station, now=NOW, stay=stay.id).dna_requested_at == NOW
    with pytest.raises(NotNow):
        request_dna(by=stage.station, now=NOW, stay=stay.id)
    record_dna_answer(by=stage.station, now=NOW, stay=stay.id, matched=False)
    assert kinds(stay.id)[-2:] == ["rescue.dna_requested", "rescue.dna_answered"]


@pytest.mark.parametrize("who", ["crew", "operator", "clerk_a", "auditor"])
def test_who_may_not_publish(stage, who):
    stay = inside(stage)
    with pytest.raises(Forbidden):
        draft_notice(by=getattr(stage, who), now=NOW, stay=stay.id, looks=LOOKS)


def test_a_notice_that_lacks_what_a_plan_demands_does_not_go_out(stage):
    in_force(stage.officer, notice_fields("kin_notice", "sex", "features", "photo"))
    notice = draft(stage, inside(stage))
    with pytest.raises(Invalid, match="《街面救助方案》要求寻亲公告写明照片") as refused:
        publish(stage, notice)
    assert refused.value.code == "plans.notice_lacks"
    KinNotice.objects.filter(id=notice.id).update(photo=new_id(NOW))
    assert publish(stage, notice).state == "published"
