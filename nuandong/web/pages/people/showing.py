"""What the pages about people say: the words of a card, marks of categories, lines of the timeline."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org.selectors import names_of
from nuandong.people import selectors
from nuandong.people.categories import Category, categories
from nuandong.people.ethnic import TITLES
from nuandong.people.kinds import DocumentKind, Relation, Sex, UnmaskField
from nuandong.people.selectors import HeldCategory, HouseholdCard, Member, PersonCard
from nuandong.rescue.states.stay import StayState
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter, Stay

_LATE_ENTRY: Final = timedelta(minutes=30)
_EVENTS: Final = 50
_MARKS: Final = {
    "people.person_registered": ("user-plus", "ok"),
    "people.person_identified": ("user-check", "ok"),
    "people.person_corrected": ("edit", "info"),
    "people.person_unmasked": ("eye", "soon"),
    "people.document_recorded": ("id", "info"),
    "people.category_added": ("tag", "info"),
    "people.category_ended": ("tag", "mute"),
    "people.household_formed": ("home", "ok"),
    "people.household_joined": ("user-plus", "info"),
    "people.household_left": ("user-minus", "mute"),
    "people.household_moved": ("route", "info"),
}
_FIELDS: Final = {
    "name": gettext_lazy("姓名"),
    "sex": gettext_lazy("性别"),
    "birth_on": gettext_lazy("出生日期"),
    "birth_year": gettext_lazy("出生年份"),
    "ethnic_code": gettext_lazy("民族"),
    "phone": gettext_lazy("电话"),
    "address": gettext_lazy("住址"),
    "hukou_region": gettext_lazy("户籍地"),
    "dead_on": gettext_lazy("死亡日期"),
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as lists show it; `place` is the path of the division below the county."""

    card: PersonCard
    sex: str
    age: str
    place: str
    badges: Sequence[Category] = ()
    relation: str = ""

    @property
    def mark(self) -> str:
        return self.card.name[:1] if self.card.known else "?"


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One household as lists show it."""

    card: HouseholdCard
    place: str

    @property
    def title(self) -> str:
        head = self.card.head or next((member.person for member in self.card.members), None)
        return _("%(name)s 户") % {"name": head.name} if head else _("空户")


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One recorded category; `over` when it no longer holds."""

    id: UUID
    title: str
    since: date
    until: date | None
    over: bool
    by_household: bool
    private: bool


def places(regions: Collection[int], on: date) -> dict[int, str]:
    """Short paths for lists: from the county down."""
    return divisions.name_paths(regions, on, top=Level.COUNTY)


def age_words(card: PersonCard, on: date) -> str:
    age = card.age(on if card.dead_on is None else card.dead_on)
    if age is None:
        return _("年龄不详")
    words = _("%(n)d 岁") if card.birth_on else _("约 %(n)d 岁")
    return words % {"n": age}


def sex_words(card: PersonCard) -> str:
    return str(Sex(card.sex).label)


def person_lines(cards: Sequence[PersonCard], *, by: Actor, on: date) -> list[PersonLine]:
    """Lines for cards, with places and marks read for all of them at once."""
    if not cards:
        return []
    paths = places({card.region for card in cards}, on)
    marks = selectors.badges_of([card.id for card in cards], by=by, on=on)
    return [
        PersonLine(card, sex_words(card), age_words(card, on), paths[card.region], marks[card.id]) for card in cards
    ]


def household_lines(cards: Sequence[HouseholdCard], on: date) -> list[HouseholdLine]:
    paths = places({card.region for card in cards}, on) if cards else {}
    return [HouseholdLine(card, paths[card.region]) for card in cards]


def member_lines(members: Sequence[Member], on: date) -> list[PersonLine]:
    return [
        PersonLine(
            one.person, sex_words(one.person), age_words(one.person, on), "", relation=str(Relation(one.relation).label)
        )
        for one in members
    ]


def birth_words(card: PersonCard) -> str:
    if card.birth_on is not None:
        return card.birth_on.isoformat()
    return _("约 %(year)d 年") % {"year": card.birth_year} if card.birth_year else ""


def ethnic_words(card: PersonCard) -> str:
    return TITLES.get(card.ethnic_code, "")


def category_lines(held: Sequence[HeldCategory], on: date, *, of_household: bool) -> list[CategoryLine]:
    """The categories a page tells of; `of_household` when the page is the household's own."""
    return [
        CategoryLine(
            one.id,
            wording.said(one.category.title),
            one.since,
            one.until,
            one.until is not None and one.until <= on,
            one.household is not None and not of_household,
            one.category.health or one.category.minor,
        )
        for one in held
    ]


def timeline(subjects: Collection[UUID]) -> list[dict[str, Any]]:
    """What happened to these things, newest first: who, when, what; never the sealed words."""
    events = journal.history(subjects=subjects, limit=_EVENTS)
    names = names_of([event.actor for event in events])
    return [_item(event, names.get(event.actor, "")) for event in events]


def stay_item(stay: "Stay") -> dict[str, Any]:
    """A stay as a line of what was done for the person."""
    return {
        "at": stay.entered_at or stay.arrived_at,
        "title": _("入站 %(number)s") % {"number": stay.number},
        "note": str(StayState(stay.state).label),
        "icon": "bed",
        "tone": "mute" if stay.state == StayState.LEFT else "info",
        "url": url_of("stay", stay.id),
    }


def encounter_item(encounter: "Encounter") -> dict[str, Any]:
    """A meeting outdoors as a line; it stands on the page of its clue."""
    where = encounter.place.name if encounter.place else encounter.place_text
    return {
        "at": encounter.at,
        "title": _("现场救助"),
        "note": " · ".join(part for part in (where, encounter.get_outcome_display() or _("办理中")) if part),
        "icon": "heart-handshake",
        "tone": "mute" if encounter.outcome else "soon",
        "url": url_of("clue", encounter.clue_id) if encounter.clue_id else "",
        "belated": encounter.late_entry,
    }


def _item(event: journal.Event, who: str) -> dict[str, Any]:
    icon, tone = _MARKS.get(event.kind, ("point", "mute"))
    return {
        "at": event.acted_at,
        "title": _(journal.kind_of(event.kind).title),
        "icon": icon,
        "tone": tone,
        "note": _note(event.payload),
        "who": _("%(name)s（代录）") % {"name": who} if event.typist != event.actor else who or _("系统"),
        "belated": event.recorded_at - event.acted_at > _LATE_ENTRY,
    }


def url_of(name: str, *parts: object) -> str:
    """The address of a page, "" where this installation has no such page."""
    try:
        return reverse(name, args=[str(part) for part in parts])
    except NoReverseMatch:
        return ""


def _note(payload: dict[str, Any]) -> str:
    """The codes of a payload in words."""
    if "fields" in payload:
        return wording.listing(_FIELDS.get(field, field) for field in payload["fields"])
    if "field" in payload:
        return str(UnmaskField(payload["field"]).label)
    if "document_kind" in payload:
        return str(DocumentKind(payload["document_kind"]).label)
    if payload.get("code") in categories():
        return wording.said(categories()[payload["code"]].title)
    return payload.get("temporary_number") or ""
