"""Findings in words: days, periods and sums as people write them, in the language of the translation given."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.kernel.periods import UNIT_TITLES, Period
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.calendar_check.days import last_day_before
from nuandong.plans.calendar_check.findings import Said

Translate = Callable[[str], str]
_SUMS: Final = frozenset({"least", "most", "over", "each"})
"""Parameters that are sums in fen."""


def sentence(said: Said, translate: Translate = str) -> str:
    """A sentence of the check, filled in."""
    if not said.params:
        return translate(said.message)
    return translate(said.message) % {name: _worded(name, value, translate) for name, value in said.params.items()}


def day_words(day: date, translate: Translate = str) -> str:
    """A day without its year: 1月17日."""
    return translate(_("%(month)d月%(day)d日")) % {"month": day.month, "day": day.day}


def due_words(due: datetime, translate: Translate = str) -> str:
    """A deadline: its day, and the time where it is not the end of the day."""
    day = last_day_before(due)
    if local_date(due) != day:
        return day_words(day, translate)
    return f"{day_words(day, translate)} {due.astimezone(SHANGHAI):%H:%M}"


def period_words(period: Period, translate: Translate = str) -> str:
    return f"{period.amount} {translate(UNIT_TITLES[period.unit])}"


def _worded(name: str, value: object, translate: Translate) -> object:
    match value:
        case datetime():
            return due_words(value, translate)
        case date():
            return day_words(value, translate)
        case Period():
            return period_words(value, translate)
        case tuple():
            pairs = (_pair(step, period, translate) for step, period in value)
            return translate(_("、")).join(pairs)
        case int() if name in _SUMS:
            return translate(_("%(yuan)s 元")) % {"yuan": _yuan(value)}
    return value


def _pair(step: str, period: Period, translate: Translate) -> str:
    return translate(_("“%(step)s”%(time)s")) % {"step": step, "time": period_words(period, translate)}


def _yuan(fen: int) -> str:
    return f"{fen // 100}" if fen % 100 == 0 else f"{fen / 100:.2f}"
