from datetime import datetime

from django.db import transaction

from nuandong.duty import roster_file
from nuandong.duty.actions.plan_shifts import plan_shifts
from nuandong.duty.errors import RosterRefused
from nuandong.duty.models import Shift
from nuandong.geo.errors import RowProblems
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def import_roster(*, by: Actor, now: datetime, data: bytes) -> list[Shift]:
    """Plan the shifts of a spreadsheet, columns as in `roster_file.COLUMNS`, all or none.

    Raises Forbidden, OutOfScope, `geo.errors.ImportRefused` with every row at fault (overlaps included), Invalid for a
    file that is no table or has no rows, and what `plan_shifts` raises. Source: product C.8.
    """
    permissions.check(by, "duty.roster.change")
    problems = RowProblems()
    rows = roster_file.read_roster(data, by=by, now=now, problems=problems)
    problems.raise_if_any()
    try:
        return plan_shifts(by=by, now=now, lines=[row.planned for row in rows])
    except RosterRefused as error:
        for one in error.overlaps:
            words = _("同一时间已有别的班。") if one.other_line is None else _("与第 %(other)d 行时间重叠。")
            other = 0 if one.other_line is None else rows[one.other_line].number
            problems.add(rows[one.line].number, roster_file.heading("staff"), words, other=other)
        problems.raise_if_any()
        raise
