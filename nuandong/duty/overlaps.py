"""Shifts that want the same person, team or vehicle at once. The database refuses most of them; this names them all."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from nuandong.duty.errors import Overlap
from nuandong.duty.kinds import LONGEST
from nuandong.duty.models import Shift, TeamMember
from nuandong.duty.states import MANNED

_Needs = frozenset[tuple[str, UUID]]


def find(shifts: Sequence[Shift]) -> list[Overlap]:
    """Every overlap among new shifts and with those that stand, by line.

    A team needs all its members, while the database knows only who is in charge of the shift.
    """
    start, end = min(one.period.lower for one in shifts), max(one.period.upper for one in shifts)
    standing = list(Shift.objects.filter(state__in=MANNED, period__overlap=DateTimeTZRange(start, end)))
    members = _members([*shifts, *standing], end)
    old, new = _Wanted(), _Wanted()
    for place, shift in enumerate(standing):
        old.add(place, shift, _needs(shift, members))
    found: list[Overlap] = []
    for line, shift in enumerate(shifts):
        needs = _needs(shift, members)
        found += [
            Overlap(line, kind, which, *span, shift=standing[place].id)
            for place, kind, which, span in old.collisions(shift, needs)
        ]
        found += [
            Overlap(line, kind, which, *span, other_line=place)
            for place, kind, which, span in new.collisions(shift, needs)
        ]
        new.add(line, shift, needs)
    return found


class _Wanted:
    """Shifts by what they need, so that a season is compared without looking at every pair."""

    def __init__(self) -> None:
        self._by_need: dict[tuple[str, UUID], list[tuple[datetime, datetime, int]]] = {}

    def add(self, place: int, shift: Shift, needs: _Needs) -> None:
        for need in needs:
            insort(self._by_need.setdefault(need, []), (shift.period.lower, shift.period.upper, place))

    def collisions(self, shift: Shift, needs: _Needs) -> list[tuple[int, str, UUID, tuple[datetime, datetime]]]:
        """(place, kind, id, hours) of each shift that wants the same thing at the same time, by place."""
        start, end = shift.period.lower, shift.period.upper
        found = []
        for kind, which in needs:
            rows = self._by_need.get((kind, which), [])
            # No shift is longer than a day: an earlier beginning cannot reach here.
            for at in range(bisect_left(rows, start - LONGEST, key=_beginning), len(rows)):
                lower, upper, place = rows[at]
                if lower >= end:
                    break
                if upper > start:
                    found.append((place, kind, which, (max(lower, start), min(upper, end))))
        return sorted(found)


def _beginning(row: tuple[datetime, datetime, int]) -> datetime:
    return row[0]


def _members(shifts: Sequence[Shift], end: datetime) -> dict[UUID, list[TeamMember]]:
    teams = {shift.team_id for shift in shifts if shift.team_id is not None}
    first = min(shift.period.lower for shift in shifts)
    rows = TeamMember.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=first), team__in=teams, valid_from__lt=end
    )
    found: dict[UUID, list[TeamMember]] = {}
    for row in rows:
        found.setdefault(row.team_id, []).append(row)
    return found


def _needs(shift: Shift, members: dict[UUID, list[TeamMember]]) -> _Needs:
    needs = {("staff", shift.staff_id)}
    if shift.vehicle_id is not None:
        needs.add(("vehicle", shift.vehicle_id))
    if shift.team_id is not None:
        needs.add(("team", shift.team_id))
        for one in members.get(shift.team_id, []):
            left = one.valid_until is not None and one.valid_until <= shift.period.lower
            if not left and one.valid_from < shift.period.upper:
                needs.add(("staff", one.staff_id))
    return frozenset(needs)


def among(shifts: Sequence[Shift]) -> list[Overlap]:
    """Overlaps among shifts that stand already, each pair once: members of teams who are wanted in two places."""
    if not shifts:
        return []
    members = _members(shifts, max(one.period.upper for one in shifts))
    known, found = _Wanted(), list[Overlap]()
    for line, shift in enumerate(shifts):
        needs = _needs(shift, members)
        found += [
            Overlap(line, kind, which, *span, shift=shifts[place].id)
            for place, kind, which, span in known.collisions(shift, needs)
        ]
        known.add(line, shift, needs)
    return found
