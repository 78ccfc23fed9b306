"""Work that has no module of its own: what is recorded, what is refused, what plans may ask for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from nuandong.files.storing import store_document
from nuandong.journal import api as journal
from nuandong.kernel.errors import DomainError, NotNow
from nuandong.kernel.ids import new_id
from nuandong.plans.vocabulary import fields
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.tasks.actions.void_work import void_work
from nuandong.tasks.events import WorkRecorded
from nuandong.tasks.evidence import EVIDENCE
from nuandong.tasks.kinds_of_work import families, kinds
from nuandong.tasks.models import WorkRecord
from nuandong.vault import api as vault
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A
from tests.duty.setting import enrol

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
LEAFLETS = Done(work="leaflet_given", done=30, base=412, note="李家组已发完")


def test_a_plan_may_ask_for_the_kinds_of_the_file_and_for_no_other():
    assert fields(WorkRecorded)["work"] == set(kinds())
    assert {kind.family for kind in kinds().values()} == set(families())


def test_work_is_kept_counted_and_its_words_sealed(as_actor, cast):
    with as_actor(cast.clerk_a):
        row = record_work(by=cast.clerk_a, now=NOW, region=VILLAGE_A, what=LEAFLETS, acted_at=NOW - 3 * HOUR)
        (event,) = journal.history(subject=row.id)
        assert event.payload == {"work": "leaflet_given", "done": 30, "base": 412, "unit": str(cast.clerk_a.unit)}
        assert (event.id, event.acted_at, event.region, row.at) == (
            row.event,
            NOW - 3 * HOUR,
            VILLAGE_A,
            NOW - 3 * HOUR,
        )
        assert vault.open_sealed("tasks_workrecord", "note_sealed", row.id, bytes(row.note_sealed)) == LEAFLETS.note
        assert LEAFLETS.note not in str(event.payload)
    with as_actor(cast.clerk_b):
        assert not WorkRecord.objects.exists()


def test_work_on_something_stands_with_it(as_actor, cast):
    thing = new_id(NOW)
    with as_actor(cast.clerk_a):
        record_work(by=cast.clerk_a, now=NOW, region=TOWNSHIP_A, what=LEAFLETS, subject=thing)
        assert [event.kind for event in journal.history(subject=thing)] == ["tasks.work_recorded"]


@pytest.mark.parametrize(
    ("who", "told", "where", "code"),
    [
        ("clerk_a", {"work": "flying", "done": 1}, {}, "tasks.work_unknown"),
        ("clerk_a", {"work": "leaflet_given", "done": -1}, {}, "tasks.number"),
        ("clerk_a", {"work": "leaflet_given", "done": 10_000_001}, {}, "tasks.number"),
        ("clerk_a", {"work": "leaflet_given", "done": 413, "base": 412}, {}, "tasks.more_than_whole"),
        ("clerk_a", {"work": "meeting_held", "done": 1, "base": 2}, {}, "tasks.no_whole"),
        ("clerk_a", {"work": "meeting_held", "done": 1}, {"acted_at": NOW + HOUR}, "journal.acted_in_future"),
        ("clerk_a", {"work": "meeting_held", "done": 1}, {"region": TOWNSHIP_B}, "org.out_of_scope"),
        ("clerk_a", {"work": "meeting_held", "done": 1, "file": new_id(NOW)}, {}, "tasks.not_found"),
        ("officer", {"work": "meeting_held", "done": 1}, {"unit": "clerk_a", "region": COUNTY}, "tasks.not_its_region"),
        ("auditor", {"work": "meeting_held", "done": 1}, {}, "org.forbidden"),
        ("crew", {"work": "meeting_held", "done": 1}, {}, "org.forbidden"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(as_actor, cast, who, told, where, code):
    by = getattr(cast, who)
    enrol(cast.clerk_a)
    said = {"region": TOWNSHIP_A, **where}
    if "unit" in said:
        said["unit"] = getattr(cast, said["unit"]).unit
    with as_actor(by):
        with pytest.raises(DomainError) as refused, transaction.atomic():
            record_work(by=by, now=NOW, what=Done(**told), **said)
        assert refused.value.code == code
        assert not WorkRecord.objects.exists()
        assert not journal.history(kinds={"tasks.work_recorded"}, spans=by.spans)


def test_a_county_records_for_the_unit_that_works_there_with_its_photo(as_actor, cast):
    enrol(cast.clerk_a)
    with as_actor(cast.officer):
        photo = store_document(
            by=cast.officer, now=NOW, region=TOWNSHIP_A, data=b"x", purpose=EVIDENCE, mime="image/jpeg"
        )
        row = record_work(
            by=cast.officer,
            now=NOW,
            region=VILLAGE_A,
            unit=cast.clerk_a.unit,
            what=Done(work="meeting_held", done=1, file=photo),
        )
        assert (row.unit, row.file, row.recorded_by) == (cast.clerk_a.unit, photo, cast.officer.staff)


def test_a_record_is_taken_back_once_by_its_own(as_actor, cast):
    with as_actor(cast.officer):
        row = record_work(by=cast.officer, now=NOW, region=TOWNSHIP_A, what=Done(work="meeting_held", done=1))
    with as_actor(cast.clerk_a), pytest.raises(DomainError) as refused:
        void_work(by=cast.clerk_a, now=NOW, record=row.id, reason="错了")
    assert refused.value.code == "tasks.not_your_record"
    with as_actor(cast.officer):
        with pytest.raises(DomainError) as refused:
            void_work(by=cast.officer, now=NOW, record=row.id, reason=" ")
        assert refused.value.code == "tasks.required"
        gone = void_work(by=cast.officer, now=NOW + HOUR, record=row.id, reason="重复登记")
        assert gone.voided_at == NOW + HOUR
        latest = journal.history(subject=row.id)[0]
        assert (latest.kind, latest.voids) == ("tasks.work_voided", row.event)
        with pytest.raises(NotNow):
            void_work(by=cast.officer, now=NOW, record=row.id, reason="再来一次")


def test_the_database_refuses_more_than_the_whole(as_actor, cast):
    with as_actor(cast.clerk_a):
        row = record_work(by=cast.clerk_a, now=NOW, region=TOWNSHIP_A, what=LEAFLETS)
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkRecord.objects.filter(id=row.id).update(done=413)
