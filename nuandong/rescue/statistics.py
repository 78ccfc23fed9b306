"""What the registers say about the people helped in some days: counts only. The scope is entered by the caller.

Sex, age and condition are facts about people, which no event carries; a report keeps what was counted on its day.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Final
from uuid import UUID

from django.db.models import Min, Q

from nuandong.geo.codes import Level, at_level
from nuandong.kernel.actors import Span
from nuandong.kernel.clock import day_start
from nuandong.people.kinds import Sex
from nuandong.people.selectors.origins import home_regions
from nuandong.rescue.kinds_encounter import GONE, AgeBand
from nuandong.rescue.kinds_stay import Flag
from nuandong.rescue.models import Clue, Encounter, Stay

OVERSTAYING: Final = timedelta(days=10)
"""Facts 2.2: a stay is meant to last ten days at most."""
IN_TIME: Final = timedelta(minutes=30)
"""RES-027, places that are not far away."""
_CONDITIONS: Final = (
    (Flag.MENTAL, "mental"),
    (Flag.INTELLECTUAL, "intellectual"),
    (Flag.DISABLED, "disabled"),
)
_CRITICAL: Final = "critical"
_BANDS: Final = ((6, "to_6"), (18, "7_to_18"), (59, "19_to_59"), (130, "60_up"))

HELPED: Final = (
    *("people", "times", "repeat", "male", "female", "sex_unknown"),
    *(name for _oldest, name in _BANDS),
    *("age_unknown", "minor_male", "critical", "mental", "intellectual", "disabled", "other_condition", "healthy"),
    *("same_province", "other_province", "origin_unknown", "trafficking", "violence", "overstaying"),
)
MET: Final = ("times", "male", "female", "sex_unknown", "minors", "adult_male", "adult_female", "elderly")
ARRIVALS: Final = ("arrivals", "in_time", "median_minutes")


def helped(since: date, until: date, *, within: Span) -> Mapping[str, int]:
    """Who came into a station on these days, both included: every name of `HELPED`.

    `times` counts entries; everything else counts people, each once, as he was at his last entry of these days, so that
    the kinds of one heading add up to `people`. `overstaying` are those inside for more than ten days at the end.
    """
    start, end = day_start(since), day_start(until + timedelta(days=1))
    here = Q(region__gte=within.lo, region__lt=within.hi)
    rows = Stay.objects.filter(here, entered_at__gte=start, entered_at__lt=end).order_by("entered_at", "id")
    entries = list(rows.values_list("person", "sex", "age", "flags", "encounter__categories"))
    last = {person: (sex, age, set(flags), set(categories or ())) for person, sex, age, flags, categories in entries}
    counted = Counter(dict.fromkeys(HELPED, 0))
    counted["times"] = len(entries)
    counted["people"] = len(last)
    for sex, age, flags, categories in last.values():
        counted.update(_attributes(sex, age, flags, categories))
    counted.update(_origins(last, within))
    again = Counter(person for person, *_rest in entries)
    counted["repeat"] = len({person for person, times in again.items() if times > 1} | _earlier(last, start))
    still = Q(left_at=None) | Q(left_at__gte=end)
    counted["overstaying"] = Stay.objects.filter(here, still, entered_at__lt=end - OVERSTAYING).count()
    return counted


def met(since: date, until: date, *, within: Span) -> Mapping[str, int]:
    """Whom crews met outdoors on these days, both included, each meeting counted: every name of `MET`."""
    start, end = day_start(since), day_start(until + timedelta(days=1))
    rows = Encounter.objects.filter(region__gte=within.lo, region__lt=within.hi, at__gte=start, at__lt=end)
    counted = Counter(dict.fromkeys(MET, 0))
    for sex, band in rows.exclude(outcome__in=[one.value for one in GONE]).values_list("sex", "age_band"):
        counted["times"] += 1
        counted[_sex(sex)] += 1
        counted["minors"] += band in {AgeBand.UNDER_14, AgeBand.TEEN}
        counted["elderly"] += band == AgeBand.OLD
        if band in {AgeBand.ADULT, AgeBand.OLD} and sex in {Sex.MALE, Sex.FEMALE}:
            counted["adult_male" if sex == Sex.MALE else "adult_female"] += 1
    return counted


def arrivals(since: date, until: date, *, within: Span) -> Mapping[str, int]:
    """How soon the first crew was on the scene, for clues whose clock began on these days: every name of `ARRIVALS`.

    Minutes are cut off; without any arrival the median is left out, for there is none.
    """
    start, end = day_start(since), day_start(until + timedelta(days=1))
    clues = Clue.objects.filter(
        region__gte=within.lo, region__lt=within.hi, clock_started_at__gte=start, clock_started_at__lt=end
    )
    timed = clues.annotate(there=Min("dispatches__on_scene_at")).filter(there__isnull=False)
    taken: list[timedelta] = [there - began for began, there in timed.values_list("clock_started_at", "there")]
    counted = {"arrivals": len(taken), "in_time": sum(one <= IN_TIME for one in taken)}
    return counted | ({"median_minutes": median_low(taken) // timedelta(minutes=1)} if taken else {})


def _attributes(sex: str, age: int | None, flags: set[str], categories: set[str]) -> list[str]:
    names = [_sex(sex), _band(age), _condition(flags, categories)]
    if sex == Sex.MALE and age is not None and age < 18:
        names.append("minor_male")
    names += ["trafficking"] if Flag.TRAFFICKING in flags else []
    names += ["violence"] if Flag.VIOLENCE in flags else []
    return names


def _sex(sex: str) -> str:
    return {Sex.MALE.value: "male", Sex.FEMALE.value: "female"}.get(sex, "sex_unknown")


def _band(age: int | None) -> str:
    return "age_unknown" if age is None else next(name for oldest, name in _BANDS if age <= oldest)


def _condition(flags: set[str], categories: set[str]) -> str:
    """One condition for each person, the gravest first."""
    if _CRITICAL in categories:
        return _CRITICAL
    named = next((name for flag, name in _CONDITIONS if flag in flags), "")
    bodily = flags - {Flag.TRAFFICKING, Flag.VIOLENCE}
    return named or ("other_condition" if bodily else "healthy")


def _origins(persons: Collection[UUID], within: Span) -> Counter[str]:
    home = home_regions(persons)
    province = at_level(within.lo, Level.PROVINCE)
    found: Counter[str] = Counter()
    for person in persons:
        code = home.get(person)
        same = code is not None and at_level(code, Level.PROVINCE) == province
        found["origin_unknown" if code is None else "same_province" if same else "other_province"] += 1
    return found


def _earlier(persons: Collection[UUID], start: datetime) -> set[UUID]:
    """Those of them who had been in before."""
    rows = Stay.objects.filter(person__in=list(persons), entered_at__lt=start)
    return set(rows.values_list("person", flat=True))
