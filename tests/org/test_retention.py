"""Traces of signing in go after half a year, and only then."""

from datetime import timedelta

from nuandong.jobs import rounds
from nuandong.kernel.actors import SYSTEM
from nuandong.org import scope, sessions
from nuandong.org.actions.sign_in import sign_in
from nuandong.org.models import LoginAttempt, Means, SignedSession
from nuandong.org.retention import KEPT
from tests.cast import NOW
from tests.databases import as_role
from tests.org.conftest import MACHINE, build_office

LONG_AGO = NOW - KEPT - timedelta(days=1)
MONTHS_AGO = NOW - timedelta(days=184)


def test_traces_of_signing_in_are_kept_half_a_year(committed_db):
    office = build_office()
    for moment in (LONG_AGO, MONTHS_AGO):
        sign_in(username="operator", password="wrong", machine=MACHINE, now=moment)
        with scope.enter(SYSTEM):
            sessions.open_session(office.crew.account, machine=MACHINE, means=Means.PASSWORD, now=moment)
    with as_role("worker"):
        purged = rounds.purge(NOW)
    assert (purged.attempts, purged.sessions) == (1, 1)
    assert [one.at for one in LoginAttempt.objects.all()] == [MONTHS_AGO]
    assert [one.opened_at for one in SignedSession.objects.all()] == [MONTHS_AGO]
