"""What a plan says, in words: its season, what each duty asks for, how hard it binds."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any, Final, get_args

from django.utils.translation import gettext as _

from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.levels import Level
from nuandong.duty.kinds import TeamKind
from nuandong.journal import api as journal
from nuandong.kernel.periods import UNIT_TITLES, Period
from nuandong.kernel.text import gettext_noop
from nuandong.plans.schema import (
    FLAGS,
    AtLeast,
    Never,
    Obligation,
    Plan,
    Presence,
    RegionScope,
    Season,
    Strength,
    Within,
)
from nuandong.plans.schema.conditions import WarningCondition
from nuandong.plans.schema.fields import STRENGTH_TITLES, Hours, MonthDay
from nuandong.web import wording
from nuandong.web.pages.journal.codes import words_of
from nuandong.web.pages.journal.presenting import title_of
from nuandong.web.pages.journal.words import FIELDS

STRENGTH_TONES: Final = {
    Strength.MUST: wording.ACCENT,
    Strength.IN_PRINCIPLE: wording.INFO,
    Strength.AS_FAR_AS_POSSIBLE: wording.MUTE,
    Strength.MAY: wording.MUTE,
}
KIND_TITLES: Final = {
    "at_least": gettext_noop("每期至少几次"),
    "within": gettext_noop("限时办到"),
    "presence": gettext_noop("一直有人在岗"),
    "never": gettext_noop("不得发生"),
}
FAMILY_TITLES: Final = {
    "rescue": gettext_noop("救助"),
    "relief": gettext_noop("冬春救助"),
    "care": gettext_noop("困难群众"),
    "visits": gettext_noop("走访慰问"),
    "heating": gettext_noop("取暖"),
    "safety": gettext_noop("安全"),
    "donations": gettext_noop("募捐"),
}
LEVEL_TITLES: Final = {
    "province": gettext_noop("省级"),
    "city": gettext_noop("市级"),
    "county": gettext_noop("县级"),
    "district": gettext_noop("区级"),
    "township": gettext_noop("乡镇"),
    "subdistrict": gettext_noop("街道"),
    "community": gettext_noop("社区"),
    "group": gettext_noop("工作组"),
}
_SCOPES: Final = {
    RegionScope.COUNTY: gettext_noop("每个县（区）"),
    RegionScope.DISTRICT: gettext_noop("每个区（县）"),
    RegionScope.TOWNSHIP: gettext_noop("每个乡镇（街道）"),
    RegionScope.UNIT: gettext_noop("整个启用地区"),
}
_PER: Final = {"1 day": gettext_noop("每天"), "1 week": gettext_noop("每周"), "1 month": gettext_noop("每月")}
_POSTS: Final = {
    "rescue.hotline": gettext_noop("救助热线"),
    "rescue.station_desk": gettext_noop("救助站接待"),
}
_LEAP_YEAR: Final = 2028
"""Any: a plan's season names days without a year, and one may be 29 February."""
DUTIES: Final = {
    "belongings": gettext_noop("保管随身物品"),
    "bulletins": gettext_noop("简报"),
    "dna": gettext_noop("DNA 比对"),
    "escort": gettext_noop("护送"),
    "fingerprints": gettext_noop("指纹比对"),
    "green_channel": gettext_noop("就医绿色通道"),
    "identity": gettext_noop("核查身份"),
    "issue_kit": gettext_noop("发放物资"),
    "joint_action": gettext_noop("联合行动"),
    "joint_patrol": gettext_noop("联合巡查"),
    "meals_power_heating": gettext_noop("伙食、用电、取暖"),
    "patrol": gettext_noop("街面巡查"),
    "persuade": gettext_noop("劝导"),
    "publicity": gettext_noop("宣传"),
    "security_check": gettext_noop("安检"),
    "statistics_of_supplies_and_funds": gettext_noop("物资和经费统计"),
    "stock": gettext_noop("物资储备"),
    "summary": gettext_noop("总结"),
    "treat_first": gettext_noop("先救治后结算"),
    "vehicles": gettext_noop("车辆"),
    "ward_rounds": gettext_noop("查房"),
}
"""Codes of what members of an organisation do; others are shown as they are written."""


def season_words(season: Season) -> str:
    """From when to when, and whether the text lets it be extended."""
    days = _("%(first)s 至 %(last)s") % {"first": _day(season.from_), "last": _day(season.to)}
    more = _("可以经决定延长") if season.extension == "by_decision" else _("原文没有写可以延长")
    return wording.listing((days, more), wording.COMMA)


def window_words(starts_on: date, ends_on: date) -> str:
    return _("%(first)s 至 %(last)s") % {"first": starts_on.isoformat(), "last": ends_on.isoformat()}


def strength_words(strength: str) -> str:
    return _(STRENGTH_TITLES[Strength(strength)])


def scope_words(duty: Obligation) -> str:
    """For whom there is one instance."""
    if isinstance(duty, Within):
        return _("每一件（%(trigger)s）") % {"trigger": title_of(duty.trigger)}
    return _(_SCOPES[duty.scope])


def demand(duty: Obligation) -> str:
    """What the duty asks for, in one sentence."""
    match duty:
        case AtLeast():
            return _at_least(duty)
        case Within():
            return _within(duty)
        case Presence():
            return _presence(duty)
        case Never():
            return _("不得出现“%(event)s”%(where)s") % {
                "event": title_of(duty.event),
                "where": _bracketed(where_words(duty.event, duty.where)),
            }


def limits(duty: Obligation) -> list[str]:
    """The conditions and exceptions of a duty, a sentence each."""
    found = []
    if isinstance(duty, AtLeast | Presence) and duty.when is not None:
        found.append(_warning_words(duty.when))
    if isinstance(duty, Within):
        found += _limits_within(duty)
    if isinstance(duty, Presence) and duty.tolerance:
        found.append(_("一次空岗不超过 %(span)s的不算") % {"span": _span(duty.tolerance)})
    return found


def groups_of(plan: Plan) -> list[tuple[str, str, str]]:
    """Work groups and members of the organisation: name, what they do, source."""
    groups = [(g.title, _duties(g.duties), g.source or "") for g in plan.organisation.groups.values()]
    return groups + [(name, _duties(codes), "") for name, codes in plan.organisation.members.items()]


def responsible(plan: Plan, duty: Obligation) -> str:
    group = plan.organisation.groups.get(duty.responsible or "")
    return group.title if group else ""


def period_words(period: Period) -> str:
    return f"{period.amount} {_(UNIT_TITLES[period.unit])}"


def where_words(kind: str, where: Mapping[str, Any] | None) -> str:
    """Conditions on the payload of an event: field by field."""
    return wording.listing((_field_words(kind, name, wanted) for name, wanted in (where or {}).items()), wording.COMMA)


def _at_least(duty: AtLeast) -> str:
    parts = {"per": _(_PER[duty.per]), "count": duty.count, "event": title_of(duty.event)}
    sentence = _("%(per)s“%(event)s”至少 %(count)d 次") % parts
    hours = "" if duty.hours.whole_day else _hours(duty.hours)
    return sentence + _bracketed(wording.listing((hours, where_words(duty.event, duty.where)), wording.COMMA))


def _within(duty: Within) -> str:
    return _("“%(trigger)s”以后 %(time)s以内“%(event)s”%(where)s") % {
        "trigger": title_of(duty.trigger),
        "time": period_words(duty.time),
        "event": title_of(duty.event),
        "where": _bracketed(where_words(duty.event, duty.where)),
    }


def _limits_within(duty: Within) -> Iterable[str]:
    kinds = (duty.trigger, *duty.changed_by)
    if duty.when:
        yield _("只在%(where)s时") % {"where": _of_any(kinds, duty.when)}
    for exception in duty.exceptions:
        parts = {"where": _of_any(kinds, exception.condition), "time": period_words(exception.time)}
        yield _("%(where)s的，%(time)s") % parts
    if duty.hold:
        annotation = _annotations(duty.trigger).get(FLAGS)
        flags = (_value_words(FLAGS, flag, annotation) for flag in duty.hold)
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


def _of_any(kinds: Iterable[str], where: Mapping[str, Any]) -> str:
    """Conditions on fields of which each may stand in the payload of another of the kinds."""
    lines = []
    for name, wanted in where.items():
        kind = next((kind for kind in kinds if name in _annotations(kind)), "")
        lines.append(_field_words(kind, name, wanted))
    return wording.listing(lines, wording.COMMA)


def _field_words(kind: str, name: str, wanted: Any) -> str:
    label = _(FIELDS[name]) if name in FIELDS else name
    values = wanted if isinstance(wanted, list) else [wanted]
    annotation = _annotations(kind).get(name)
    return _("%(label)s为%(value)s") % {
        "label": label,
        "value": _(" 或 ").join(_value_words(name, value, annotation) for value in values),
    }


def _annotations(kind: str) -> dict[str, Any]:
    payload = journal.registered().get(kind)
    return {info.alias or name: info.annotation for name, info in payload.model_fields.items()} if payload else {}


def _value_words(field: str, value: Any, annotation: Any) -> str:
    if isinstance(value, bool):
        return _("“是”") if value else _("“否”")
    code_list = _code_list(annotation)
    if code_list is not None and value in {one.value for one in code_list}:
        return f"“{_(str(getattr(code_list(value), 'label', value)))}”"
    return f"“{words_of(field, str(value))}”"


def _code_list(annotation: Any) -> type[Enum] | None:
    """The code list of a field, also of a list of codes and of one that may be absent."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation
    return next((found for part in get_args(annotation) if (found := _code_list(part))), None)


def _duties(codes: Iterable[str]) -> str:
    return wording.listing(_(DUTIES[code]) if code in DUTIES else code for code in codes)


def _hours(hours: Hours) -> str:
    return _("二十四小时") if hours.whole_day else str(hours)


def _day(day: MonthDay | None) -> str:
    if day is None:
        return _("（原文未写明）")
    words = wording.short_day(date(_LEAP_YEAR, day.month, day.day))
    return _("次年%(day)s") % {"day": words} if day.years else words


def _span(span: timedelta) -> str:
    return wording.span_words(int(span.total_seconds()))


def _bracketed(words: str) -> str:
    return wording.noted("", words)
