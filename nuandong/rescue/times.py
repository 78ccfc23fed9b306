"""Times told by people: not ahead, not before the step before; and the periods of library/rescue."""

from datetime import datetime
from uuid import UUID

from nuandong.journal.recording import CLOCK_TOLERANCE
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import time_of
from nuandong.kernel.periods import Period
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.vocabulary import calendar
from nuandong.rescue.errors_station import future, out_of_order
from nuandong.rescue.reference_station import station


def told(acted_at: datetime | None, now: datetime, *, after: datetime | None = None) -> datetime:
    """The time of an act: as told, or now. Raises Invalid for a time ahead, or one before `after`."""
    at = acted_at or now
    if at > now + CLOCK_TOLERANCE:
        raise future("acted_at")
    if after is not None and at < after:
        raise out_of_order("acted_at")
    return at


def due(period: Period, start: datetime) -> datetime:
    """When a period that began at `start` ends, by the holiday calendar."""
    return period.due(start, calendar())


def countersign_due(at: datetime, now: datetime, sheet_photo: UUID | None) -> datetime | None:
    """None for an entry in time. For a later one, by when the leader must countersign; Invalid without the photo of the
    signed paper. Source: product C.4 (补录)."""
    rules = station().encounter
    if now <= due(rules.late_after, at):
        return None
    if sheet_photo is None:
        raise Invalid(
            "rescue.late_without_sheet",
            _("补录时间超过规定时限（%(limit)s）。"),
            _("请拍下现场的纸质记录一并上传，之后由带班领导复核签字。"),
            field="sheet_photo",
            limit=str(rules.late_after),
        )
    return due(rules.countersign_within, now)


def numbered(identity: UUID) -> str:
    """A short name for something without a number: the Shanghai time it was made for, and the tail of its id."""
    return f"{time_of(identity).astimezone(SHANGHAI):%m-%d %H:%M} {identity.hex[-4:]}"
