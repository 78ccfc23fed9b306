"""Lines of a roster, and shifts on their way into the table: what every act that plans shifts shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.duty import events, lookups
from nuandong.duty.models import Shift
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _

MOST_LINES: Final = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One line of a roster: who, at which post or in charge of which team, from when until when (aware)."""

    staff: UUID
    start: datetime
    end: datetime
    post: UUID | None = None
    team: UUID | None = None
    leader: bool = False
    vehicle: UUID | None = None


def save_shifts(shifts: Sequence[Shift]) -> None:
    """Write shifts; Conflict when one collides with a shift that was planned meanwhile or lies in another region."""
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts)
    except IntegrityError as error:
        raise Conflict(
            "duty.shift_collides",
            _("有人员、队伍或车辆在这段时间已有班次，可能由其他地区排定，或刚刚被别人排入。"),
            _("请刷新值班表后重新安排。"),
            field="shifts",
        ) from error


def planned_event(shift: Shift, *, by: Actor, now: datetime) -> journal.Draft:
    """The event that a shift was planned."""
    payload = events.ShiftPlanned(starts_at=shift.period.lower, ends_at=shift.period.upper, **lookups.told(shift))
    return journal.Draft(payload=payload, by=by, now=now, region=shift.region, subject=shift.id)
