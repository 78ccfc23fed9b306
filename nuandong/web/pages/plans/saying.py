"""What a plan says, in words: its season, what each duty asks for, how hard it binds."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from nuandong.kernel.text import gettext_noop
from nuandong.plans.organising import duties
from nuandong.plans.schema import (
    Obligation,
    Plan,
    Season,
    Strength,
)
from nuandong.plans.schema.deadlines import Feasted
from nuandong.plans.schema.fields import STRENGTH_TITLES, MonthDay
from nuandong.web import wording
from nuandong.web.pages.plans.demands import day_words, deadline_words

STRENGTH_TONES: Final = {
    Strength.MUST: wording.ACCENT,
    Strength.IN_PRINCIPLE: wording.INFO,
    Strength.AS_FAR_AS_POSSIBLE: wording.MUTE,
    Strength.MAY: wording.MUTE,
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


def season_words(season: Season) -> str:
    """From when to when, and whether the text lets it be extended."""
    days = _("%(first)s 至 %(last)s") % {"first": _day(season.from_), "last": _day(season.to)}
    more = _("可以经决定延长") if season.extension == "by_decision" else _("原文没有写可以延长")
    return wording.listing((days, more), wording.COMMA)


def _day(day: MonthDay | Feasted | None) -> str:
    return deadline_words(day) if isinstance(day, Feasted) else day_words(day)


def window_words(starts_on: date, ends_on: date) -> str:
    return _("%(first)s 至 %(last)s") % {"first": starts_on.isoformat(), "last": ends_on.isoformat()}


def strength_words(strength: str) -> str:
    return _(STRENGTH_TITLES[Strength(strength)])


def groups_of(plan: Plan) -> list[tuple[str, str, str]]:
    """Work groups and members of the organisation: name, what they do, source."""
    groups = [(g.title, _duties(g.duties), g.source or "") for g in plan.organisation.groups.values()]
    return groups + [(name, _duties(codes), "") for name, codes in plan.organisation.members.items()]


def responsible(plan: Plan, duty: Obligation) -> str:
    group = plan.organisation.groups.get(duty.responsible or "")
    return group.title if group else ""


def _duties(codes: Iterable[str]) -> str:
    titles = duties()
    return wording.listing(wording.said(titles.get(code, code)) for code in codes)
