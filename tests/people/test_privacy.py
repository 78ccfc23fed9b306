"""Personal data: read in full only with a reason and the second factor, and never in a payload."""

import dataclasses
import re
from datetime import date

import pytest
from django.db import connection

from nuandong.journal import api as journal
from nuandong.kernel.errors import Forbidden, Invalid, NotFound
from nuandong.people.actions.categorise import add_category
from nuandong.people.actions.correct_person import correct_person
from nuandong.people.actions.move_household import move_household
from nuandong.people.actions.unmask import unmask
from nuandong.people.documents import Paper
from nuandong.people.models import IdentityDocument
from tests.cast import NOW, VILLAGE_A
from tests.people.builders import CARD, home, person

pytestmark = pytest.mark.django_db

NAME, NEW_NAME, PHONE, ADDRESS = "欧阳秀英", "欧阳秀瑛", "13812345678", "某镇大坝村三组12号"


def whole(actor):
    return dataclasses.replace(actor, second_factor=True)


def told(actor, **more):
    return person(actor, NAME, phone=PHONE, address=ADDRESS, papers=[Paper("id_card", CARD)], **more)


@pytest.mark.parametrize(
    ("field", "text"), [("name", NAME), ("phone", PHONE), ("address", ADDRESS), ("document", CARD)]
)
def test_unmasking_reads_one_field_and_leaves_the_reason(cast, as_actor, field, text):
    clerk = whole(cast.clerk_a)
    with as_actor(clerk):
        row = told(clerk)
        document = IdentityDocument.objects.get().id
        assert unmask(by=clerk, now=NOW, person=row.id, field=field, reason="联系家属", document=document) == text
        event = journal.history(subject=row.id, kinds=["people.person_unmasked"])[0]
        assert event.payload == {"field": field}
        assert journal.texts([event.id])[event.id] == {"reason": "联系家属"}


@pytest.mark.parametrize(
    ("member", "second_factor", "field", "reason", "error"),
    [
        ("clerk_a", False, "name", "联系家属", Forbidden),
        ("clerk_a", True, "name", " ", Invalid),
        ("clerk_a", True, "name", "看", Invalid),
        ("clerk_a", True, "document", "联系家属", NotFound),  # which paper was not said
        ("clerk_b", True, "name", "联系家属", NotFound),
        ("outsider", True, "name", "联系家属", NotFound),
        ("crew", True, "name", "联系家属", Forbidden),
    ],
)
def test_who_reads_nothing_leaves_no_event(cast, as_actor, member, second_factor, field, reason, error):
    with as_actor(cast.clerk_a):
        row = told(cast.clerk_a)
    actor = dataclasses.replace(getattr(cast, member), second_factor=second_factor)
    with as_actor(actor), pytest.raises(error):
        unmask(by=actor, now=NOW, person=row.id, field=field, reason=reason)
    with as_actor(cast.officer):
        assert journal.history(subject=row.id, kinds=["people.person_unmasked"]) == []


def test_no_table_and_no_payload_holds_a_word_about_a_person(cast, as_actor):
    officer = cast.officer
    with as_actor(officer):
        row = told(officer)
        house = home(officer, row, address=ADDRESS)
        correct_person(
            by=officer, now=NOW, person=row.id, version=1, changes={"name": NEW_NAME}, reason=f"应为{NEW_NAME}"
        )
        add_category(
            by=officer, now=NOW, code="DIBAO", since=date(2026, 1, 1), source=f"{NAME}户名册", household=house.id
        )
        move_household(by=officer, now=NOW, household=house.id, version=1, to_region=VILLAGE_A + 1, address=ADDRESS)
        unmask(by=officer, now=NOW, person=row.id, field="name", reason=f"联系{NAME}")
        stored = _everything(
            "people_person", "people_personkey", "people_identitydocument", "people_household", "people_membership",
            "journal_event", "journal_journaltext",
        )  # fmt: skip
    for word in (NAME, NEW_NAME, NAME[2:], PHONE, ADDRESS, CARD):
        for form in (word, word.encode().hex()):
            assert form not in stored, word
    assert "欧阳**" in stored
    # Ciphertexts, hashes and ids hold every four digits by chance; nothing else may hold those of the card.
    assert CARD[-4:] not in re.sub(r"[0-9a-f-]{16,}", "", stored)


def _everything(*tables: str) -> str:
    rows = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            found = cursor.fetchall()
            assert found, table
            rows += [row for (row,) in found]
    return "\n".join(rows)
