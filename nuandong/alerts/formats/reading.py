"""What the readers share: notes, times, codes, levels, and cleaned words."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from nuandong.alerts.catalogue import UNKNOWN_EVENT, Catalogue
from nuandong.alerts.formats.limits import (
    DETAIL,
    LINE,
    MAX_CODES,
    MAX_NOTES,
    TEXT,
    missing,
    not_understood,
    too_many,
)
from nuandong.alerts.formats.parsed import Note, ParsedInfo
from nuandong.alerts.levels import Level
from nuandong.geo.codes import is_code
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_line, clean_text, halfwidth

MAX_IDENTIFIER: Final = 200
_YEARS: Final = range(2000, 2100)
_TIME = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?$")
# CAP forbids spaces, commas and < & in identifiers; other formats use digits, letters and a few marks.
_IDENTIFIER = re.compile(r"^[^\s,<&]{1,200}$")
_COLOUR = re.compile("(红|橙|黄|蓝)色预警")
_BLANK = frozenset({"", "none", "null", "unknown", "-"})


class Reading:
    """One message being read: the catalogue at hand and the notes made so far."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._notes: dict[Note, None] = {}

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(self._notes)

    def note(self, code: str, detail: str = "") -> None:
        """Remember once what a person should know; the detail is shortened and cleaned."""
        if len(self._notes) < MAX_NOTES:
            self._notes[Note(code, clean_line(detail[:DETAIL], DETAIL))] = None

    def time(self, value: str) -> datetime | None:
        """A moment, or None with a note; a time without a zone is taken as Beijing time, with a note."""
        text = halfwidth(value).strip()
        if text.casefold() in _BLANK:
            return None
        moment = parse_time(text)
        if moment is None:
            self.note("time_not_read", value)
            return None
        if moment.tzinfo is None:
            self.note("zone_assumed", value)
            return moment.replace(tzinfo=SHANGHAI)
        return moment

    def sent(self, element: str, value: str) -> datetime:
        """The time of sending, which no message may lack."""
        if not value.strip():
            raise missing(element)
        moment = self.time(value)
        if moment is None:
            raise not_understood(element, value)
        return moment

    def codes(self, values: Iterable[str]) -> tuple[int, ...]:
        """Division codes of 6 or 12 digits, each once, in order; others are noted."""
        found: dict[int, None] = {}
        for value in values:
            for part in re.split(r"[,\s;，；、]+", halfwidth(value).strip()):
                if not part:
                    continue
                code = read_code(part)
                if code is None:
                    self.note("geocode_unknown", part)
                else:
                    found[code] = None
                if len(found) > MAX_CODES:
                    raise too_many("geocode", MAX_CODES)
        return tuple(found)

    def level(self, known: Level | None, said: str, headline: str) -> Level:
        """The colour a message names; failing that, the single colour its headline names, with a note."""
        if known is not None:
            return known
        colours = set(_COLOUR.findall(headline))
        if len(colours) == 1:
            level = self.catalogue.level(colours.pop())
            if level is not None:
                self.note("level_from_headline", headline)
                return level
        self.note("level_unknown", said)
        return Level.UNKNOWN

    def event(self, code: str, name: str) -> tuple[str, str]:
        """(our key, code as written). A code decides alone; only without one the name is looked up."""
        found = self.catalogue.event_by_code(code) if code else self.catalogue.event_by_name(name)
        if found is None:
            self.note("event_unknown", code or name)
            return UNKNOWN_EVENT, line(code, "event")
        return found.key, line(code, "event") or (found.code or "")


def parse_time(text: str) -> datetime | None:
    """ISO 8601 date and time with T or a space; None for anything else or outside the years 2000 to 2099."""
    if not _TIME.match(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year in _YEARS else None


def read_code(text: str) -> int | None:
    """A 12-digit division code from 6, 9 or 12 digits, None if it is not one.

    Only the shape is checked: no national list ships with the product.
    """
    if not text.isascii() or not text.isdigit() or len(text) not in {6, 9, 12}:
        return None
    digits = text.ljust(12, "0")
    # Nothing hangs below a level left empty; towns directly under a prefecture (441900003) do exist.
    county, town, village = digits[2:6], digits[6:9], digits[9:]
    if (county == "0000" and town != "000") or (town == "000" and village != "000"):
        return None
    return int(digits) if is_code(int(digits)) else None


def identifier(element: str, value: str) -> str:
    """A message number as the references of other messages will write it."""
    text = halfwidth(value).strip()
    if not text:
        raise missing(element)
    if not _IDENTIFIER.match(text) or clean_line(text, MAX_IDENTIFIER) != text:
        raise not_understood(element, value)
    return text


def line(value: str, field: str) -> str:
    return clean_line(value, LINE, field=field)


def text(value: str, field: str) -> str:
    return clean_text(value, TEXT, field=field)


def merge_translations(infos: Iterable[ParsedInfo]) -> tuple[ParsedInfo, ...]:
    """Drop blocks that say the same in another language: Chinese is kept, else the first."""
    kept: dict[tuple[object, ...], ParsedInfo] = {}
    for info in infos:
        # Unknown events without a code are told apart by their words.
        words = info.event_text if info.event == UNKNOWN_EVENT and not info.event_code else ""
        times = (info.effective, info.onset, info.expires)
        key = (info.event, info.event_code, words, info.level, *times, info.codes)
        if key not in kept or (_is_chinese(info) and not _is_chinese(kept[key])):
            kept[key] = info
    return tuple(kept.values())


def _is_chinese(info: ParsedInfo) -> bool:
    return info.language.casefold().startswith("zh")


def refuse_kind(element: str, value: str) -> Invalid:
    """The message is of a kind that carries no warning (an acknowledgement, a draft of something else)."""
    return not_understood(element, value) if value.strip() else missing(element)
