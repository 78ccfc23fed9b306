"""Shifts that want the same person, team or vehicle at once. The database refuses most of them; this names them all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from nuandong.duty.errors import Overlap
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
    new = [(one, _needs(one, members)) for one in shifts]
    old = [(one, _needs(one, members)) for one in standing]
    found: list[Overlap] = []
    for line, (shift, needs) in enumerate(new):
        for what, which in _collisions(shift, needs, old):
            found += [Overlap(line, kind, one, *span, shift=which.id) for kind, one, span in what]
        for what, which in _collisions(shift, needs, new[:line]):
            other = next(n for n, (earlier, _needed) in enumerate(new) if earlier is which)
            found += [Overlap(line, kind, one, *span, other_line=other) for kind, one, span in what]
    return found


def _collisions(
    shift: Shift, needs: _Needs, others: Sequence[tuple[Shift, _Needs]]
) -> Iterator[tuple[list[tuple[str, UUID, tuple[datetime, datetime]]], Shift]]:
    for other, wanted in others:
        start, end = max(shift.period.lower, other.period.lower), min(shift.period.upper, other.period.upper)
        if start < end and (both := needs & wanted):
            yield [(what, which, (start, end)) for what, which in sorted(both)], other


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
    needs = [(one, _needs(one, members)) for one in shifts]
    return [
        Overlap(line, kind, which, *span, shift=other.id)
        for line, (shift, wanted) in enumerate(needs)
        for what, other in _collisions(shift, wanted, needs[:line])
        for kind, which, span in what
    ]
