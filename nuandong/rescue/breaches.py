"""What the records of rescue show of prohibitions: clues passed around, people held back, minors left outside, rounds
that were ticked off."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.db.models.functions import TruncMinute

from nuandong.geo.areas import in_area
from nuandong.plans.bans import Breach, Watched, bans, shown
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_encounter import TAKEN, Outcome
from nuandong.rescue.kinds_stay import Decision
from nuandong.rescue.models import Clue, Encounter, LeaveRequest, PatrolCheck
from nuandong.rescue.policies.leaving import may_leave_alone
from nuandong.rescue.states.clue import RUNNING
from nuandong.rescue.states.stay import StayState

_AT_ONCE: Final = 3
"""So many places cannot be looked at within one minute."""
_MINOR: Final = "minor"
_LEFT: Final = frozenset(Outcome) - TAKEN - {Outcome.LEFT_BEFORE, Outcome.LEFT_MIDWAY, Outcome.DECEASED}
"""The minor was there, and stayed in the street; one who ran away before anybody could help is no breach."""


def shirked_clues(watched: Watched) -> Iterator[Breach]:
    """Clues that came from another county and were handed on again, and those nobody took up though all were rung."""
    rows = Clue.objects.filter(
        in_area(watched.span),
        Q(origin__isnull=False, closing=Closing.HANDED_OVER)
        | Q(nobody_left_at__isnull=False, state__in=[state.value for state in RUNNING]),
        received_at__gte=watched.start,
        received_at__lt=watched.now,
    )
    found = list(rows)
    told = shown([row.id for row in found], ("rescue.clue_handed_over", "rescue.ladder_ended"))
    for row in found:
        at = row.closed_at or row.nobody_left_at or row.received_at
        yield Breach(subject=row.id, region=row.region, at=at, event=told.get(row.id))


def held_back(watched: Watched) -> Iterator[Breach]:
    """People whom nobody may hold, still here though their leaving was refused, or waits longer than it may."""
    horizon = watched.now - timedelta(hours=bans()["held_back"].hours)
    rows = LeaveRequest.objects.select_related("stay").filter(
        in_area(watched.span),
        Q(decision=Decision.REFUSED) | Q(decision="", requested_at__lte=horizon),
        requested_at__gte=watched.start,
    )
    here = rows.exclude(stay__state=StayState.LEFT)
    found = [row for row in here if may_leave_alone(row.stay.age, tuple(row.stay.flags))]
    told = shown([row.stay_id for row in found], ("rescue.leave_requested", "rescue.leave_decided"))
    for stay in {row.stay_id: row for row in found}.values():
        at = stay.decided_at or stay.requested_at
        yield Breach(subject=stay.stay_id, region=stay.region, at=at, event=told.get(stay.stay_id))


def minors_left_outside(watched: Watched) -> Iterator[Breach]:
    """Minors who were met, and stayed in the street."""
    rows = Encounter.objects.filter(
        in_area(watched.span),
        categories__contains=[_MINOR],
        outcome__in=[one.value for one in _LEFT],
        at__gte=watched.start,
        at__lt=watched.now,
    )
    found = list(rows)
    told = shown([row.id for row in found], ("rescue.encounter_closed",))
    for row in found:
        yield Breach(subject=row.id, region=row.region, at=row.at, event=told.get(row.id))


def ticked_rounds(watched: Watched) -> Iterator[Breach]:
    """Patrols in which several places were looked at within the same minute."""
    rows = PatrolCheck.objects.filter(
        in_area(watched.span, "round__region"),
        at__gte=watched.start,
        at__lt=watched.now,
    )
    minutes = rows.order_by().values("round", "round__region", minute=TruncMinute("at"))
    quick = minutes.annotate(places=Count("place", distinct=True), since=Min("at")).filter(places__gte=_AT_ONCE)
    found = {row["round"]: row for row in quick}
    told = shown(list(found), ("rescue.patrol_started",))
    for round_, row in found.items():
        yield Breach(subject=round_, region=row["round__region"], at=row["since"], event=told.get(round_))
