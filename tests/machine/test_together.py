"""Many reads in few trips: what each gives is what it gives alone, and the longest chain says how many trips there are."""

from contextvars import ContextVar

from nuandong.geo.models import Division
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

    ended = []

    def broken():
        single()
        raise ValueError("no")

    def resting():
        try:
            return chain()
        finally:
            ended.append(1)

    try:
        together([resting, broken, resting])
    except ValueError:
        assert ended == [1, 1]
        assert single() == list(Division.objects.filter(name__contains="%明").order_by("code"))
    else:
        raise AssertionError("it was swallowed")


def test_a_read_runs_once_and_may_ask_together_itself(db, django_assert_num_queries):
    divisions()
    begun = []

    def nested():
        begun.append(1)
        return together([chain, single])

    alone = [[chain(), single()], chain()]
    with django_assert_num_queries(4):
        assert together([nested, chain]) == alone
    assert begun == [1]


def test_a_read_sees_the_context_it_was_asked_in(db):
    divisions()
    mark = ContextVar("mark", default="")
    mark.set("here")

    def marked():
        before = mark.get()
        mark.set("of one read")
        single()
        return [before, mark.get()]

    assert together([marked, marked]) == [["here", "of one read"]] * 2
    assert mark.get() == "here"
