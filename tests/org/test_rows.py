"""Which of many questions have a row: one query, in the entered scope, none where nothing is asked."""

from nuandong.geo.models import Division
from nuandong.org.rows import having_any
from tests.web.divisions import divisions


def test_many_questions_are_one_query(db, django_assert_num_queries) -> None:
    divisions()
    every = Division.objects.order_by("-code").select_related(None)
    asked = [every, every.filter(name="'; DROP"), every.filter(code__in=[]), every.filter(name__contains="%明")]
    with django_assert_num_queries(1):
        assert having_any(asked) == [True, False, False, False]
    with django_assert_num_queries(0):
        assert having_any([]) == []
