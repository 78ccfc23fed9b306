"""What each duty of a plan asks for, in one sentence, with its conditions and for whom it holds."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.levels import Level
from nuandong.duty.kinds import TeamKind
from nuandong.kernel.feasts import FEAST_TITLES
from nuandong.kernel.periods import UNIT_TITLES, Period
from nuandong.kernel.text import gettext_noop
from nuandong.plans.schema import (
    FLAGS,
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Obligation,
    Presence,
    RegionScope,
    Within,
)
from nuandong.plans.schema.conditions import WarningCondition
from nuandong.plans.schema.deadlines import DAY_END, Deadline, Feasted, Fixed, Monthly, Relative, Weekly
from nuandong.plans.schema.fields import Hours, MonthDay
from nuandong.web import wording
from nuandong.web.pages.journal.presenting import title_of
from nuandong.web.pages.plans.conditions import annotations, of_any, value_words, where_words

SCOPES: Final = {
    RegionScope.COUNTY: gettext_noop("每个县（区）"),
    RegionScope.DISTRICT: gettext_noop("每个区（县）"),
    RegionScope.TOWNSHIP: gettext_noop("每个乡镇（街道）"),
    RegionScope.UNIT: gettext_noop("整个启用地区"),
}
_PER: Final = {
    "1 day": gettext_noop("每天"),
    "1 week": gettext_noop("每周"),
    "1 month": gettext_noop("每月"),
    "1 quarter": gettext_noop("每季度"),
    "1 half year": gettext_noop("每半年"),
}
_POSTS: Final = {
    "duty.office": gettext_noop("机关值班"),
    "rescue.hotline": gettext_noop("救助热线"),
    "rescue.station_desk": gettext_noop("救助站接待"),
}
KIND_TITLES: Final = {
    "at_least": gettext_noop("每期至少几次"),
    "within": gettext_noop("限时办到"),
    "by_deadline": gettext_noop("到期之前办到"),
    "lasts": gettext_noop("保持一段时间"),
    "coverage": gettext_noop("全部覆盖"),
    "presence": gettext_noop("一直有人在岗"),
    "never": gettext_noop("不得发生"),
}
_LEAP_YEAR: Final = 2028
"""Any: a plan's season names days without a year, and one may be 29 February."""
_WEEKDAYS: Final = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)
_DAY_KINDS: Final = {
    "workdays": gettext_noop("工作日"),
    "rest_days": gettext_noop("休息日"),
    "holidays": gettext_noop("法定节假日"),
}


def scope_words(duty: Obligation) -> str:
    """For whom there is one instance."""
    if isinstance(duty, Within):
        where = _bracketed(where_words(duty.trigger, duty.trigger_where))
        return _("每一件（%(trigger)s）") % {"trigger": title_of(duty.trigger) + where}
    if isinstance(duty, Lasts):
        return _("每一件（%(trigger)s）") % {"trigger": title_of(duty.event)}
    if isinstance(duty, AtLeast) and duty.for_each is not None:
        where = _bracketed(where_words(duty.for_each.event, duty.for_each.where))
        return _("每一个对象（%(listed)s）") % {"listed": title_of(duty.for_each.event) + where}
    return _(SCOPES[RegionScope(duty.scope)])


def demand(duty: Obligation) -> str:
    """What the duty asks for, in one sentence."""
    match duty:
        case AtLeast():
            return _at_least(duty)
        case Within():
            return _within(duty)
        case ByDeadline():
            return _by_deadline(duty)
        case Lasts():
            return _lasts(duty)
        case Coverage():
            return _coverage(duty)
        case Presence():
            return _presence(duty)
        case Never():
            return _("不得出现“%(event)s”%(where)s") % {
                "event": title_of(duty.event),
                "where": _bracketed(where_words(duty.event, duty.where)),
            }


def limits(duty: Obligation, phases: Mapping[str, str] | None = None) -> list[str]:
    """The conditions and exceptions of a duty, a sentence each; `phases` are the titles of the plan's phases."""
    found = []
    if duty.during is not None:
        found.append(_("只在“%(phase)s”") % {"phase": (phases or {}).get(duty.during, duty.during)})
    if isinstance(duty, AtLeast | Presence) and duty.when is not None:
        found.append(_warning_words(duty.when))
    if isinstance(duty, AtLeast | Presence) and duty.on_days is not None:
        days = wording.listing(_(_DAY_KINDS[kind]) for kind in duty.on_days)
        found.append(_("只在%(days)s") % {"days": days})
    if isinstance(duty, AtLeast) and duty.for_each is not None and duty.for_each.after is not None:
        found.append(_("从第 %(time)s 之后算起") % {"time": period_words(duty.for_each.after)})
    if isinstance(duty, Within):
        found += _limits_within(duty)
    if isinstance(duty, Presence) and duty.tolerance:
        found.append(_("一次空岗不超过 %(span)s的不算") % {"span": _span(duty.tolerance)})
    return found


def _at_least(duty: AtLeast) -> str:
    parts = {"per": _(_PER[duty.per]), "count": duty.count, "event": title_of(duty.event)}
    sentence = _("%(per)s“%(event)s”至少 %(count)d 次") % parts
    hours = "" if duty.hours.whole_day else _hours(duty.hours)
    return sentence + _bracketed(wording.listing((hours, where_words(duty.event, duty.where)), wording.COMMA))


def _within(duty: Within) -> str:
    parts = {
        "trigger": title_of(duty.trigger) + _bracketed(where_words(duty.trigger, duty.trigger_where)),
        "event": title_of(duty.event),
        "where": _bracketed(where_words(duty.event, duty.where)),
    }
    if duty.time is None:
        return _("“%(trigger)s”以后、期限结束以前“%(event)s”%(where)s") % parts
    return _("“%(trigger)s”以后 %(time)s以内“%(event)s”%(where)s") % (parts | {"time": period_words(duty.time)})


def _limits_within(duty: Within) -> Iterable[str]:
    kinds = (duty.trigger, *duty.changed_by)
    if duty.when:
        yield _("只在%(where)s时") % {"where": of_any(kinds, duty.when)}
    for exception in duty.exceptions:
        parts = {"where": of_any(kinds, exception.condition), "time": period_words(exception.time)}
        yield _("%(where)s的，%(time)s") % parts
    if duty.hold:
        annotation = annotations(duty.trigger).get(FLAGS)
        flags = (value_words(FLAGS, flag, annotation) for flag in duty.hold)
        yield _("有下列情形时停表：%(flags)s") % {"flags": wording.listing(flags)}
    endings = dict.fromkeys(
        _("%(event)s%(where)s") % {"event": title_of(r.event), "where": _bracketed(where_words(r.event, r.where))}
        for r in duty.until
    )
    if endings:
        yield _("停止计时：%(events)s") % {"events": wording.listing(endings)}


def _presence(duty: Presence) -> str:
    post, team = duty.post or "", duty.team or ""
    where = _(_POSTS.get(post, post)) if post else str(TeamKind(team).label)
    sentence = _("%(where)s%(hours)s有人在岗") % {"where": where, "hours": _hours(duty.hours)}
    return sentence + (_("，并有带班领导在班") if duty.with_leader else "")


def _warning_words(when: WarningCondition) -> str:
    events = wording.listing(_(catalogue().title_of(code)) for code in when.warning_in_force)
    level = "" if when.level == "any" else _("（%(level)s以上）") % {"level": _(Level(when.level).label)}
    return _("只在%(events)s预警%(level)s生效期间") % {"events": events, "level": level}


def _hours(hours: Hours) -> str:
    return _("二十四小时") if hours.whole_day else str(hours)


def _span(span: timedelta) -> str:
    return wording.span_words(int(span.total_seconds()))


def _bracketed(words: str) -> str:
    return wording.noted("", words)


def period_words(period: Period) -> str:
    return f"{period.amount} {_(UNIT_TITLES[period.unit])}"


def _by_deadline(duty: ByDeadline) -> str:
    return _("%(due)s前“%(event)s”至少 %(count)d 次%(where)s") % {
        "due": deadline_words(duty.by),
        "event": title_of(duty.event),
        "count": duty.count,
        "where": _bracketed(where_words(duty.event, duty.where)),
    }


def _lasts(duty: Lasts) -> str:
    return _("“%(event)s”以后至少保持 %(time)s，期间不得“%(ended)s”") % {
        "event": title_of(duty.event),
        "time": period_words(duty.time),
        "ended": wording.listing(
            title_of(one.event) + _bracketed(where_words(one.event, one.where)) for one in duty.ended_by
        ),
    }


def _coverage(duty: Coverage) -> str:
    parts = {"event": title_of(duty.event), "percent": duty.percent, "due": deadline_words(duty.by)}
    where = _bracketed(where_words(duty.event, duty.where))
    if duty.base is None:
        return _("%(due)s前“%(event)s”达到上报总数的 %(percent)d%%") % parts + where
    base = title_of(duty.base.event) + _bracketed(where_words(duty.base.event, duty.base.where))
    return _("%(due)s前，“%(base)s”的对象有 %(percent)d%% “%(event)s”") % (parts | {"base": base}) + where


def deadline_words(deadline: Deadline | None) -> str:
    """When it is due: one day, or a day of every week or month."""
    match deadline:
        case None:
            return _("（原文未写明）")
        case Fixed():
            return day_words(deadline.day) + _clock(deadline.at)
        case Weekly():
            return _("每%(weekday)s") % {"weekday": _(_WEEKDAYS[deadline.weekday])} + _clock(deadline.at)
        case Monthly(masked=True):
            return _("每月（原文未写明哪一天）") + _clock(deadline.at)
        case Feasted():
            return _feast_words(deadline) + _clock(deadline.at)
        case Monthly(day=None):
            return _("每月最后一天") + _clock(deadline.at)
        case Monthly():
            return _("每月 %(day)d 日") % {"day": deadline.day} + _clock(deadline.at)
        case Relative():
            edge = _("开始") if deadline.edge == "start" else _("结束")
            if deadline.period is None:
                return _("期限%(edge)s当天") % {"edge": edge}
            return _("期限%(edge)s后 %(time)s") % {"edge": edge, "time": period_words(deadline.period)}


def _feast_words(deadline: Feasted) -> str:
    feast = _(FEAST_TITLES[deadline.feast])
    if deadline.before is not None:
        return _("%(feast)s前 %(time)s") % {"feast": feast, "time": period_words(deadline.before)}
    if deadline.after is not None:
        return _("%(feast)s后 %(time)s") % {"feast": feast, "time": period_words(deadline.after)}
    return _("%(feast)s当天") % {"feast": feast}


def _clock(at: timedelta) -> str:
    if at == DAY_END:
        return ""
    minutes = int(at.total_seconds()) // 60
    return f" {minutes // 60:02}:{minutes % 60:02}"


def day_words(day: MonthDay | None) -> str:
    if day is None:
        return _("（原文未写明）")
    words = wording.short_day(date(_LEAP_YEAR, day.month, day.day))
    return _("次年%(day)s") % {"day": words} if day.years else words
