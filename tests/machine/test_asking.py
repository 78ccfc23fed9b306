"""A long list asked about part by part: every part with its rows, and what goes wrong is raised."""

from uuid import UUID

import pytest
from django.db import DataError, connection, transaction

from nuandong.machine.asking import in_parts

pytestmark = pytest.mark.django_db

BYTES = "SELECT %s || encode(one, 'hex') FROM unnest(%s::bytea[]) one"
IDS = "SELECT one FROM unnest(%s::uuid[]) one"


def test_each_part_comes_with_its_rows():
    asked = [[b"", b"\\"], [], [b'"', b"\x00,"]]
    assert list(in_parts(BYTES, iter(asked), "x")) == [
        ([b"", b"\\"], [("x",), ("x5c",)]),
        ([], []),
        ([b'"', b"\x00,"], [("x22",), ("x002c",)]),
    ]
    assert list(in_parts(BYTES, [], "x")) == []
    ids = [UUID(int=1), UUID(int=2**128 - 1)]
    assert list(in_parts(IDS, [ids])) == [(ids, [(ids[0],), (ids[1],)])]


def test_whoever_works_on_a_part_may_ask_the_database_too():
    found = []
    for _part, rows in in_parts(IDS, [[UUID(int=n)] for n in range(5)]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::uuid", [rows[0][0]])
            found += cursor.fetchone()
    assert found == [UUID(int=n) for n in range(5)]


def given_up():
    for _part, rows in in_parts(IDS, [[UUID(int=1)], [UUID(int=2)], [UUID(int=3)]]):
        raise KeyError(rows[0][0])


def test_what_goes_wrong_is_raised():
    with pytest.raises(DataError), transaction.atomic():
        list(in_parts("SELECT 1 / 0 FROM unnest(%s::uuid[])", [[UUID(int=1)], [UUID(int=2)]]))
    with pytest.raises(KeyError), transaction.atomic():
        given_up()
    assert list(in_parts(IDS, [[UUID(int=7)]])) == [([UUID(int=7)], [(UUID(int=7),)])]
