"""Lists stored beside their making: in order, whole, and what goes wrong is said."""

import pytest
from django.db import DataError, connection, transaction

from nuandong.machine.loading import Loader, copied_into, hexes, texts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def table(owner_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE words (key bytea, place integer CHECK (place < 9), word varchar(20))")


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, place, word FROM words ORDER BY place, key")
        return [(None if key is None else bytes(key), place, word) for key, place, word in cursor.fetchall()]


def test_whoever_asks_in_between_sees_what_was_given_so_far():
    with Loader() as loader:
        for place in range(4):
            word = ["a\\b\tc\nd", "", "\\N", "王"][place]
            loader.load("words", {"place": texts([place]), "word": texts([word]), "key": "\\N"})
            assert stored()[-1] == (None, place, word)
    assert len(stored()) == 4


def test_values_of_one_column_together_become_rows():
    with Loader() as loader:
        keys = hexes([b"aabb", b"", b"cc"])
        loader.load_shared("words", "key", 2, {"place": texts([1, 2, 3]), "key": keys, "word": "same"})
    assert stored() == [(b"aa", 1, "same"), (b"bb", 1, "same"), (b"cc", 3, "same")]


def three(loader, word):
    loader.load("words", {"place": ["1"], "word": "first"})
    loader.load("words", {"place": ["2"], "word": [word]})
    loader.load("words", {"place": ["3"], "word": "last"})


@pytest.mark.parametrize(("word", "error"), [("x" * 21, DataError), ("a\tb", DataError)])
def test_what_goes_wrong_is_raised_and_nothing_stays(word, error):
    with pytest.raises(error), transaction.atomic(), Loader() as loader:
        three(loader, word)
    assert stored() == []


def test_columns_of_different_length_are_refused_and_no_rows_are_none():
    with pytest.raises(ValueError, match="length"), transaction.atomic(), Loader() as loader:
        loader.load("words", {"place": texts([1, 2]), "word": texts(["one"])})
    with Loader() as loader:
        loader.load("words", {"place": [], "word": "none"})
    assert stored() == []


def test_rows_one_by_one():
    with copied_into("words", ("place", "word")) as copy:
        copy.write_row((7, "seven"))
    assert stored() == [(None, 7, "seven")]


def test_a_statement_runs_between_what_was_given_before_and_after_it():
    with Loader() as loader:
        loader.load("words", {"place": texts([1, 2]), "word": "old"})
        loader.run("UPDATE words SET word = %s WHERE place = %s", "ended", 2)
        loader.load("words", {"place": texts([2]), "word": "new"})
    assert stored() == [(None, 1, "old"), (None, 2, "ended"), (None, 2, "new")]
