"""Handing over open work, moving to another unit, leaving."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from nuandong.kernel.ids import new_id
from nuandong.org import handover, scope, sessions
from nuandong.org.actions.hand_over import hand_over
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.actions.transfer_staff import release_staff, transfer_staff
from nuandong.org.handover import OpenThing, Provider
from nuandong.org.handover_sheet import sheet
from nuandong.org.models import Account, End, HandoverRecord, Post, Staff
from tests.cast import NOW
from tests.org.conftest import MACHINE, acting, last, refused

pytestmark = pytest.mark.django_db


@dataclass
class Keys:
    """Stands in for a module with open things: keys of stores, each in somebody's hands."""

    held: dict[UUID, UUID] = field(default_factory=dict)
    stuck: bool = False

    def give(self, staff: UUID, count: int) -> None:
        self.held |= {new_id(NOW): staff for _ in range(count)}

    def listing(self, staff: UUID) -> list[OpenThing]:
        mine = sorted(key for key, holder in self.held.items() if holder == staff)
        return [OpenThing(thing=key, label=f"{place}号库房钥匙", since=NOW) for place, key in enumerate(mine, start=1)]

    def move(self, *, giver, taker, things, by, now) -> int:
        movable = [thing for thing in things if self.held[thing] == giver and not self.stuck]
        self.held |= dict.fromkeys(movable, taker)
        return len(movable)


@pytest.fixture
def keys(monkeypatch) -> Keys:
    monkeypatch.setattr(handover, "_providers", {})
    made = Keys()
    handover.register(Provider(code="supplies.keys", title="库房钥匙", listing=made.listing, move=made.move))
    return made


def pass_on(office, *, by="officer", giver="operator", taker="crew", witness="leader") -> HandoverRecord:
    actor = acting(getattr(office, by))
    people = {"giver": giver, "taker": taker, "witness": witness}
    ids = {role: getattr(office, who).staff.id for role, who in people.items()}
    with scope.enter(actor):
        return hand_over(by=actor, now=NOW, reason="调离", **ids)


def test_everything_open_moves_at_once_and_prints_for_three_signatures(office, keys):
    keys.give(office.operator.staff.id, 3)
    record = pass_on(office)
    assert set(keys.held.values()) == {office.crew.staff.id}
    event = last("org.work_handed_over")
    assert event is not None
    assert (event.subject, event.payload["things"]) == (record.id, 3)
    leader = acting(office.leader)
    with scope.enter(leader):
        printed = sheet(record.id, by=leader)
    assert [(one.title, one.name, one.unit) for one in printed.signatures] == [
        ("移交人", "王值班", "南明区救助管理站"),
        ("接交人", "赵巡查", "南明区救助管理站"),
        ("监交人", "李带班", "南明区民政局"),
    ]
    assert [(group.title, [label for label, _since in group.lines]) for group in printed.groups] == [
        ("库房钥匙", ["1号库房钥匙", "2号库房钥匙", "3号库房钥匙"])
    ]
    assert printed.groups[0].lines[0][1] == NOW
    assert printed.count == 3


@pytest.mark.parametrize(
    ("why", "people", "open_things", "code"),
    [
        ("witness is the taker", {"witness": "crew"}, 1, "org.handover_three"),
        ("giver is the taker", {"taker": "operator"}, 1, "org.handover_three"),
        ("nothing is open", {}, 0, "org.nothing_open"),
        ("not his job", {"by": "clerk_a"}, 1, "org.forbidden"),
        ("another county's giver", {"giver": "outsider"}, 1, "org.out_of_scope"),
    ],
)
def test_handovers_that_are_refused(office, keys, why, people, open_things, code):
    keys.give(getattr(office, people.get("giver", "operator")).staff.id, open_things)
    before = dict(keys.held)
    with refused(code):
        pass_on(office, **people)
    assert keys.held == before
    assert not HandoverRecord.objects.exists()
    assert last("org.work_handed_over") is None


def test_a_thing_that_does_not_move_stops_the_whole(office, keys):
    keys.give(office.operator.staff.id, 2)
    keys.stuck = True
    with refused("org.handover_changed"):
        pass_on(office)
    assert not HandoverRecord.objects.exists()


def test_the_printed_list_of_another_county_is_closed(office, keys):
    keys.give(office.operator.staff.id, 1)
    record = pass_on(office)
    outsider = acting(office.outsider)
    with scope.enter(outsider), refused("org.out_of_scope"):
        sheet(record.id, by=outsider)
    with scope.enter(outsider), refused("org.not_found"):
        sheet(new_id(NOW), by=outsider)


def test_two_kinds_may_not_share_a_code(keys):
    other = Keys()
    with pytest.raises(ValueError, match=r"supplies\.keys"):
        handover.register(Provider(code="supplies.keys", title="别的", listing=other.listing, move=other.move))


# --- transfer and leaving ---------------------------------------------------------------------------------------------


def test_nobody_moves_while_work_is_open_with_him(office, keys):
    keys.give(office.operator.staff.id, 2)
    officer = acting(office.officer)
    with scope.enter(officer):
        with refused("org.work_open"):
            transfer_staff(by=officer, now=NOW, staff=office.operator.staff.id, to_unit=office.bureau.id)
        with refused("org.work_open"):
            release_staff(by=officer, now=NOW, staff=office.operator.staff.id)
    pass_on(office)
    with scope.enter(officer):
        transfer_staff(by=officer, now=NOW, staff=office.operator.staff.id, to_unit=office.bureau.id)
    assert Staff.objects.get(id=office.operator.staff.id).unit_id == office.bureau.id


def test_a_transfer_ends_posts_and_sessions_but_not_the_account(office, keys):
    session = sign_in(username="operator", password=office.operator.password, machine=MACHINE, now=NOW).session
    officer = acting(office.officer)
    with scope.enter(officer):
        transfer_staff(by=officer, now=NOW, staff=office.operator.staff.id, to_unit=office.bureau.id)
    assert acting(office.operator).permissions == frozenset()
    assert sessions.check(session.id, now=NOW).end is End.ACCOUNT
    assert Account.objects.get(id=office.operator.account.id).active
    event = last("org.staff_transferred")
    assert event is not None
    assert event.payload == {
        "from_unit": str(office.station.id),
        "to_unit": str(office.bureau.id),
        "posts_ended": 1,
    }


def test_whoever_leaves_stays_on_record_without_an_account(office, keys):
    officer = acting(office.officer)
    with scope.enter(officer):
        release_staff(by=officer, now=NOW, staff=office.operator.staff.id, reason="退休")
    gone = Staff.objects.get(id=office.operator.staff.id)
    assert (gone.active, gone.left_at) == (False, NOW)
    assert not Account.objects.get(staff=gone).active
    assert not Post.objects.filter(staff=gone, valid_until=None).exists()
    event = last("org.staff_left")
    assert event is not None
    assert event.payload == {"posts_ended": 1}
    assert not sign_in(username="operator", password=office.operator.password, machine=MACHINE, now=NOW).accepted


@pytest.mark.parametrize(
    ("why", "who", "whom", "to_unit", "code"),
    [
        ("himself", "officer", "officer", "station", "org.own_transfer"),
        ("another county's", "officer", "outsider", "station", "org.out_of_scope"),
        ("where he is", "officer", "operator", "station", "org.same_unit"),
        ("not his job", "clerk_a", "operator", "bureau", "org.forbidden"),
    ],
)
def test_transfers_that_are_refused(office, keys, why, who, whom, to_unit, code):
    actor = acting(getattr(office, who))
    with scope.enter(actor), refused(code):
        transfer_staff(by=actor, now=NOW, staff=getattr(office, whom).staff.id, to_unit=getattr(office, to_unit).id)
    assert last("org.staff_transferred") is None
