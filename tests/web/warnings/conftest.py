"""Warnings handed in as the duty operator, their times counted from the real clock that the pages read."""

from datetime import timedelta

import pytest

from nuandong.alerts.actions import receive
from nuandong.kernel.clock import SHANGHAI, SystemClock
from nuandong.org import scope
from tests.alerts.samples import gbt
from tests.cast import cast
from tests.web.divisions import divisions


def stamp(hours):
    """A moment some hours from now, as the messages write it."""
    return f"{(SystemClock().now() + timedelta(hours=hours)).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}+08:00"


def message(number, kind="Alert", *, since=-1.0, until=24.0, **more):
    return gbt(number, kind, sent=stamp(since), expires=stamp(until), **more)


@pytest.fixture
def hand_in(db):
    """`hand_in("n1", ...)`: a message taken in by the operator; returns its receipt."""

    def hand_in(number, kind="Alert", **more):
        by = cast().operator
        with scope.enter(by):
            return receive(by=by, now=SystemClock().now(), data=message(number, kind, **more))

    return hand_in


@pytest.fixture
def named(db):
    """The divisions of the cast, by name."""
    divisions()
