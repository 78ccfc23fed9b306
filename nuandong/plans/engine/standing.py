"""Duties of divisions: which instances stand by the clock or under a warning, and which of them an act concerns.

An instance that no act concerns differs from its neighbours by its division alone (and by the warnings over it). That
is what makes recomputing quick: see `sweep`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from nuandong.plans.engine import at_least, by_deadline, coverage, presence
from nuandong.plans.engine.case import SEASON, Case
from nuandong.plans.engine.facts import SHIFTS, Fact
from nuandong.plans.engine.intervals import Interval
from nuandong.plans.engine.matching import Pattern
from nuandong.plans.engine.records import Key
from nuandong.plans.schema import AtLeast, ByDeadline, Coverage, Never, Obligation, Presence


def patterns(case: Case[Any]) -> tuple[Pattern, ...]:
    """The facts that may change an instance, the end of a shift left out: it concerns what its start concerns."""
    match case.duty:
        case Coverage():
            return coverage.patterns(case)
        case Presence():
            return (presence.shifts(case),)
    return (case.acts,)


def whole(case: Case[Any]) -> bool:
    """Whether an act concerns every instance of its division."""
    return isinstance(case.duty, Coverage | Never)


def concerned(case: Case[Any], fact: Fact) -> Iterable[str]:
    """The anchors of the instances that a fact of one of the patterns may change, in every division around it."""
    duty: Obligation = case.duty
    match duty:
        case AtLeast():
            return at_least.concerned(case, fact)
        case Presence():
            return presence.concerned(case, fact)
        case ByDeadline():
            return by_deadline.concerned(case, fact)
        case Coverage():
            return case.dues
        case Never():
            return (SEASON,)
    return ()


def touched(case: Case[Any], fact: Fact) -> Iterator[Key]:
    """The instances that a fact concerns."""
    if isinstance(case.duty, Presence):
        acts: Iterable[Fact] = presence.starts(case, fact) if fact.kind in SHIFTS else ()
    else:
        acts = (fact,) if any(what.fits(fact) for what in patterns(case)) else ()
    for act in acts:
        if scopes := case.scopes_of(act.region):
            anchors = list(concerned(case, act))
            yield from (case.key(scope, anchor) for scope in scopes for anchor in anchors)


def begun(case: Case[Any], after: datetime, before: datetime) -> Iterator[str]:
    """The anchors that every division has by the clock alone, by beginning in or reaching into [after, before)."""
    match case.duty:
        case AtLeast(when=None):
            yield from at_least.anchors(case, after, before)
        case Presence(when=None):
            yield from presence.begun(case, after, before)
        case ByDeadline():
            yield from by_deadline.anchors(case, after, before)
        case Coverage() if case.activation.window.start < before:
            yield from case.dues
        case Never() if case.activation.window.start < before:
            yield SEASON


def under(case: Case[Any], intervals: Iterable[Interval]) -> Iterable[str]:
    """The anchors that a division has because of warnings in force in the intervals."""
    # A day's last hours may spoil the next day within the tolerance.
    days = presence.anchors if isinstance(case.duty, Presence) else at_least.anchors
    return dict.fromkeys(anchor for start, end in intervals for anchor in days(case, start, end))
