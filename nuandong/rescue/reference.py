"""The reference files in library/rescue that clues and patrols use: read once, checked whole."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nuandong.alerts.levels import Level
from nuandong.duty.kinds import Ability
from nuandong.geo.travel import RoadWeather, StraightLine
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds import Mode

LIBRARY: Final = Path(__file__).resolve().parents[2] / "library"
FOLDER: Final = LIBRARY / "rescue"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,29}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Hour = Annotated[int, Field(ge=0, le=23)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Reporter(_Entry):
    title: Title
    sector: Code
    rewardable: bool


class Hint(_Entry):
    """`abilities` a team should have, `ring` the emergency numbers to call as well, `urgent` clues are shown first."""

    title: Title
    abilities: tuple[Ability, ...]
    ring: tuple[Literal["110", "120"], ...]
    urgent: bool


class Response(_Entry):
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


class ModeRule(_Entry):
    mode: Literal[Mode.DAILY, Mode.ALL_DAY]
    events: frozenset[Code]
    levels: frozenset[Level]


class Weather(_Entry):
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


class _Reporters(_Entry):
    reporters: dict[Code, Reporter]


class _Hints(_Entry):
    hints: dict[Code, Hint]


@cache
def reporters() -> dict[str, Reporter]:
    """Kinds of people who report clues, by code (RES-028)."""
    return dict(_read(FOLDER / "reporters.yaml", _Reporters).reporters)


@cache
def hints() -> dict[str, Hint]:
    """What callers say about a person, by code."""
    return dict(_read(FOLDER / "hints.yaml", _Hints).hints)


@cache
def response() -> Response:
    """The times of the clue desk."""
    found = _read(FOLDER / "response.yaml", Response)
    if set(found.check_hours) != set(Mode):
        raise _bad_file(FOLDER / "response.yaml", "check_hours")
    return found


@cache
def weather() -> Weather:
    """The rules that tie weather warnings to patrols and roads."""
    return _read(FOLDER / "patrol_modes.yaml", Weather)


@cache
def travel() -> StraightLine:
    """The estimate of driving times."""
    return StraightLine.load(LIBRARY / "travel" / "default.yaml")


M = TypeVar("M", bound=BaseModel)


def _read(path: Path, shape: type[M]) -> M:
    try:
        content: Any = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return shape.model_validate(content)
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise _bad_file(path, type(error).__name__) from error
    except ValidationError as error:
        raise _bad_file(path, ".".join(str(part) for part in error.errors()[0]["loc"])) from error


def _bad_file(path: Path, where: str) -> Invalid:
    return Invalid(
        "rescue.bad_reference",
        _("资料文件 %(path)s 有误：%(where)s。"),
        _("请对照原文件改正后重新启动。"),
        path=f"{path.parent.name}/{path.name}",
        where=where,
    )
