"""The days of a season along a procedure, when every step is done on the first day on which it can be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nuandong.kernel.calendar import WorkCalendar
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.procedures import NoticeRule, Procedure

_DAY: Final = timedelta(days=1)
SUBMIT: Final = _("村上报乡镇，最早")
FORWARD: Final = _("乡镇上报县级，最早")
DECIDE: Final = _("县级审定，最早")
PAY: Final = _("发放，最迟")


@dataclass(frozen=True, slots=True)
class Stretch:
    """One line: a notice from the day it is posted to its last, or one day. `code` names a notice or the step."""

    code: str
    title: str
    begins: date
    ends: date


def days_of(procedure: Procedure, begins: date, calendar: WorkCalendar) -> list[Stretch]:
    """The season whose first notice is posted on a day; the day of posting is not counted (facts: 民法典 Art. 201)."""
    found = list(_notices(procedure.after("assess"), begins, calendar))
    day = _next(found, begins)
    found.append(Stretch("submit", SUBMIT, day, day))
    reviewed = list(_notices(procedure.after("review"), day, calendar))
    day = _next(reviewed, day)
    found += [*reviewed, Stretch("forward", FORWARD, day, day)]
    decided = list(_notices(procedure.after("decide"), day, calendar))
    found += [Stretch("decide", DECIDE, day, day), *decided]
    day = _next(decided, day)
    if procedure.pay_within is not None:
        last = calendar.add_workdays(day, procedure.pay_within)
        found.append(Stretch("pay", PAY, day, last))
        day = last
    return [*found, *_notices(procedure.after("pay"), day, calendar)]


def _notices(rules: list[NoticeRule], posted: date, calendar: WorkCalendar) -> Iterator[Stretch]:
    """Those of one step: at the same time, or each on the day after the last of the one before."""
    turn = posted
    for rule in rules:
        begins = turn if rule.in_turn else posted
        ends = rule.last_day(begins, rule.days, calendar)
        if rule.in_turn:
            turn = ends + _DAY
        yield Stretch(rule.code, rule.title, begins, ends)


def _next(notices: list[Stretch], otherwise: date) -> date:
    """The day after the last of all, or the day itself where there are none."""
    return max((one.ends for one in notices), default=otherwise - _DAY) + _DAY
