"""Events in words, for lists, pages and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, get_args

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.money import read_yuan
from nuandong.web import wording
from nuandong.web.pages.journal.codes import words_of
from nuandong.web.pages.journal.naming import Names, names_of, uuid_of
from nuandong.web.pages.journal.words import FIELDS, PAGES, REGION_FIELDS, SUBJECTS

_MONEY: Final = "_fen"
_TONES: Final = {"org": wording.MUTE, "geo": wording.MUTE, "alerts": wording.ACCENT, "rescue": wording.INFO}


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of a payload in words; `brief` ones are worth a place in a list."""

    label: str
    words: str
    brief: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as lists and pages say it."""

    event: Event
    title: str
    tone: str
    who: str
    typist: str
    unit: str
    region: str
    subject: str
    subject_url: str
    details: tuple[Detail, ...]

    @property
    def belated(self) -> bool:
        return self.event.late_entry

    @property
    def details_words(self) -> str:
        """All details in one line."""
        return _line(self.details)

    @property
    def brief_words(self) -> str:
        """What a list has room for: no ids that have no name, nothing that is not the case."""
        return _line(detail for detail in self.details if detail.brief)


def entries(events: Sequence[Event]) -> list[Entry]:
    """Events in words, in the order given; a handful of queries for any number."""
    names = names_of(events)
    return [_entry(event, names) for event in events]


def title_of(kind: str) -> str:
    """The title of a kind; a kind of a module that is no longer there is shown by its name."""
    found = journal.registered().get(kind)
    return _(found.title) if found else kind


def day(text: str) -> date | None:
    """A day as the address writes it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line(details: Iterable[Detail]) -> str:
    return wording.listing((wording.titled(detail.label, detail.words) for detail in details), wording.SEMICOLON)


def _entry(event: Event, names: Names) -> Entry:
    return Entry(
        event=event,
        title=title_of(event.kind),
        tone=_TONES.get(event.kind.partition(".")[0], wording.INFO),
        who=names.person(event.actor),
        typist=names.person(event.typist) if event.typist != event.actor else "",
        unit=names.units.get(event.unit, ""),
        region=names.regions.get(event.region, "") or (str(event.region) if event.region else ""),
        subject=_subject(event, names),
        subject_url=_page_of(event),
        details=tuple(_details(event, names)),
    )


def _subject(event: Event, names: Names) -> str:
    words = SUBJECTS.get(event.subject_type)
    kind, name = (_(words) if words else event.subject_type), names.named(event.subject)
    return f"{kind} {name}" if name else kind


def _page_of(event: Event) -> str:
    """The page of what an event is about, where this installation has one."""
    name = PAGES.get(event.subject_type)
    # The subject of a warning's events is its thread, shared with all that replaced it.
    target = event.payload.get("warning") if event.subject_type == "alerts.warning" else event.subject
    if name is None or target is None:
        return ""
    try:
        return reverse(name, args=[target])
    except NoReverseMatch:
        return ""


def _details(event: Event, names: Names) -> Iterable[Detail]:
    kind = journal.registered().get(event.kind)
    # The database keeps no order of keys: the class says which comes first.
    fields = {info.alias or name: info.annotation for name, info in kind.model_fields.items()} if kind else {}
    for field in [*fields, *(event.payload.keys() - fields.keys())]:
        value = event.payload.get(field)
        if value is not None and value != []:
            label = FIELDS.get(field)
            words = _value(field, value, fields.get(field), names)
            brief = value is not False and words != "" and not words.startswith("…")
            yield Detail(_(label) if label else field, words, brief=brief)


def _value(field: str, value: Any, annotation: Any, names: Names) -> str:
    if isinstance(value, list):
        return wording.listing(_value(field, one, annotation, names) for one in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int):
        if field.endswith(_MONEY):
            return _("%(yuan)s 元") % {"yuan": read_yuan(value)}
        return names.regions.get(value, str(value)) if field in REGION_FIELDS else str(value)
    kind = _enum(annotation)
    if kind is not None:
        return _(str(getattr(kind(value), "label", value)))
    return _text(field, str(value), names)


def _enum(annotation: Any) -> type[Enum] | None:
    """The code list of a field, also of a list of codes and of one that may be absent."""
    kinds = [annotation, *get_args(annotation)]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum)), None)


def _text(field: str, value: str, names: Names) -> str:
    if (identity := uuid_of(value)) is not None:
        return names.of(identity)
    if (moment := _moment(value)) is not None:
        return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if field == "post":
        return names.posts.get(value, value)
    return words_of(field, value)


def _moment(text: str) -> datetime | None:
    if "T" not in text or not text[:4].isdigit():
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
