"""Registering, correcting, identifying: the row, the keys and the event, or none of the three."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from nuandong.commands.once import once
from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, NotNow, OutOfScope
from nuandong.people.actions.correct_person import correct_person
from nuandong.people.actions.identify_person import identify_person
from nuandong.people.actions.record_document import record_document
from nuandong.people.actions.register_person import register_person
from nuandong.people.actions.register_unknown_person import register_unknown_person
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.models import IdentityDocument, Person, PersonKey
from nuandong.people.rows import hashed, opened, person_keys
from nuandong.people.selectors import card, documents, search
from tests.cast import NOW, TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.people.builders import BIRTH, CARD, OTHER_CARD, TODAY, person

pytestmark = pytest.mark.django_db

ID_CARD = Paper("id_card", CARD)


def stored_keys(row: Person) -> set[bytes]:
    return {bytes(key) for key in PersonKey.objects.filter(person_id=row.id).values_list("key", flat=True)}


def events_of(subject: UUID) -> list[journal.Event]:
    return journal.history(subject=subject)


def test_a_registered_person_is_masked_in_lists_and_whole_in_the_vault(cast, as_actor):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, phone="138 1234 5678", address="某镇大坝村三组12号", papers=[ID_CARD])
        shown = card(row.id, by=cast.clerk_a)
        assert (shown.name, shown.phone, shown.address) == ("王**", "138****5678", "某镇大坝村")
        assert (shown.birth_on, shown.sex, shown.age(TODAY)) == (BIRTH, "female", 76)
        assert opened(Person.objects.get(id=row.id)).name == "王秀英"
        assert documents(row.id, by=cast.clerk_a)[0].number == "*" * 14 + CARD[-4:]
        assert stored_keys(row) == {hashed(key) for key in person_keys(row)}
        assert {event.kind for event in events_of(row.id)} == {"people.person_registered", "people.document_recorded"}


@pytest.mark.parametrize(
    ("details", "papers", "code"),
    [
        (Details(name=""), [], "people.name_missing"),
        (Details(name="123"), [], "people.name_unreadable"),
        (Details(name="王" * 51), [], "text_too_long"),
        (Details(name="王五", phone="五号楼"), [], "people.phone_shape"),
        (Details(name="王五", sex="x"), [], "people.sex_unknown_code"),
        (Details(name="王五", ethnic_code="60"), [], "people.ethnic_code"),
        (Details(name="王五", hukou_region=5201), [], "geo.code_shape"),
        (Details(name="王五", birth_on=TODAY + timedelta(1)), [], "people.date_unreal"),
        (Details(name="王五", birth_on=date(1889, 12, 31)), [], "people.date_unreal"),
        (Details(name="王五", birth_year=2027), [], "people.date_unreal"),
        (Details(name="王五", birth_on=BIRTH, birth_year=1950), [], "people.birth_twice"),
        (Details(name="王五", birth_on=BIRTH, dead_on=date(1950, 3, 1)), [], "people.date_unreal"),
        (Details(name="王五"), [Paper("id_card", CARD[:-1] + "y")], "id_number_shape"),
        (Details(name="王五"), [Paper("id_card", "110105194912310021")], "id_number_check"),
        (Details(name="王五", sex="male"), [ID_CARD], "people.document_contradicts"),
        (Details(name="王五", birth_on=date(1951, 3, 2)), [ID_CARD], "people.document_contradicts"),
        (Details(name="王五"), [Paper("passport", "号码")], "people.document_number"),
        (Details(name="王五"), [Paper("none", "1234567")], "people.document_none_number"),
        (Details(name="王五"), [Paper("stamp", "1234567")], "people.document_kind"),
    ],
)
def test_what_cannot_be_is_refused_with_advice_and_nothing_is_written(cast, as_actor, details, papers, code):
    with as_actor(cast.clerk_a):
        with pytest.raises(Invalid) as refused:
            register_person(by=cast.clerk_a, now=NOW, region=VILLAGE_A, details=details, papers=papers)
        assert (refused.value.code, bool(refused.value.advice), bool(refused.value.field)) == (code, True, True)
        assert not Person.objects.exists()
        assert not PersonKey.objects.exists()
        assert journal.history() == []


def test_a_demo_number_is_refused_outside_the_demo(cast, as_actor, settings):
    settings.NUANDONG_DEMO = False
    with as_actor(cast.clerk_a), pytest.raises(Invalid, match="地区"):
        person(cast.clerk_a, papers=[ID_CARD])


def test_a_number_stands_once_in_a_region_and_again_in_another(cast, as_actor):
    with as_actor(cast.officer):
        person(cast.officer, papers=[ID_CARD])
        with pytest.raises(Conflict) as refused:
            person(cast.officer, "王秀瑛", papers=[ID_CARD])
        assert refused.value.code == "people.document_known"
        assert Person.objects.count() == 1
        person(cast.officer, region=VILLAGE_B, papers=[ID_CARD])
        assert IdentityDocument.objects.count() == 2


def test_an_old_number_is_the_same_as_its_new_form(cast, as_actor):
    with as_actor(cast.clerk_a):
        person(cast.clerk_a, "李四", papers=[Paper("id_card", "110105491231002")])
        assert IdentityDocument.objects.get().kind == "id_card_legacy"
        with pytest.raises(Conflict):
            person(cast.clerk_a, "李四", papers=[Paper("id_card", "11010519491231002X")])


@pytest.mark.parametrize(
    ("member", "region", "error"),
    [
        ("clerk_a", VILLAGE_B, OutOfScope),
        ("clerk_b", VILLAGE_A, OutOfScope),
        ("outsider", VILLAGE_A, OutOfScope),
        ("storekeeper", VILLAGE_A, Forbidden),
    ],
)
def test_who_may_not_register_here(cast, as_actor, member, region, error):
    actor = getattr(cast, member)
    with as_actor(actor), pytest.raises(error):
        person(actor, region=region)


def test_pressing_twice_registers_once(cast, as_actor):
    with as_actor(cast.clerk_a):
        request = {
            "key": uuid4(),
            "name": "people.register",
            "body": {"name": "王秀英"},
            "by": cast.clerk_a,
            "now": NOW,
        }
        first = once(**request, do=lambda: person(cast.clerk_a).id)
        second = once(**request, do=lambda: person(cast.clerk_a).id)
        assert first == second
        assert Person.objects.count() == 1


def test_somebody_without_a_name_gets_a_number_to_be_called_by(cast, as_actor):
    with as_actor(cast.station):
        row = register_unknown_person(
            by=cast.station, now=NOW, region=TOWNSHIP_A, details=Details(sex="male", birth_year=2012), photo=uuid4()
        )
        shown = card(row.id, by=cast.station)
        assert shown.name == row.temporary_number
        assert shown.name.startswith("20261201-")
        assert (shown.known, shown.age(TODAY)) == (False, 14)
        assert [one.card.id for one in search(shown.name, by=cast.station).people] == [row.id]
        with pytest.raises(Invalid, match="姓名"):
            register_unknown_person(by=cast.station, now=NOW, region=TOWNSHIP_A, details=Details(name="王五"))


def test_who_is_identified_keeps_the_number_and_is_found_by_name(cast, as_actor):
    with as_actor(cast.station):
        row = register_unknown_person(by=cast.station, now=NOW, region=TOWNSHIP_A)
        known = identify_person(
            by=cast.station,
            now=NOW,
            person=row.id,
            version=row.version,
            name="王秀英",
            papers=[ID_CARD],
            reason="公安比对",
        )
        assert (known.name_masked, known.temporary_number, known.sex) == ("王**", row.temporary_number, "female")
        assert [one.card.id for one in search("wangxiuying", by=cast.station).people] == [row.id]
        event = next(event for event in events_of(row.id) if event.kind == "people.person_identified")
        assert event.payload == {"temporary_number": row.temporary_number}
        assert journal.texts([event.id])[event.id]["name_after"] == "王秀英"
        with pytest.raises(NotNow):
            identify_person(by=cast.station, now=NOW, person=row.id, version=known.version, name="王秀瑛")


def test_a_correction_moves_the_keys_and_keeps_what_stood_there_sealed(cast, as_actor):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, phone="13812345678", papers=[ID_CARD])
        after = correct_person(
            by=cast.clerk_a, now=NOW, person=row.id, version=1, changes={"name": "王秀瑛"}, reason="户口簿"
        )
        assert after.version == 2
        assert search("王秀英", by=cast.clerk_a).people[0].tier > search("王秀瑛", by=cast.clerk_a).people[0].tier
        assert stored_keys(row) == {hashed(key) for key in person_keys(after)}
        event = next(event for event in events_of(row.id) if event.kind == "people.person_corrected")
        assert event.payload == {"fields": ["name"]}
        assert journal.texts([event.id])[event.id] == {
            "name_before": "王秀英", "name_after": "王秀瑛", "reason": "户口簿"
        }  # fmt: skip


def test_the_slower_of_two_correctors_is_told(cast, as_actor):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a)
        correct_person(by=cast.clerk_a, now=NOW, person=row.id, version=1, changes={"sex": "female"})
        with pytest.raises(Conflict):
            correct_person(by=cast.clerk_a, now=NOW, person=row.id, version=1, changes={"sex": "male"})
        assert Person.objects.get().sex == "female"


def test_a_correction_that_changes_nothing_leaves_no_trace(cast, as_actor):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a)
        correct_person(by=cast.clerk_a, now=NOW, person=row.id, version=1, changes={"name": "王 秀英"})
        assert [event.kind for event in events_of(row.id)] == ["people.person_registered"]


def test_a_paper_shown_later_fills_in_birth_and_sex(cast, as_actor):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, birth_year=1949)
        record_document(by=cast.clerk_a, now=NOW, person=row.id, paper=Paper("id_card", OTHER_CARD))
        shown = card(row.id, by=cast.clerk_a)
        assert (shown.birth_on, shown.birth_year, shown.sex) == (BIRTH, None, "female")
        assert [one.card.id for one in search(OTHER_CARD, by=cast.clerk_a).people] == [row.id]


def test_acts_on_a_person_of_elsewhere_find_nobody(cast, as_actor):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a)
    with as_actor(cast.clerk_b):
        with pytest.raises(NotFound):
            correct_person(by=cast.clerk_b, now=NOW, person=row.id, version=1, changes={"sex": "male"})
        with pytest.raises(NotFound):
            record_document(by=cast.clerk_b, now=NOW, person=row.id, paper=ID_CARD)
        with pytest.raises(NotFound):
            card(row.id, by=cast.clerk_b)


@pytest.mark.parametrize(
    "change",
    [
        "name_sealed = NULL",
        "name_masked = ''",
        "birth_year = 1950, birth_on = '1950-03-02'",
        "dead_on = '1900-01-01', birth_on = '1950-03-02'",
        "sex = 'other'",
        "phone_masked = '138'",
        "merged_into_id = id",
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(cast, as_actor, change):
    with as_actor(cast.clerk_a):
        person(cast.clerk_a)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE people_person SET {change}")


def test_an_event_that_cannot_be_written_takes_the_person_with_it(cast, as_actor, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("no journal")

    monkeypatch.setattr("nuandong.people.actions.register_person.journal.record", broken)
    with as_actor(cast.clerk_a):
        with pytest.raises(RuntimeError):
            person(cast.clerk_a)
        assert not Person.objects.exists()
        assert not PersonKey.objects.exists()
