"""Moving a shift from state to state: the only writer of `Shift.state`."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from nuandong.duty import policies
from nuandong.duty.errors import changed_meanwhile
from nuandong.duty.models import Shift

_LEAST: Final = timedelta(minutes=1)


def move(shift: Shift, act: str, **changes: Any) -> Shift:
    """Carry out an act of `states.TRANSITIONS` on the shift as it was read; Conflict if somebody was first."""
    target = policies.check_move(shift, act)
    if Shift.objects.filter(id=shift.id, state=shift.state).update(state=target, **changes) != 1:
        raise changed_meanwhile()
    shift.refresh_from_db(fields=["state", *changes])
    return shift


def cut(shift: Shift, at: datetime) -> DateTimeTZRange:
    """The period of a shift that ends at `at`: the rest is given back. Overtime does not lengthen it."""
    start = shift.period.lower
    # One that ended before its time began keeps a minute, since an empty period would hold no place in the roster.
    return DateTimeTZRange(start, max(min(shift.period.upper, at), start + _LEAST))
