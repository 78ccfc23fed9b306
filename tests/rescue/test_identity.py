"""Who somebody is: a name is no proof; the police are asked; fingerprints and clocks (RES-039, facts 2.2 rows 8 to 11)."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.people.actions.record_document import record_document
from nuandong.people.actions.register_person import register_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.selectors import DocumentCard
from nuandong.rescue.actions.change_stay import change_stay
from nuandong.rescue.actions.draft_notice import Looks, draft_notice
from nuandong.rescue.actions.identify_stay import identify_stay
from nuandong.rescue.actions.record_police_check import record_police_check
from nuandong.rescue.actions.request_police_check import request_police_check
from nuandong.rescue.actions.take_fingerprints import take_fingerprints
from nuandong.rescue.kinds_stay import Identity
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.policies.identity import change_refusal, identity_of, paper_holds
from nuandong.rescue.selectors_clock import clocks_of
from nuandong.rescue.selectors_kin import without_notice
from tests.cast import COUNTY, NOW
from tests.rescue import station
from tests.rescue.station import arrive, inside, kinds

TODAY = date(2026, 12, 1)
# kind, valid until → proof?
PAPERS = [
    ("id_card", None, True),
    ("id_card", date(2026, 12, 1), True),
    ("id_card", date(2026, 11, 30), False),
    ("passport", date(2030, 1, 1), True),
    ("none", None, False),
]


@pytest.mark.parametrize(("kind", "until", "holds"), PAPERS)
def test_which_paper_is_a_proof(kind, until, holds):
    assert paper_holds([DocumentCard(UUID(int=1), kind, "5201**", until)], today=TODAY) is holds
    assert paper_holds([], today=TODAY) is False


@pytest.mark.parametrize(
    ("named", "proved", "identity"),
    [(False, False, "unknown"), (False, True, "unknown"), (True, False, "doubtful"), (True, True, "known")],
)
def test_what_is_known_of_somebody(named, proved, identity):
    assert identity_of(named=named, proved=proved) == identity


# wanted, before, named, proved → code of the refusal or None
CHANGES = [
    ("known", "doubtful", True, True, None),
    ("known", "doubtful", True, False, "rescue.identity_unproved"),
    ("known", "unknown", False, True, "rescue.identity_without_name"),
    ("doubtful", "unknown", False, False, "rescue.identity_without_name"),
    ("doubtful", "known", True, False, None),
    ("unknown", "known", True, False, None),
    ("known", "known", True, False, None),
]


@pytest.mark.parametrize(("wanted", "before", "named", "proved", "refused"), CHANGES)
def test_what_is_changed_by_hand(wanted, before, named, proved, refused):
    error = change_refusal(Identity(wanted), before=Identity(before), named=named, proved=proved)
    assert (error.code if error else None) == refused


@pytest.fixture
def stage(cast, as_actor, db):
    with as_actor(cast.head):
        cast.world = station.furnish(cast)
        yield cast


def named(stage, paper: Paper | None = None):
    told = Details(name="张三", sex="male", birth_year=1976)
    person = register_person(by=stage.station, now=NOW, region=COUNTY, details=told)
    if paper:
        record_document(by=stage.station, now=NOW, person=person.id, paper=paper)
    return person.id


@pytest.mark.parametrize(
    ("until", "checked", "identity"),
    [
        (None, False, "doubtful"),
        (None, True, "known"),
        (date(2030, 1, 1), False, "known"),
        (date(2020, 1, 1), False, "doubtful"),
    ],
)
def test_a_name_at_the_door_is_no_proof(stage, until, checked, identity):
    paper = Paper("passport", "E12345678", until) if until else None
    stay = arrive(stage, person=named(stage, paper), papers_checked=checked)
    assert stay.identity == identity


def test_nobody_ticks_himself_out_of_the_clocks(stage):
    stay = inside(stage)
    for identity in ("doubtful", "known"):
        with pytest.raises(Invalid):
            change_stay(by=stage.station, now=NOW, stay=stay.id, identity=identity, papers_checked=True)
    assert "kin_notice" in {one.code for one in clocks_of(Stay.objects.get(id=stay.id), now=NOW)}


def test_the_notice_is_for_those_who_cannot_say_who_they_are(stage):
    unknown, doubtful = inside(stage), inside(stage, person=named(stage))
    assert [one.id for one in without_notice(stage.station)] == [unknown.id]
    assert "kin_notice" not in {one.code for one in clocks_of(doubtful, now=NOW)}
    assert "kin_notice" in {one.code for one in clocks_of(unknown, now=NOW)}


@pytest.mark.parametrize(("confirmed", "identity"), [(True, "known"), (False, "doubtful")])
def test_the_police_say_who_he_is(stage, confirmed, identity):
    stay, by = inside(stage, person=named(stage)), stage.station
    with pytest.raises(NotNow):
        record_police_check(by=by, now=NOW, stay=stay.id, confirmed=confirmed)
    request_police_check(by=by, now=NOW, stay=stay.id)
    with pytest.raises(NotNow) as waiting:
        request_police_check(by=by, now=NOW, stay=stay.id)
    assert waiting.value.code == "rescue.police_check_waiting"
    done = record_police_check(by=by, now=NOW, stay=stay.id, confirmed=confirmed, note="户籍信息一致")
    assert (done.identity, done.police_check_answered_at) == (identity, NOW)
    assert {"rescue.police_check_requested", "rescue.police_check_answered"} <= set(kinds(stay.id))
    if confirmed:
        with pytest.raises(NotNow):
            request_police_check(by=by, now=NOW, stay=stay.id)
    else:
        assert request_police_check(by=by, now=NOW, stay=stay.id).police_check_answered_at is None


def test_a_confirmed_answer_without_a_name_waits_for_the_name(stage):
    stay, by = inside(stage), stage.station
    request_police_check(by=by, now=NOW, stay=stay.id)
    assert record_police_check(by=by, now=NOW, stay=stay.id, confirmed=True).identity == "unknown"


def test_a_doubtful_name_leaves_the_notice_a_proved_one_ends_it(stage):
    stay, by = inside(stage), stage.station
    notice = draft_notice(by=by, now=NOW, stay=stay.id, looks=Looks())
    identify_stay(by=by, now=NOW, stay=stay.id, version=1, name="王小明")
    assert KinNotice.objects.get(id=notice.id).state == "draft"
    change_stay(by=by, now=NOW, stay=stay.id, identity="known", papers_checked=True)
    assert KinNotice.objects.get(id=notice.id).state == "withdrawn"


def test_fingerprints_once_and_by_somebody(stage):
    stay, by = inside(stage), stage.station
    with pytest.raises(Invalid):
        take_fingerprints(by=by, now=NOW, stay=stay.id, taken_by=" ")
    assert take_fingerprints(by=by, now=NOW, stay=stay.id, taken_by="东门派出所").fingerprints_at == NOW
    assert kinds(stay.id)[-1] == "rescue.fingerprints_taken"
    with pytest.raises(NotNow):
        take_fingerprints(by=by, now=NOW, stay=stay.id, taken_by="东门派出所")


@pytest.mark.parametrize("act", [request_police_check, take_fingerprints])
def test_who_may_not_ask(stage, act):
    stay, more = inside(stage), {"taken_by": "警官"} if act is take_fingerprints else {}
    with pytest.raises(Forbidden):
        act(by=stage.operator, now=NOW, stay=stay.id, **more)


def test_the_database_wants_the_question_before_the_answer(stage):
    stay = inside(stage)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.filter(id=stay.id).update(police_check_answered_at=NOW)
