"""Events: typed, append-only, scoped, their words encrypted apart."""

from dataclasses import replace
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from nuandong.journal import api as journal
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B

pytestmark = pytest.mark.django_db


@journal.register
class Knocked(journal.Payload):
    kind: ClassVar[str] = "test.door_knocked"
    title: ClassVar[str] = "敲门"
    subject_type: ClassVar[str] = "test.door"
    times: int = 1
    by_night: bool = False
    helper: UUID | None = None


def knock(cast, region=TOWNSHIP_A, by=None, **more):
    return journal.record(
        Knocked(times=2),
        by=by or cast.operator,
        now=NOW,
        region=region,
        subject=more.pop("subject", new_id(NOW)),
        **more,
    )


def test_an_event_comes_back_as_it_was_written(cast, as_actor):
    subject = new_id(NOW)
    with as_actor(cast.operator):
        written = knock(
            cast, subject=subject, acted_at=NOW - timedelta(hours=1), text={"words": "屋里没灯"}, reason="回访"
        )
        (read,) = journal.history(subject=subject)
        assert read == written
        assert read.late_entry
        assert read.payload == {"times": 2, "by_night": False, "helper": None}
        assert journal.texts([read.id]) == {read.id: {"words": "屋里没灯", "reason": "回访"}}


def test_the_words_lie_nowhere_in_the_clear(cast, as_actor):
    with as_actor(cast.operator):
        knock(cast, text={"words": "屋里没灯"})
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT row_to_json(e)::text FROM journal_event e UNION ALL SELECT encode(sealed, 'escape') FROM journal_journaltext"
            )
            assert not any("屋里没灯" in row for (row,) in cursor.fetchall())


def test_a_neighbour_sees_nothing_and_may_write_nothing_here(cast, as_actor):
    with as_actor(cast.operator):
        event = knock(cast, region=TOWNSHIP_A)
    with as_actor(cast.clerk_b):
        assert journal.history(subject=event.subject) == []
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            knock(cast, region=TOWNSHIP_A, by=cast.clerk_b)
    with as_actor(cast.clerk_a):
        assert [e.id for e in journal.history(subject=event.subject)] == [event.id]


def test_an_act_cannot_lie_in_the_future(cast, as_actor):
    with as_actor(cast.operator), pytest.raises(Invalid, match="行为时间晚于现在"):
        knock(cast, acted_at=NOW + timedelta(minutes=5))


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_event SET region = 1", "DELETE FROM journal_event", "TRUNCATE journal_event"]
)
@pytest.mark.parametrize(
    "table", ["journal_event", "journal_event_default", "journal_event_202612", "journal_journaltext"]
)
def test_nobody_changes_what_is_written_not_even_the_owner(cast, as_actor, owner_db, statement, table):
    with as_actor(cast.operator), connection.cursor() as cursor:
        knock(cast, text={"words": "x"})
        if table == "journal_event_default":
            cursor.execute(
                "INSERT INTO journal_event SELECT gen_random_uuid(), epoch, xid, kind, version, actor, typist, unit, region, "
                "subject_type, subject, acted_at, recorded_at, payload, voids, text_digest FROM journal_event LIMIT 1"
            )
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute(statement.replace("journal_event", table))


def test_a_kind_nobody_registered_is_refused(cast, as_actor):
    class Stranger(journal.Payload):
        kind: ClassVar[str] = "test.stranger"
        title: ClassVar[str] = "生人"
        subject_type: ClassVar[str] = "test.door"

    with as_actor(cast.operator), pytest.raises(LookupError, match=r"test\.stranger"):
        journal.record(Stranger(), by=cast.operator, now=NOW, region=COUNTY, subject=new_id(NOW))


@pytest.mark.parametrize("annotation", [float, dict, bytes, dict[str, int]])
def test_a_payload_may_hold_codes_and_counts_only(annotation):
    with pytest.raises(TypeError, match="may not stand in a journal payload"):
        journal.register(
            type(
                "Odd",
                (journal.Payload,),
                {"__annotations__": {"value": annotation}, "kind": "test.odd", "__module__": __name__},
            )
        )


def test_history_pages_by_key(cast, as_actor):
    subject = new_id(NOW)
    with as_actor(cast.operator):
        written = [knock(cast, subject=subject).id for _ in range(7)]
        first = journal.history(subject=subject, limit=4)
        rest = journal.history(subject=subject, limit=4, before=first[-1].id)
    assert [e.id for e in first + rest] == written[::-1]


def test_events_of_other_regions_need_a_wider_scope(cast, as_actor):
    with as_actor(cast.operator):
        many = journal.record_many(
            journal.Draft(payload=Knocked(), by=cast.operator, now=NOW, region=r, subject=new_id(NOW), text={"t": "字"})
            for r in (TOWNSHIP_A, TOWNSHIP_B, COUNTY)
        )
        assert len(journal.texts([e.id for e in many])) == 3
    with as_actor(cast.clerk_a):
        assert len(journal.texts([e.id for e in many])) == 1


def test_the_signed_paper_lies_beside_the_words_and_is_none_of_them(cast, as_actor):
    sheet, typist = new_id(NOW), cast.clerk_a.staff
    signed = replace(cast.crew, typist=typist, sheet=sheet)
    with as_actor(cast.operator):
        told, bare, own = knock(cast, by=signed, text={"words": "屋里没灯"}), knock(cast, by=signed), knock(cast)
        assert (told.actor, told.typist) == (cast.crew.staff, typist)
        assert [journal.sheet_of(one.id) for one in (told, bare, own)] == [sheet, sheet, None]
        assert journal.texts([told.id, bare.id, own.id]) == {told.id: {"words": "屋里没灯"}}
