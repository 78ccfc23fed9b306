"""The reference files in library/alerts: events, levels, ways of reading. Read once, checked whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Final, TypeVar

from pydantic import Field, StringConstraints

from nuandong.alerts.levels import Level
from nuandong.kernel import reference
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth

FOLDER: Final = reference.LIBRARY / "alerts"
UNKNOWN_EVENT: Final = "unknown"
_SUFFIXES = ("信号", "预警", " warning", " alert")

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,39}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Event(reference.Entry):
    """One kind of weather event; `code` is national (11Bxx), `number` and `legacy` belong to public feeds."""

    key: Key
    title: Word
    code: Annotated[str, StringConstraints(pattern=r"^11B\d\d$")] | None = None
    number: Annotated[str, StringConstraints(pattern=r"^1\d{3}$")] | None = None
    legacy: Annotated[str, StringConstraints(pattern=r"^\d\d$")] | None = None
    names: tuple[Word, ...] = ()


class _Events(reference.Entry):
    events: tuple[Event, ...]


class LevelWords(reference.Entry):
    title: Word
    words: tuple[Word, ...]
    legacy: Annotated[str, StringConstraints(pattern=r"^0[1-4]$")]


class _Levels(reference.Entry):
    levels: dict[Level, LevelWords]
    cap_severity: dict[Word, Level]


class _Reading(reference.Entry):
    cap_geocode_names: tuple[Word, ...]
    cap_event_code_names: tuple[Word, ...]
    cap_colour_names: tuple[Word, ...]
    hours_without_end: dict[Key, Annotated[int, Field(ge=1, le=240)]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All tables that turn the words of a message into ours."""

    events: Mapping[str, Event]
    _by_code: Mapping[str, Event]
    _by_name: Mapping[str, Event]
    _levels: Mapping[str, Level]
    _cap_severity: Mapping[str, Level]
    _legacy: Mapping[str, tuple[Event, Level]]
    geocode_names: frozenset[str]
    event_code_names: frozenset[str]
    colour_names: frozenset[str]
    _hours: Mapping[str, int]

    def event_by_code(self, code: str) -> Event | None:
        """The event of a national code or feed number, exactly as listed: unlisted codes are never guessed."""
        return self._by_code.get(plain(code))

    def event_by_name(self, name: str) -> Event | None:
        """The event of a name such as 寒潮, 寒潮蓝色预警信号 or Cold Wave Warning."""
        word = plain(name)
        if word in self._by_name:
            return self._by_name[word]
        for suffix in _SUFFIXES:
            word = word.removesuffix(suffix)
        for colour in ("红色", "橙色", "黄色", "蓝色"):
            word = word.removesuffix(colour)
        return self._by_name.get(word)

    def legacy(self, code: str) -> tuple[Event, Level] | None:
        """Event and level of an old four-digit code, such as 0401 for a blue cold wave."""
        return self._legacy.get(plain(code))

    def level(self, word: str) -> Level | None:
        return self._levels.get(plain(word))

    def cap_severity(self, word: str) -> Level | None:
        return self._cap_severity.get(plain(word))

    def lasting(self, event: str) -> timedelta:
        """How long a warning without an end is taken to last."""
        return timedelta(hours=self._hours.get(event, self._hours["default"]))

    def title_of(self, event: str) -> str:
        """The Chinese title of an event key."""
        found = self.events.get(event)
        return found.title if found else _("其他预警")


def plain(word: str) -> str:
    """The form in which words and codes are compared: half-width, lower case, single spaces."""
    return " ".join(halfwidth(word).casefold().split())


@cache
def catalogue() -> Catalogue:
    """The catalogue of library/alerts; raises `Invalid` naming the file and the entry at fault."""
    return load(FOLDER)


def load(folder: Path) -> Catalogue:
    events = reference.read(folder / "events.yaml", _Events).events
    levels = reference.read(folder / "levels.yaml", _Levels)
    reading = reference.read(folder / "reading.yaml", _Reading)
    if "default" not in reading.hours_without_end:
        raise reference.broken(folder / "reading.yaml", "hours_without_end.default")
    by_key = _unique(folder, ((event.key, event) for event in events))
    return Catalogue(
        events=by_key,
        _by_code=_unique(folder, ((plain(c), e) for e in events for c in (e.code, e.number) if c)),
        _by_name=_unique(folder, ((plain(n), e) for e in events for n in (e.title, *e.names))),
        _levels=_unique(folder, ((plain(w), level) for level, entry in levels.levels.items() for w in _words(entry))),
        _cap_severity={plain(word): level for word, level in levels.cap_severity.items()},
        _legacy=_unique(
            folder,
            (
                (event.legacy + entry.legacy, (event, level))
                for event in events
                if event.legacy
                for level, entry in levels.levels.items()
            ),
        ),
        geocode_names=frozenset(map(plain, reading.cap_geocode_names)),
        event_code_names=frozenset(map(plain, reading.cap_event_code_names)),
        colour_names=frozenset(map(plain, reading.cap_colour_names)),
        _hours=reading.hours_without_end,
    )


T = TypeVar("T")


def _words(entry: LevelWords) -> set[str]:
    # "Ⅰ" and "I" fold to different letters, "红色" may be both title and word: each once.
    return {plain(word) for word in (entry.title, *entry.words)}


def _unique(folder: Path, pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise reference.broken(folder, key)
        found[key] = value
    return found
