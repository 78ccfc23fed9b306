"""What the registers say about the people helped in some days: counts only. The scope is entered by the caller.

Sex, age and condition are facts about people, which no event carries; a report keeps what was counted on its day.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median_low
from typing import Final
from uuid import UUID

from django.db.models import Min, Q

from nuandong.geo.areas import in_area
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
    """Who came into a station on these days, both included: every name of `HELPED`, as `helped_of` finds them."""
    return {name: len(found) for name, found in helped_of(since, until, within=within).items()}


def helped_of(since: date, until: date, *, within: Span) -> Mapping[str, Sequence[UUID]]:
    """The stays behind every name of `HELPED`.

    `times` are entries; everything else are people, each once, as he was at his last entry of these days, so that
    the kinds of one heading add up to `people`. `overstaying` are those inside for more than ten days at the end.
    """
    start, end = day_start(since), day_start(until + timedelta(days=1))
    here = in_area(within)
    rows = Stay.objects.filter(here, entered_at__gte=start, entered_at__lt=end).order_by("entered_at", "id")
    entries = list(rows.values_list("person", "id", "sex", "age", "flags", "encounter__categories"))
    last = {person: (stay, sex, age, set(flags), set(kinds or ())) for person, stay, sex, age, flags, kinds in entries}
    found: dict[str, list[UUID]] = {name: [] for name in HELPED}
    found["times"] = [stay for _person, stay, *_rest in entries]
    again = Counter(person for person, *_rest in entries)
    before, origins = _earlier(last, start), _origins(last, within)
    for person, (stay, sex, age, flags, categories) in last.items():
        for name in ("people", origins[person], *_attributes(sex, age, flags, categories)):
            found[name].append(stay)
        if again[person] > 1 or person in before:
            found["repeat"].append(stay)
    still = Q(left_at=None) | Q(left_at__gte=end)
    long = Stay.objects.filter(here, still, entered_at__lt=end - OVERSTAYING)
    found["overstaying"] = list(long.values_list("id", flat=True))
    return found


def met(since: date, until: date, *, within: Span) -> Mapping[str, int]:
    """Whom crews met outdoors on these days, both included, each meeting counted: every name of `MET`."""
    return {name: len(found) for name, found in met_of(since, until, within=within).items()}


def met_of(since: date, until: date, *, within: Span) -> Mapping[str, Sequence[UUID]]:
    """The encounters behind every name of `MET`."""
    start, end = day_start(since), day_start(until + timedelta(days=1))
    rows = Encounter.objects.filter(in_area(within), at__gte=start, at__lt=end)
    found: dict[str, list[UUID]] = {name: [] for name in MET}
    gone = [one.value for one in GONE]
    for encounter, sex, band in rows.exclude(outcome__in=gone).values_list("id", "sex", "age_band"):
        names = ["times", _sex(sex)]
        names += ["minors"] if band in {AgeBand.UNDER_14, AgeBand.TEEN} else []
        names += ["elderly"] if band == AgeBand.OLD else []
        if band in {AgeBand.ADULT, AgeBand.OLD} and sex in {Sex.MALE, Sex.FEMALE}:
            names.append("adult_male" if sex == Sex.MALE else "adult_female")
        for name in names:
            found[name].append(encounter)
    return found


def arrivals(since: date, until: date, *, within: Span) -> Mapping[str, int]:
    """How soon the first crew was on the scene, for clues whose clock began on these days: every name of `ARRIVALS`.

    Minutes are cut off; without any arrival the median is left out, for there is none.
    """
    taken = [took for _clue, took in _timed(since, until, within)]
    counted = {"arrivals": len(taken), "in_time": sum(one <= IN_TIME for one in taken)}
    return counted | ({"median_minutes": median_low(taken) // timedelta(minutes=1)} if taken else {})


def arrivals_of(since: date, until: date, *, within: Span) -> Mapping[str, Sequence[UUID]]:
    """The clues behind `arrivals` and `in_time`."""
    timed = _timed(since, until, within)
    return {"arrivals": [clue for clue, _took in timed], "in_time": [clue for clue, took in timed if took <= IN_TIME]}


def _timed(since: date, until: date, within: Span) -> list[tuple[UUID, timedelta]]:
    """Clues whose clock began on these days, with the time until the first crew was there."""
    start, end = day_start(since), day_start(until + timedelta(days=1))
    clues = Clue.objects.filter(in_area(within), clock_started_at__gte=start, clock_started_at__lt=end)
    timed = clues.annotate(there=Min("dispatches__on_scene_at")).filter(there__isnull=False)
    return [(clue, there - began) for clue, began, there in timed.values_list("id", "clock_started_at", "there")]


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


def _origins(persons: Collection[UUID], within: Span) -> Mapping[UUID, str]:
    home = home_regions(persons)
    province = at_level(within.lo, Level.PROVINCE)
    found = {}
    for person in persons:
        code = home.get(person)
        same = code is not None and at_level(code, Level.PROVINCE) == province
        found[person] = "origin_unknown" if code is None else "same_province" if same else "other_province"
    return found


def _earlier(persons: Collection[UUID], start: datetime) -> set[UUID]:
    """Those of them who had been in before."""
    rows = Stay.objects.filter(person__in=list(persons), entered_at__lt=start)
    return set(rows.values_list("person", flat=True))
