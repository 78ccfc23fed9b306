"""The names of everything a page of events mentions, each kind of thing in one query, and only if it is mentioned."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.duty import selectors as duty
from nuandong.geo import places
from nuandong.geo import selectors as geo
from nuandong.journal.types import Event
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.rescue import selectors_informant as informants
from nuandong.rescue.numbers import clue_numbers
from nuandong.supplies.selectors import store_names
from nuandong.web.pages.journal.words import REGION_FIELDS

_LOWEST_CODE: Final = 10**11
_SHORT: Final = 8
_SOURCES: Final[Mapping[str, Callable[[Collection[UUID]], Mapping[UUID, str]]]] = {
    "team": duty.team_names,
    "store": store_names,
    "place": places.place_names,
    "clue": clue_numbers,
    "informant": informants.names,
}
_FIELDS: Final = {
    "team": "team",
    "holder": "team",
    "store": "store",
    "from_store": "store",
    "to_store": "store",
    "place": "place",
    "hospital": "place",
    "clue": "clue",
    "into": "clue",
    "origin": "clue",
    "informant": "informant",
}
_SUBJECTS: Final = {
    "duty.team": "team",
    "supplies.store": "store",
    "geo.place": "place",
    "rescue.clue": "clue",
    "rescue.informant": "informant",
}
_PEOPLE_AND_UNITS: Final = frozenset({"org.staff", "org.unit"})
"""Subjects whose names come with those of who acted."""


@dataclass(frozen=True, slots=True)
class Names:
    """`things` are people, units, teams, stores, places and clues alike: ids never meet."""

    people: Mapping[UUID, str]
    units: Mapping[UUID, str]
    things: Mapping[UUID, str]
    regions: Mapping[int, str]
    posts: Mapping[str, str]

    def person(self, identity: UUID) -> str:
        """Who acted; jobs act as nobody."""
        if identity == SYSTEM.staff:
            return _("系统")
        return self.people.get(identity) or short(identity)

    def of(self, identity: UUID) -> str:
        """A name for an id; its last digits where nobody has one."""
        return self.named(identity) or short(identity)

    def named(self, identity: UUID) -> str:
        """A name for an id, or nothing."""
        return self.people.get(identity) or self.units.get(identity) or self.things.get(identity) or ""


def short(identity: UUID) -> str:
    """An id as people compare it: its last digits."""
    return f"…{str(identity)[-_SHORT:]}"


def names_of(events: Sequence[Event]) -> Names:
    """All names for these events."""
    people = {event.actor for event in events} | {event.typist for event in events}
    units = {event.unit for event in events}
    codes = {event.region for event in events}
    posts: set[str] = set()
    things: dict[str, set[UUID]] = {}
    for event in events:
        if event.subject_type in _SUBJECTS:
            things.setdefault(_SUBJECTS[event.subject_type], set()).add(event.subject)
        elif event.subject_type in _PEOPLE_AND_UNITS:
            people.add(event.subject)
        for field, value in _values(event.payload):
            if isinstance(value, int) and value >= _LOWEST_CODE and field in REGION_FIELDS:
                codes.add(value)
            elif isinstance(value, str) and (identity := uuid_of(value)) is not None:
                kind = _FIELDS.get(field)
                (people if kind is None else things.setdefault(kind, set())).add(identity)
            elif isinstance(value, str) and field == "post":
                posts.add(value)
    newest = max((event.acted_at for event in events), default=None)
    return Names(
        people=org.names_of(list(people)),
        units=org.unit_names(list(units | people)),
        things={key: name for kind, ids in things.items() for key, name in _SOURCES[kind](ids).items()},
        regions=geo.names(codes, local_date(newest)) if newest else {},
        posts=duty.post_titles(posts) if posts else {},
    )


def uuid_of(text: str) -> UUID | None:
    """The id that a text is; only in the written form with dashes, for a digest of 32 digits is none."""
    if len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def _values(payload: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for field, value in payload.items():
        for one in value if isinstance(value, list) else [value]:
            yield field, one
