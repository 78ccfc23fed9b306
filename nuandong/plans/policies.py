"""Whether a plan or an instance is in a fit state for what somebody wants to do with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import DomainError, Invalid, NotNow
from nuandong.kernel.feasts import FEAST_TITLES
from nuandong.kernel.periods import DayCalendar
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.calendar_check import Finding
from nuandong.plans.calendar_check.words import sentence
from nuandong.plans.engine import Record, Status, status
from nuandong.plans.engine.records import STATUS_TITLES
from nuandong.plans.models import Activation
from nuandong.plans.schema import Plan
from nuandong.plans.schema.deadlines import Feasted

Check = Callable[[Record, datetime], None]

REASON_LENGTH: Final = 500
_YEAR: Final = timedelta(days=366)
WAIVABLE = frozenset({Status.OPEN, Status.LATE, Status.BROKEN, Status.MISSED, Status.ON_HOLD})
EXPLAINABLE = frozenset({Status.LATE, Status.MISSED})


def check_window(starts_on: date, ends_on: date) -> None:
    """The days of an activation must be a window: the last not before the first, and not longer than a year."""
    if not 0 <= (ends_on - starts_on).days <= 366:
        raise Invalid(
            "plans.window_wrong",
            _("起止日期不对：%(starts_on)s 至 %(ends_on)s。"),
            _("结束日期不能早于开始日期，期限不超过一年。"),
            field="ends_on",
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
        )


def check_filled(plan: Plan, filled: Mapping[str, date]) -> None:
    """Only days that the plan leaves open are filled in; the window itself has fields of its own."""
    open_days = [name for name in plan.unknowns() if not name.startswith("season.")]
    for name in filled:
        if name not in open_days:
            raise not_open(name, open_days)


def not_open(name: str, open_days: Iterable[str]) -> Invalid:
    """What to say of a day that the plan does not leave open."""
    return Invalid(
        "plans.day_not_open",
        _("这份方案没有待填的日期 %(name)s。"),
        _("请只填写方案写为 unknown 的日期：%(names)s。"),
        field="filled",
        name=name,
        names="、".join(open_days),
    )


def check_feasts(plan: Plan, season: int, calendar: DayCalendar) -> None:
    """The feasts that a plan goes by are known in its season: without its day a duty would never be watched."""
    for deadline in plan.once():
        if isinstance(deadline, Feasted) and calendar.feast(deadline.feast, season) is None:
            raise Invalid(
                "plans.feast_unknown",
                _("还没有 %(season)d 年冬%(feast)s的日期。"),
                _("请在 library/calendar/feasts.yaml 里补上这一年。"),
                season=season,
                feast=FEAST_TITLES[deadline.feast],
            )


def check_filled_days(filled: Mapping[str, date], starts_on: date, ends_on: date) -> None:
    """A day filled in lies within a year of the window: another one is a slip of the pen."""
    for name, day in filled.items():
        if not starts_on - _YEAR <= day <= ends_on + _YEAR:
            raise Invalid(
                "plans.day_far_off",
                _("%(day)s 离方案期限太远。"),
                _("请核对年份，填写 %(first)s 至 %(last)s 前后一年以内的日期。"),
                field=f"filled.{name}",
                day=day.isoformat(),
                first=starts_on.isoformat(),
                last=ends_on.isoformat(),
            )


def reason_with(contradictions: Sequence[Finding], reason: str | None, *, seen: bool) -> str | None:
    """The reason of an activation, with the contradictions that somebody puts in force knowingly.

    Raises Invalid where there are any and nobody says that they were seen, or why the plan is put in force anyway.
    """
    if not contradictions:
        return reason
    if not seen:
        raise Invalid(
            "plans.contradictions_unseen",
            _("这份方案有 %(count)d 处自相矛盾。"),
            _("请看过日历检查的结果，勾选“我已看到这些矛盾”并写明依据，或者先改正方案。"),
            field="contradictions_seen",
            count=len(contradictions),
        )
    listed = "".join(f"\n{number}. {sentence(one.said)}" for number, one in enumerate(contradictions, start=1))
    return f"{reason_of(reason or '')}\n启用时已看到的矛盾：{listed}"


def check_extends(activation: Activation, ends_on: date, now: datetime) -> None:
    """A window is extended to a later day, while it runs or after, within a year of its beginning."""
    if ends_on <= activation.ends_on or ends_on < local_date(now):
        raise Invalid(
            "plans.extension_not_later",
            _("延长后的日期 %(ends_on)s 不晚于原定结束日期或今天。"),
            _("请填写更晚的日期；要提前结束，请用“结束方案”。"),
            field="ends_on",
            ends_on=ends_on.isoformat(),
        )
    check_window(activation.starts_on, ends_on)


def check_ends(activation: Activation, ends_on: date) -> None:
    """A window is ended on a day that lies in it."""
    if not activation.starts_on <= ends_on <= activation.ends_on:
        raise NotNow(
            "plans.end_outside_window",
            _("结束日期 %(ends_on)s 不在方案期限之内。"),
            _("请填写 %(first)s 至 %(last)s 之间的日期。"),
            ends_on=ends_on.isoformat(),
            first=activation.starts_on.isoformat(),
            last=activation.ends_on.isoformat(),
        )


def check_waivable(record: Record, now: datetime) -> None:
    """Only what is not done can be waived, and only once."""
    if (found := status(record, now)) not in WAIVABLE:
        raise _not_now("plans.not_waivable", _("这项义务现在是“%(status)s”，不需要豁免。"), found)


def can_waive(record: Record, now: datetime) -> bool:
    return _passes(check_waivable, record, now)


def check_explainable(record: Record, now: datetime) -> None:
    """A reason belongs to a softer duty that was not done in time."""
    if (found := status(record, now)) not in EXPLAINABLE:
        raise _not_now("plans.not_explainable", _("这项义务现在是“%(status)s”，不能填写未做到的原因。"), found)


def can_explain(record: Record, now: datetime) -> bool:
    return _passes(check_explainable, record, now)


def reason_of(text: str) -> str:
    """The reason of a decision, cleaned; raises Invalid when there is none."""
    words = clean_text(text, REASON_LENGTH, field="reason")
    if not words:
        raise Invalid("plans.reason_missing", _("没有写原因。"), _("请写明原因，供以后核对。"), field="reason")
    return words


def _not_now(code: str, message: str, found: Status) -> NotNow:
    return NotNow(code, message, _("请刷新页面，核对这项义务的状态。"), status=STATUS_TITLES[found])


def _passes(check: Check, record: Record, now: datetime) -> bool:
    try:
        check(record, now)
    except DomainError:
        return False
    return True
