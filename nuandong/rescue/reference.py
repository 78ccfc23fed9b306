"""The reference files in library/rescue that clues and patrols use: read once, checked whole."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from nuandong.alerts.levels import Level
from nuandong.duty.kinds import Ability
from nuandong.geo.travel import RoadWeather, StraightLine
from nuandong.kernel import reference
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.reference import Title
from nuandong.rescue.kinds import Mode

FOLDER: Final = reference.LIBRARY / "rescue"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,29}$")]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Hour = Annotated[int, Field(ge=0, le=23)]


class Reporter(reference.Entry):
    title: Title
    sector: Code
    rewardable: bool


class Hint(reference.Entry):
    """`abilities` a team should have, `ring` the emergency numbers to call as well, `urgent` clues are shown first."""

    title: Title
    abilities: tuple[Ability, ...]
    ring: tuple[Literal["110", "120"], ...]
    urgent: bool


class Response(reference.Entry):
    """Minutes, metres and hours of library/rescue/response.yaml."""

    on_scene: Minutes
    on_scene_remote: Minutes
    source: Title
    order: Minutes
    confirm: Minutes
    handling: Minutes
    duplicate_metres: Annotated[int, Field(ge=1, le=20_000)]
    duplicate_minutes: Minutes
    night_from: Hour
    night_to: Hour
    check_hours: dict[Mode, Annotated[int, Field(ge=1, le=24 * 31)]]

    def limit(self, *, remote: bool) -> timedelta:
        """How long the way to the scene may take (RES-027)."""
        return timedelta(minutes=self.on_scene_remote if remote else self.on_scene)

    def at_night(self, start: datetime, end: datetime) -> bool:
        """Whether any part of [start, end] lies in the night of Shanghai."""
        hour = start.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
        while hour <= end:
            if hour.hour >= self.night_from or hour.hour < self.night_to:
                return True
            hour += timedelta(hours=1)
        return False


class ModeRule(reference.Entry):
    mode: Literal[Mode.DAILY, Mode.ALL_DAY]
    events: frozenset[Code]
    levels: frozenset[Level]


class Weather(reference.Entry):
    """What warnings do to patrols, to roads and to the order of work."""

    rules: tuple[ModeRule, ...]
    roads: dict[Code, RoadWeather]
    severe: frozenset[Code]

    def mode(self, event: str, level: Level) -> Mode:
        """The patrol mode a warning asks for."""
        fitting = (rule.mode for rule in self.rules if event in rule.events and level in rule.levels)
        return Mode(next(fitting, Mode.BASELINE))

    def road(self, events: Iterable[str]) -> RoadWeather:
        """The worst road weather of the warnings in force."""
        order = list(RoadWeather)
        return max((self.roads.get(event, RoadWeather.CLEAR) for event in events), key=order.index, default=order[0])


class Rewards(reference.Entry):
    """The most an informant is given, in fen: for one clue, and in one calendar month (RES-029)."""

    once_fen: Annotated[int, Field(gt=0)]
    month_fen: Annotated[int, Field(gt=0)]
    source: str


class _Reporters(reference.Entry):
    reporters: dict[Code, Reporter]


class _Hints(reference.Entry):
    hints: dict[Code, Hint]


@cache
def reporters() -> dict[str, Reporter]:
    """Kinds of people who report clues, by code (RES-028)."""
    return dict(reference.read(FOLDER / "reporters.yaml", _Reporters).reporters)


@cache
def hints() -> dict[str, Hint]:
    """What callers say about a person, by code."""
    return dict(reference.read(FOLDER / "hints.yaml", _Hints).hints)


@cache
def response() -> Response:
    """The times of the clue desk."""
    found = reference.read(FOLDER / "response.yaml", Response)
    if set(found.check_hours) != set(Mode):
        raise reference.broken(FOLDER / "response.yaml", "check_hours")
    return found


@cache
def weather() -> Weather:
    """The rules that tie weather warnings to patrols and roads."""
    return reference.read(FOLDER / "patrol_modes.yaml", Weather)


@cache
def rewards() -> Rewards:
    """The ceilings of rewards for informants (RES-029)."""
    found = reference.read(FOLDER / "rewards.yaml", Rewards)
    if found.once_fen > found.month_fen:
        raise reference.broken(FOLDER / "rewards.yaml", "once_fen")
    return found


@cache
def travel() -> StraightLine:
    """The estimate of driving times."""
    return StraightLine.load(reference.LIBRARY / "travel" / "default.yaml")
