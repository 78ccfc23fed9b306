"""Search: who is found by what, in which order, page after page, and never across a border."""

from uuid import uuid4

import pytest
from django.db import connection

from nuandong.kernel.actors import Span
from nuandong.kernel.errors import Forbidden, Invalid
from nuandong.people.documents import Paper
from nuandong.people.models import Person, PersonKey
from nuandong.people.query import Tier, parse_query
from nuandong.people.rows import hashed
from nuandong.people.selectors import Place, search
from nuandong.people.selectors.search import statement
from tests.cast import TOWNSHIP_A, VILLAGE_A, VILLAGE_B
from tests.people.builders import CARD, person

pytestmark = pytest.mark.django_db

PHONE = "13812345678"


def found(text, by, **more):
    return [(one.card.id, one.tier) for one in search(text, by=by, **more).people]


@pytest.mark.parametrize(
    ("typed", "tier"),
    [
        ("王秀英", Tier.NAME),
        ("秀英", Tier.PART),
        ("王秀", Tier.PART),
        ("王", Tier.SURNAME),
        ("wangxiuying", Tier.SAME_PINYIN),
        ("Wang Xiuying", Tier.SAME_PINYIN),
        ("wang", Tier.SURNAME),
        ("wxy", Tier.INITIALS),
        ("王修映", Tier.SAME_PINYIN),
        ("万秀因", Tier.SOUND),
        ("wanxiuyin", Tier.SOUND),
        ("王xy", Tier.INITIALS),
        ("5678", Tier.TAIL),
        (PHONE, Tier.PHONE),
        (CARD[-4:], Tier.TAIL),
        (CARD, Tier.DOCUMENT),
        (CARD[:-1] + ("0" if CARD[-1] != "0" else "1"), None),
        ("王 5678", Tier.SURNAME),
        ("王秀英 5678", Tier.TAIL),
        ("李 5678", None),
        ("王秀英 9999", None),
        ("李四", None),
    ],
)
def test_one_person_found_by_many_ways(cast, as_actor, typed, tier):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, phone=PHONE, papers=[Paper("id_card", CARD)])
        assert found(typed, cast.clerk_a) == ([(row.id, tier)] if tier is not None else [])


@pytest.mark.parametrize(
    ("typed", "tier"), [("E1234567", Tier.DOCUMENT), ("e1234567", Tier.DOCUMENT), ("G7654567", Tier.TAIL)]
)
def test_a_passport_is_found_by_its_number_and_a_mistyped_one_by_its_tail(cast, as_actor, typed, tier):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, "John Smith", papers=[Paper("passport", "E1234567")])
        assert found(typed, cast.clerk_a) == [(row.id, tier)]


def test_the_closest_come_first_and_each_once(cast, as_actor):
    with as_actor(cast.clerk_a):
        longer = person(cast.clerk_a, "王秀英子")
        alike = person(cast.clerk_a, "王修颖")
        exact = person(cast.clerk_a, "王秀英")
        near = person(cast.clerk_a, "汪秀音")
        assert found("王秀英", cast.clerk_a) == [
            (exact.id, Tier.NAME),
            (longer.id, Tier.PART),
            (alike.id, Tier.SAME_PINYIN),
            (near.id, Tier.SOUND),
        ]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_show_everybody_once(cast, as_actor, size):
    names = ["王秀英", "王秀英", "王秀英子", "王修英", "王秀英", "汪秀音", "王秀鹰"]
    with as_actor(cast.officer):
        regions = [VILLAGE_A, VILLAGE_B, TOWNSHIP_A]
        rows = {person(cast.officer, name, region=regions[n % 3]).id for n, name in enumerate(names)}
        seen, after, pages = [], None, 0
        while pages == 0 or after is not None:
            page = search("王秀英", by=cast.officer, limit=size, after=after)
            seen += [one.card.id for one in page.people]
            after, pages = page.after, pages + 1
        assert (len(seen), set(seen)) == (len(names), rows)
        assert pages == -(-len(names) // size)


def test_the_place_of_a_page_survives_the_address_bar():
    place = Place(2, VILLAGE_A, uuid4())
    assert Place.parse(str(place)) == place
    assert Place.parse("nonsense") is None
    assert Place.parse("1.2.3") is None


@pytest.mark.parametrize("typed", ["王秀英", "王", "wxy", "wangxiuying", "5678", PHONE, CARD, "万秀因"])
def test_the_neighbouring_township_finds_nobody(cast, as_actor, typed):
    with as_actor(cast.clerk_a):
        row = person(cast.clerk_a, phone=PHONE, papers=[Paper("id_card", CARD)])
    with as_actor(cast.clerk_b):
        assert found(typed, cast.clerk_b) == []
    with as_actor(cast.officer):
        assert [one for one, _tier in found(typed, cast.officer)] == [row.id]


def test_a_query_without_any_filter_shows_no_row_of_elsewhere(cast, as_actor):
    with as_actor(cast.clerk_a):
        person(cast.clerk_a)
        assert PersonKey.objects.count() > 0
    with as_actor(cast.clerk_b):
        assert (Person.objects.count(), PersonKey.objects.count()) == (0, 0)
    assert (Person.objects.count(), PersonKey.objects.count()) == (0, 0)


def test_a_scope_of_two_separate_spans_is_searched_in_both(cast, as_actor):
    with as_actor(cast.officer):
        rows = {person(cast.officer, region=region).id for region in (VILLAGE_A, VILLAGE_B)}
    two = (Span(VILLAGE_B, VILLAGE_B + 1), Span(VILLAGE_A, VILLAGE_A + 1))
    clerk = type(cast.officer)(
        staff=cast.officer.staff, typist=cast.officer.typist, unit=cast.officer.unit, region=VILLAGE_A,
        spans=two, permissions=cast.officer.permissions,
    )  # fmt: skip
    with as_actor(clerk):
        first = search("王秀英", by=clerk, limit=1)
        second = search("王秀英", by=clerk, limit=1, after=first.after)
        assert {one.card.id for one in first.people + second.people} == rows
        assert second.after is None


@pytest.mark.parametrize(("member", "text", "error"), [("clerk_a", "1", Invalid), ("storekeeper", "王秀英", Forbidden)])
def test_searches_that_are_refused(cast, as_actor, member, text, error):
    actor = getattr(cast, member)
    with as_actor(actor), pytest.raises(error):
        search(text, by=actor)


@pytest.mark.parametrize("typed", ["王秀英", "王", "wxy", "5678", "王 5678"])
def test_every_walk_uses_the_primary_key_and_nothing_else(cast, as_actor, typed):
    """Equality and order stand in the index condition, behind the row-level policy: none waits for a leaky operator."""
    probes = [tuple(map(hashed, one.keys)) for one in parse_query(typed).probes]
    with as_actor(cast.clerk_a):
        for number, keys in enumerate(probes):
            text, values = statement(
                keys, probes[:number], cast.clerk_a.spans[0], Place(number, TOWNSHIP_A, uuid4()), 20
            )
            with connection.cursor() as cursor:
                # An empty table would be read whole; the question is what the policy allows.
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute("SET LOCAL enable_bitmapscan = off")
                cursor.execute("EXPLAIN " + text, values)
                plan = "\n".join(line for (line,) in cursor.fetchall())
            conditions = [line for line in plan.splitlines() if "Index Cond" in line and "k.person_id" not in line]
            assert "Seq Scan" not in plan
            assert "Sort" not in plan
            assert any("key =" in line and "region >=" in line and "region <" in line for line in conditions), plan
