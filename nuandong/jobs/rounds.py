"""The rounds themselves: plain functions of the moment, so that tests and the demo run them without a queue."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings

from nuandong.alerts.actions.expire import expire_due
from nuandong.duty.actions.close_reach_tests import close_reach_tests
from nuandong.duty.actions.expire_swaps import expire_swaps
from nuandong.flows import alert_tightens_patrol, breaches_found, clue_escalates, task_escalates
from nuandong.jobs.senders import senders
from nuandong.journal.sealing import seal_all
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.org.retention import Purged, purge_sessions
from nuandong.outbox.sending import claim, deliver, settle
from nuandong.people.actions.propose_pairs import propose_pairs
from nuandong.people.selectors import counties
from nuandong.plans import compliance
from nuandong.plans.schema.plan import season_year
from nuandong.relief.actions.check_integrity import check_integrity
from nuandong.relief.actions.take_down_notice import end_notices
from nuandong.relief.paying.registered import account_numbers
from nuandong.relief.selectors_findings import counties_helped
from nuandong.reports import figures

Round = Callable[[datetime], object]
SEND_AT_MOST: Final = 50
"""Messages of one round; the next one comes in five seconds."""


def seal(now: datetime) -> int:
    """Seal the journal's settled events and anchor the head."""
    with scope.enter(SYSTEM):
        return seal_all(now=now, anchor_file=settings.NUANDONG_ANCHOR_FILE)


def send(now: datetime) -> int:
    """Send what waits in the outbox; claiming and settling are transactions of their own around each call."""
    ways = senders()
    count = 0
    while count < SEND_AT_MOST:
        with scope.enter(SYSTEM):
            claimed = claim(now=now)
        if claimed is None:
            break
        trouble = deliver(claimed, ways)
        with scope.enter(SYSTEM):
            settle(claimed, trouble, now=now)
        count += 1
    return count


def expire(now: datetime) -> int:
    """Let weather warnings run out."""
    with scope.enter(SYSTEM):
        return expire_due(by=SYSTEM, now=now)


def count(now: datetime) -> int:
    """Bring the figures of boards up to date."""
    with scope.enter(SYSTEM):
        return figures.update()


def comply(now: datetime) -> int:
    """Bring the state of every obligation up to date: new events first, then what began by the clock."""
    read = 0
    with scope.enter(SYSTEM):
        while some := compliance.catch_up():
            read += some
        compliance.roll(now)
    return read


def link(now: datetime) -> int:
    """Look through the persons of every county for records of one person; a county by itself, for memory's sake."""
    with scope.enter(SYSTEM):
        everywhere = counties(by=SYSTEM)
    new = 0
    for region in everywhere:
        with scope.enter(SYSTEM):
            new += propose_pairs(by=SYSTEM, now=now, region=region, accounts=account_numbers(region)).new
    return new


def check_relief(now: datetime) -> int:
    """Look through the relief of every county for what does not fit; a county by itself. Returns what was raised."""
    with scope.enter(SYSTEM):
        everywhere = counties_helped(season_year(local_date(now)))
    raised = 0
    for region in everywhere:
        with scope.enter(SYSTEM):
            done = check_integrity(by=SYSTEM, now=now, region=region, season=season_year(local_date(now)))
        raised += sum(one.raised for one in done.values())
    return raised


def escalate(now: datetime) -> int:
    """Call leaders about clues nobody goes to or arrives at in time."""
    return clue_escalates.run(now)


def chase(now: datetime) -> int:
    """Remind of tasks near their time, and call leaders about late ones."""
    return task_escalates.run(now)


def look_for_breaches(now: datetime) -> int:
    """Raise findings about what plans forbid and the records show."""
    return breaches_found.run(now)


def tighten(now: datetime) -> int:
    """Bring the patrol modes in line with the weather warnings."""
    return alert_tightens_patrol.run(now)


def close_reach(now: datetime) -> int:
    """Close the tests of reachability whose time is up."""
    with scope.enter(SYSTEM):
        return close_reach_tests(by=SYSTEM, now=now)


def expire_swap_requests(now: datetime) -> int:
    """Requests to swap shifts that nobody answered before the shift began come to nothing."""
    with scope.enter(SYSTEM):
        return expire_swaps(by=SYSTEM, now=now)


def end_relief_notices(now: datetime) -> int:
    """Public notices of relief whose last day has passed are to be taken down."""
    with scope.enter(SYSTEM):
        return end_notices(by=SYSTEM, now=now)


def purge(now: datetime) -> Purged:
    """Delete the traces of signing in whose time is up."""
    with scope.enter(SYSTEM):
        return purge_sessions(now=now)


EVERY_FEW_SECONDS: Final[tuple[Round, ...]] = (tighten, escalate, comply, count, send, seal)
EVERY_MINUTE: Final[tuple[Round, ...]] = (
    expire,
    close_reach,
    expire_swap_requests,
    end_relief_notices,
    chase,
    look_for_breaches,
)
EVERY_NIGHT: Final[tuple[Round, ...]] = (purge,)
