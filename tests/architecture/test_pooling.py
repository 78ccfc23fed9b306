"""A connection that goes back to the pool takes no scope with it."""

from django.db import connection

from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.outbox.models import Message
from nuandong.outbox.posting import post
from tests.cast import COUNTY, NOW


def test_a_pooled_connection_keeps_no_scope(committed_db, cast):
    with scope.enter(cast.operator):
        post(channel="log", to="x", body="y", region=COUNTY, subject=new_id(NOW), now=NOW)
        assert Message.objects.count() == 1
    assert Message.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.lo0', true), '')")
        assert cursor.fetchone() == ("",)
