from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from nuandong.duty import events
from nuandong.duty.models import ReachCall, ReachTest
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions


@transaction.atomic
def close_reach_tests(*, by: Actor, now: datetime) -> int:
    """Close the tests of the scope whose time is up, and those that everybody answered; returns how many.

    Raises Forbidden. Source: OPS-004.
    """
    permissions.check(by, "duty.roster.change")
    silent = ReachCall.objects.filter(test=OuterRef("id"), answered_at=None)
    over = ReachTest.objects.filter(Q(due_at__lte=now) | ~Exists(silent), closed_at=None)
    closed = 0
    for test in over.select_for_update(skip_locked=True, of=("self",), no_key=True):
        ReachTest.objects.filter(id=test.id).update(closed_at=now)
        calls = list(ReachCall.objects.filter(test=test))
        payload = events.ReachTestClosed(asked=len(calls), in_time=sum(one.in_time for one in calls))
        journal.record(payload, by=by, now=now, region=test.region, subject=test.id)
        closed += 1
    return closed
