"""A whole list at once: the same rows and keys as one by one, or none at all."""

from datetime import date

import pytest

from nuandong.journal import api as journal
from nuandong.kernel.errors import Conflict, Forbidden, Invalid, OutOfScope
from nuandong.kernel.ids import seeded_id
from nuandong.people.actions.bulk_register import BulkPerson, bulk_register
from nuandong.people.actions.categorise import add_category
from nuandong.people.actions.join_household import join_household
from nuandong.people.details import Details
from nuandong.people.documents import Paper
from nuandong.people.models import CategoryAssignment, Household, IdentityDocument, Membership, Person, PersonKey
from nuandong.people.rows import open_number, opened
from nuandong.people.selectors import household, search
from tests.cast import NOW, TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.people.builders import CARD, TODAY, home, person

pytestmark = pytest.mark.django_db

SINCE = date(2020, 1, 1)
ADDRESS = "某镇大坝村三组12号\\东"
HEAD = Details(name="欧阳秀英", phone="13812345678", address=ADDRESS, hukou_region=VILLAGE_A)
SON = Details(name="买买提·艾合买提", sex="male", birth_year=1980, ethnic_code="05")


def row(details=HEAD, **more):
    return BulkPerson(**{"region": VILLAGE_A, "details": details, "since": SINCE, **more})


def family():
    return [
        row(
            household=1,
            number="7",
            papers=(Paper("id_card", CARD),),
            categories=(("DIBAO", "名册"), ("LIVING_ALONE", "名册")),
        ),
        row(SON, household=1, relation="son", papers=(Paper("none"),)),
        row(Details(name="张三"), household=2),
        row(Details(name="李四")),
    ]


def load(by, rows, region=TOWNSHIP_A):
    return bulk_register(rows, by=by, now=NOW, region=region)


def picture():
    """Everything stored, without ids and ciphertexts."""
    people = {opened(one): one.name_masked for one in Person.objects.all()}
    papers = {(one.kind, open_number(one), bytes(one.number_blind or b"")) for one in IdentityDocument.objects.all()}
    keys = sorted((bytes(one.key), one.region) for one in PersonKey.objects.all())
    homes = sorted(Household.objects.values_list("region", "number", "address_masked", "formed_on"))
    members = sorted(Membership.objects.values_list("region", "relation", "since"))
    held = sorted(
        CategoryAssignment.objects.values_list("region", "code", "source", "since", "person__name_masked"), key=str
    )
    return people, papers, keys, homes, members, held


def test_a_list_gives_what_the_acts_one_by_one_give(cast, as_actor):
    clerk = cast.clerk_a
    with as_actor(clerk):
        result = load(clerk, family())
        assert (result.persons, result.households, len(result.ids)) == (4, 2, 4)
        at_once = picture()
        shown = household(result.household_ids[0], by=clerk, on=TODAY)
        assert [one.person.name for one in shown.members] == ["欧阳**", "买**·****"]
        assert [one.card.id for one in search("ouyangxiuying", by=clerk).people] == [result.ids[0]]
        for model in (PersonKey, CategoryAssignment, Membership, Household, IdentityDocument, Person):
            _wipe(model)
        head = person(
            clerk, HEAD.name, phone=HEAD.phone, address=ADDRESS, hukou_region=VILLAGE_A, papers=[Paper("id_card", CARD)]
        )
        son = person(clerk, SON.name, sex="male", birth_year=1980, ethnic_code="05", papers=[Paper("none")])
        house = home(clerk, head, number="7", address=ADDRESS)
        join_household(by=clerk, now=NOW, household=house.id, person=son.id, relation="son", since=SINCE)
        home(clerk, person(clerk, "张三"))
        person(clerk, "李四")
        for code, holder in [("DIBAO", {"household": house.id}), ("LIVING_ALONE", {"person": head.id})]:
            add_category(by=clerk, now=NOW, code=code, since=SINCE, source="名册", **holder)
        assert picture() == at_once


def _wipe(model):
    from tests.databases import as_owner  # noqa: PLC0415

    with as_owner():
        model.objects.all().delete()


def test_a_list_leaves_one_event_without_a_word_about_anybody(cast, as_actor):
    with as_actor(cast.clerk_a):
        load(cast.clerk_a, family())
        (event,) = journal.history()
        assert (event.kind, event.payload) == ("people.people_imported", {"persons": 4, "households": 2})


@pytest.mark.parametrize(
    ("wrong", "error", "code"),
    [
        (row(Details(name="")), Invalid, "people.name_missing"),
        (row(papers=(Paper("id_card", "110105194912310021"),)), Invalid, "id_number_check"),
        (row(categories=(("DIBAO", "名册"),)), Invalid, "people.category_holder"),
        (row(categories=(("NOBODY", "名册"),)), Invalid, "people.category_unknown"),
        (row(region=VILLAGE_B), OutOfScope, "org.out_of_scope"),
        (row(papers=(Paper("id_card", CARD),)), Conflict, "people.bulk_twice"),
        (row(household=9, number="7"), Conflict, "people.bulk_twice"),
    ],
)
def test_one_wrong_row_and_nothing_is_written(cast, as_actor, wrong, error, code):
    with as_actor(cast.clerk_a):
        with pytest.raises(error) as refused:
            load(cast.clerk_a, [*family(), wrong])
        assert refused.value.code == code
        if error is Invalid:
            assert refused.value.params["row"] == 5
        assert not Person.objects.exists()
        assert not PersonKey.objects.exists()
        assert journal.history() == []


def test_a_list_for_another_township_is_refused(cast, as_actor):
    with as_actor(cast.clerk_b), pytest.raises(OutOfScope):
        load(cast.clerk_b, family())
    with as_actor(cast.crew), pytest.raises(Forbidden):
        load(cast.crew, family())


def test_chunks_meet_without_a_seam(cast, as_actor, monkeypatch):
    monkeypatch.setattr("nuandong.people.actions.bulk_register.CHUNK", 3)
    given = [
        row(
            Details(name=f"张{chr(0x4E00 + n)}"),
            household=n // 4,
            relation="head" if n % 4 == 0 else "son",
            id=seeded_id(NOW, n),
        )
        for n in range(10)
    ]
    with as_actor(cast.clerk_a):
        result = load(cast.clerk_a, given)
        assert (result.persons, result.households) == (10, 3)
        assert set(Person.objects.values_list("id", flat=True)) == set(result.ids) == {one.id for one in given}
        assert Membership.objects.count() == 10
