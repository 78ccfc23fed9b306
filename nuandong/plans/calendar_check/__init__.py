"""Where a plan contradicts itself, before anybody acts by it: dates, periods and sums against each other.

Pure: a plan, a season, a holiday calendar and standards in, findings and a schedule out. `words` says them.
"""

from nuandong.plans.calendar_check.check import check
from nuandong.plans.calendar_check.findings import (
    LEVEL_TITLES,
    CalendarCheck,
    Finding,
    Level,
    Row,
    Said,
)

__all__ = ["LEVEL_TITLES", "CalendarCheck", "Finding", "Level", "Row", "Said", "check"]
