"""What a page says of a day outside the months of a season."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nuandong.relief.months import outside
from nuandong.web import wording
from nuandong.web.pages.relief_deciding.showing import title_of

if TYPE_CHECKING:
    from nuandong.relief.models import Season


def reported(season: "Season", day: date, today: date) -> list[tuple[str, str]]:
    """For an application reported on a day: tone and sentence, or nothing. Early ones are usual: the surveys are in
    autumn. Nothing is said of them once the months have begun."""
    found = outside(season, day)
    if found is None or (found.early and today >= found.first):
        return []
    given = _given(season, found.first, found.last, day)
    if found.early:
        words = _("%(season)s的救助时段是 %(first)s 至 %(last)s，%(day)s 还没有开始：可以先登记，到时再发放。")
        return [(wording.INFO, words % given)]
    words = _("%(season)s的救助时段是 %(first)s 至 %(last)s，%(day)s 已经过了：请核实是不是这个年度的申请。")
    return [(wording.SOON_TONE, words % given)]


def paid(seasons: Iterable["Season"], day: date) -> list[tuple[str, str]]:
    """For payouts of seasons planned on a day: a sentence for each that has not begun or is over."""
    words = _("%(season)s的救助时段是 %(first)s 至 %(last)s，%(day)s 不在时段内：请核实发放的原因，并留下依据。")
    return [
        (wording.SOON_TONE, words % _given(one, found.first, found.last, day))
        for one in {one.id: one for one in seasons}.values()
        if (found := outside(one, day)) is not None
    ]


def _given(season: "Season", first: date, last: date, day: date) -> dict[str, str]:
    days = {"first": first, "last": last, "day": day}
    return {"season": title_of(season)} | {name: wording.written_day(one) for name, one in days.items()}
