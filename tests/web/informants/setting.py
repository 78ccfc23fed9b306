"""Informants and clues that ended, at the clock of the browser."""

from datetime import timedelta

from nuandong.kernel.clock import SystemClock
from nuandong.org import scope
from nuandong.rescue.actions.close_clue import close_clue
from nuandong.rescue.actions.close_encounter import Disposition, close_encounter
from nuandong.rescue.actions.receive_clue import receive_clue
from nuandong.rescue.actions.record_encounter import Met, record_encounter
from nuandong.rescue.actions.register_informant import Enlisted, register_informant
from nuandong.rescue.details import ClueDetails
from nuandong.rescue.kinds import Channel, Closing
from tests.cast import COUNTY
from tests.cast import cast as people
from tests.web.conftest import seat
from tests.web.divisions import divisions

PHONE = "13800001111"


def furnish():
    """Divisions, and the cast at their desks."""
    divisions()
    for member in ("operator", "leader", "crew", "station", "head", "officer", "clerk_a", "clerk_b", "outsider"):
        seat(member)


def enlist(*, phone=PHONE, name="罗大勇", region=COUNTY, kind="sanitation", days=3):
    by, now = people().head, SystemClock().now()
    enlisted = Enlisted(name=name, phone=phone, reporter_kind=kind, unit="环卫所", area="中华路")
    with scope.enter(by):
        return register_informant(
            by=by, now=now, enlisted=enlisted, region=region, since=(now - timedelta(days=days)).date()
        )


def helped(*, caller=PHONE, closing=Closing.HELPED):
    """A clue of an hour ago that ended well."""
    cast, now = people(), SystemClock().now()
    with scope.enter(cast.leader):
        clue = receive_clue(
            by=cast.leader,
            now=now - timedelta(hours=1),
            channel=Channel.HOTLINE,
            details=ClueDetails(words="有人睡在门廊", caller=caller),
            region=COUNTY,
        ).clue
        if closing is not Closing.NONSENSE:
            met = Met(categories=["able_adult"], willing=closing is Closing.HELPED or None)
            encounter = record_encounter(by=cast.leader, now=now, region=COUNTY, met=met, clue=clue.id)
            done = Disposition(outcome="to_station" if closing is Closing.HELPED else "left_before")
            close_encounter(by=cast.leader, now=now, encounter=encounter.id, done=done)
        return close_clue(by=cast.leader, now=now, clue=clue.id, closing=closing, words="已到现场")
