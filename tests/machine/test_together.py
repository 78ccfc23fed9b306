"""Many reads in few trips: what each gives is what it gives alone, and the longest chain says how many trips there are."""

import pytest

from nuandong.geo.models import Division
from nuandong.machine import together as machine
from nuandong.machine.together import listed, together
from tests.web.divisions import divisions


def chain():
    """Two questions, the second about the answer to the first."""
    codes = listed(Division.objects.order_by("code").values_list("code", flat=True)[:2])
    return [row.name for row in listed(Division.objects.filter(code__in=codes).order_by("code"))]


def single():
    return listed(Division.objects.filter(name__contains="%明").order_by("code"))


def nothing():
    return listed(Division.objects.filter(code__in=[])) + listed(Division.objects.filter(name="'; DROP TABLE x; --"))


def test_many_reads_are_few_trips(db, django_assert_num_queries):
    divisions()
    alone = [chain(), single(), nothing()]
    assert alone[0]
    with django_assert_num_queries(2):
        assert together([chain, single, nothing, chain]) == [*alone, alone[0]]
    with django_assert_num_queries(0):
        assert together([]) == together([list])[1:] == []


def test_a_read_that_fails_leaves_nothing_behind(db):
    divisions()

    def broken():
        single()
        raise ValueError("no")

    try:
        together([broken])
    except ValueError:
        assert single() == list(Division.objects.filter(name__contains="%明").order_by("code"))
    else:
        raise AssertionError("it was swallowed")


def test_each_question_is_compiled_once_for_a_read(db, monkeypatch):
    divisions()
    monkeypatch.setattr(machine, "STRICT", False)
    compiled = []
    question = machine._Reading._question
    monkeypatch.setattr(machine._Reading, "_question", lambda self, rows: compiled.append(rows) or question(self, rows))
    assert together([chain, single, chain]) == [chain(), single(), chain()]
    assert len(compiled) == 5


def test_a_read_that_asks_something_else_when_it_begins_again_is_found_out(db):
    divisions()
    names = iter("甲乙丙丁")

    def fickle():
        return listed(Division.objects.filter(name=next(names))) + single()

    with pytest.raises(RuntimeError, match="began again"):
        together([fickle])
