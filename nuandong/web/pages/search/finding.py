"""What a search text finds in each module, as far as the person may see it. Each kind costs one query or two.

The shape of the text says which kinds can match at all: a number is no place, two Chinese characters no clue.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuandong.geo import places, selectors
from nuandong.geo.codes import LEVEL_TITLES, Level, is_code
from nuandong.geo.kinds import PlaceKind
from nuandong.geo.names import initials_of, pinyin_of
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import halfwidth
from nuandong.org import scope
from nuandong.people import selectors as people
from nuandong.people.query import Tier
from nuandong.plans.selectors import plans_titled
from nuandong.rescue.selectors_clue import by_number
from nuandong.rescue.states.clue import ClueState
from nuandong.web import navigation
from nuandong.web.pages.people import showing
from nuandong.web.pages.people.showing import url_of

EACH: Final = 6
LIMIT: Final = 60
_CLUE: Final = re.compile(r"([0-9]{4})-([0-9]{1,5})")
_CODE: Final = re.compile(r"[0-9]{6,12}")
_SURE: Final = frozenset({Tier.DOCUMENT, Tier.TEMPORARY})


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `sure` when the text names this one thing and no other."""

    title: str
    note: str
    url: str
    icon: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind; `more` leads to the full list where there may be more."""

    title: str
    hits: list[Hit]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search text and who asks."""

    text: str
    by: Actor
    now: datetime

    @property
    def on(self) -> date:
        return local_date(self.now)

    @property
    def numeric(self) -> bool:
        return any(char.isdigit() for char in self.text)

    @property
    def word(self) -> bool:
        """Whether it can be part of a name of a place, a division or a plan."""
        return len(self.text) > 1 and not self.text[0].isdigit()


def find(text: str, *, by: Actor, now: datetime) -> list[Group]:
    """Everything found, the surest kinds first; nothing for an empty text."""
    asked = Asked(halfwidth(text).strip()[:LIMIT], by, now)
    if not asked.text:
        return []
    found = [_found(kind, asked, permission) for permission, kind in _KINDS if not permission or by.may(permission)]
    return [group for group in found if group.hits]


def _found(kind: Callable[[Asked], Group], asked: Asked, permission: str) -> Group:
    if not permission:
        return kind(asked)
    with scope.where(asked.by, permission) as here:
        return kind(replace(asked, by=here))


def the_one(groups: list[Group]) -> Hit | None:
    """The only thing found, if the text names it for sure."""
    hits = [hit for group in groups for hit in group.hits]
    return hits[0] if len(hits) == 1 and hits[0].sure else None


def _clues(asked: Asked) -> Group:
    found = _CLUE.fullmatch(asked.text)
    if found is None:
        return Group("", [])
    clues = by_number(f"{found[1]}-{found[2]:0>5}")
    return Group(
        _("线索"),
        [
            Hit(
                _("线索 %(number)s") % {"number": clue.number},
                str(ClueState(clue.state).label),
                url_of("clue", clue.id),
                "headset",
                sure=True,
            )
            for clue in clues
        ],
    )


def _people(asked: Asked) -> Group:
    try:
        page = people.search(asked.text, by=asked.by, limit=EACH)
    except Invalid:
        return Group("", [])
    paths = showing.places({one.card.region for one in page.people}, asked.on) if page.people else {}
    hits = [
        Hit(
            one.card.name,
            f"{showing.sex_words(one.card)} · {showing.age_words(one.card, asked.on)} · {paths[one.card.region]}",
            url_of("person", one.card.id),
            "user",
            sure=one.tier in _SURE,
        )
        for one in page.people
    ]
    more = f"{reverse('people')}?{urlencode({'q': asked.text})}" if page.after else ""
    return Group(_("人员"), hits, more)


def _households(asked: Asked) -> Group:
    if not asked.numeric:
        return Group("", [])
    cards = people.households_of(by=asked.by, on=asked.on, number=asked.text, limit=EACH)
    lines = showing.household_lines(cards, asked.on)
    hits = [
        Hit(line.title, f"{line.card.number} · {line.place}", url_of("household", line.card.id), "home", sure=True)
        for line in lines
    ]
    return Group(_("家庭"), hits)


def _places(asked: Asked) -> Group:
    if not asked.word:
        return Group("", [])
    found = places.places_page(asked.by, words=asked.text, limit=EACH + 1, after=None)
    hits = [
        Hit(
            place.name,
            " · ".join(part for part in (str(PlaceKind(place.kind).label), place.address) if part),
            url_of("place", place.id),
            "map-pin",
        )
        for place in found[:EACH]
    ]
    more = f"{reverse('places')}?{urlencode({'q': asked.text})}" if len(found) > EACH else ""
    return Group(_("点位和设施"), hits, more)


def _divisions(asked: Asked) -> Group:
    if not asked.word and _CODE.fullmatch(asked.text) is None:
        return Group("", [])
    within = asked.by.region if is_code(asked.by.region) else None
    found = selectors.search_divisions(asked.text, asked.on, within=within, limit=EACH)
    hits = [
        Hit(row.name, f"{_(LEVEL_TITLES[Level(row.level)])} · {row.code}", url_of("division", row.code), "map-2")
        for row in found
    ]
    return Group(_("行政区划"), hits)


def _plans(asked: Asked) -> Group:
    if not asked.word or asked.text.isascii():
        return Group("", [])
    found = plans_titled(asked.text, limit=EACH)
    return Group(
        _("方案"), [Hit(plan.title, "", url_of("plan", plan.plan) or url_of("plans"), "file-text") for plan in found]
    )


def _pages(asked: Asked) -> Group:
    return Group(_("页面"), list(_entries(asked)))


def _entries(asked: Asked) -> Iterator[Hit]:
    wanted = asked.text.lower()
    for section in navigation.sections(asked.by, ""):
        for link in section.links:
            sounds = (pinyin_of(link.title), initials_of(link.title)) if wanted.isascii() else ()
            if wanted in link.title.lower() or any(sound.startswith(wanted) for sound in sounds):
                yield Hit(link.title, section.title, link.url, link.icon, sure=wanted == link.title.lower())


_KINDS: Final[tuple[tuple[str, Callable[[Asked], Group]], ...]] = (
    ("rescue.clue.see", _clues),
    ("people.person.see", _people),
    ("people.household.see", _households),
    ("geo.place.see", _places),
    ("", _divisions),
    ("plans.plan.see", _plans),
    ("", _pages),
)
"""What may be found, the surest first, with the permission to see it."""
