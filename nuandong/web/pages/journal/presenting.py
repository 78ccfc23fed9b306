"""Events in words: names of people, units and divisions are fetched for a whole page at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, get_args
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.web import wording
from nuandong.web.pages.journal.codes import words_of
from nuandong.web.pages.journal.words import FIELDS, PAGES, REGION_FIELDS, SUBJECTS

_LOWEST_CODE: Final = 10**11
_SHORT: Final = 8
_MONEY: Final = "_fen"
_TONES: Final = {"org": wording.MUTE, "geo": wording.MUTE, "alerts": wording.ACCENT, "rescue": wording.INFO}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as a line of the list and as a page say it."""

    event: Event
    title: str
    tone: str
    who: str
    typist: str
    unit: str
    region: str
    subject: str
    subject_url: str
    details: tuple[tuple[str, str], ...]

    @property
    def belated(self) -> bool:
        return self.event.late_entry

    @property
    def details_words(self) -> str:
        """All details in one line."""
        return "；".join(f"{label}：{value}" for label, value in self.details)


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[UUID, str]
    units: Mapping[UUID, str]
    regions: Mapping[int, str]

    def person(self, identity: UUID) -> str:
        if identity == SYSTEM.staff:
            return _("系统")
        return self.people.get(identity) or short(identity)

    def of(self, identity: UUID) -> str:
        """A name for an id in a payload: a person's, a unit's, else its last digits."""
        return self.people.get(identity) or self.units.get(identity) or short(identity)


def entries(events: Sequence[Event]) -> list[Entry]:
    """Events in words, in the order given; three queries for any number."""
    names = _names(events)
    return [_entry(event, names) for event in events]


def short(identity: UUID) -> str:
    """An id as people compare it: its last digits."""
    return f"…{str(identity)[-_SHORT:]}"


def title_of(kind: str) -> str:
    """The title of a kind; a kind of a module that is no longer there is shown by its name."""
    found = journal.registered().get(kind)
    return _(found.title) if found else kind


def _entry(event: Event, names: _Names) -> Entry:
    module = event.kind.partition(".")[0]
    subject = SUBJECTS.get(event.subject_type)
    return Entry(
        event=event,
        title=title_of(event.kind),
        tone=_TONES.get(module, wording.INFO),
        who=names.person(event.actor),
        typist=names.person(event.typist) if event.typist != event.actor else "",
        unit=names.units.get(event.unit, ""),
        region=names.regions.get(event.region, "") or (str(event.region) if event.region else ""),
        subject=_(subject) if subject else event.subject_type,
        subject_url=_page_of(event),
        details=tuple(_details(event, names)),
    )


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


def _details(event: Event, names: _Names) -> Iterable[tuple[str, str]]:
    kind = journal.registered().get(event.kind)
    # The database keeps no order of keys: the class says which comes first.
    fields = {info.alias or name: info.annotation for name, info in kind.model_fields.items()} if kind else {}
    for field in [*fields, *(event.payload.keys() - fields.keys())]:
        value = event.payload.get(field)
        if value is not None and value != []:
            label = FIELDS.get(field)
            yield (_(label) if label else field), _value(field, value, fields.get(field), names)


def _value(field: str, value: Any, annotation: Any, names: _Names) -> str:
    if isinstance(value, list):
        return "、".join(_value(field, one, annotation, names) for one in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int):
        if field.endswith(_MONEY):
            return _("%(yuan)s 元") % {"yuan": wording.yuan(value)}
        return names.regions.get(value, str(value)) if field in REGION_FIELDS else str(value)
    kind = _enum(annotation)
    if kind is not None:
        return _(str(getattr(kind(value), "label", value)))
    return _text(field, str(value), names)


def _enum(annotation: Any) -> type[Enum] | None:
    """The code list of a field, also of a list of codes and of one that may be absent."""
    kinds = [annotation, *get_args(annotation)]
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum)), None)


def _text(field: str, value: str, names: _Names) -> str:
    if (identity := _uuid(value)) is not None:
        return names.of(identity)
    if (moment := _moment(value)) is not None:
        return wording.full_moment(moment)
    return words_of(field, value)


def _names(events: Sequence[Event]) -> _Names:
    ids = {event.actor for event in events} | {event.typist for event in events}
    units = {event.unit for event in events}
    codes = {event.region for event in events}
    for event in events:
        for field, value in event.payload.items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, int) and one >= _LOWEST_CODE and field in REGION_FIELDS:
                    codes.add(one)
                elif isinstance(one, str) and (identity := _uuid(one)) is not None:
                    ids.add(identity)
    newest = max((event.acted_at for event in events), default=None)
    return _Names(
        people=org.names_of(list(ids)),
        units=org.unit_names(list(units | ids)),
        regions=geo.names(codes, local_date(newest)) if newest else {},
    )


def _uuid(text: str) -> UUID | None:
    # Only the written form with dashes: a digest of 32 digits is no id.
    if len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    if "T" not in text or not text[:4].isdigit():
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def day(text: str) -> date | None:
    """A day as the address writes it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
