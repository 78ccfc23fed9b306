"""Households whom a plan in force puts first (DIS-004): its words matched with what applications and register know.

The reading: a household of any group of the plan is in the first class, whatever the standard says of it; no household
is put behind the class of its standard. In a village those of the plan come first, in the order in which it lists them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final
from uuid import UUID

from nuandong.kernel import reference
from nuandong.people.categories import categories
from nuandong.people.selectors.holdings import codes_of_homes
from nuandong.plans.contents import First, first_in_line
from nuandong.relief.forms.library import choices, kinds
from nuandong.relief.household_kinds import COLUMN
from nuandong.relief.models import Application

PATH: Final = reference.LIBRARY / "relief" / "groups.yaml"


class Group(reference.Entry):
    """Who belongs to a group, by any one of four things; `words` are its names in plans."""

    title: reference.Title
    words: tuple[str, ...]
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    facts: Mapping[str, int] = {}
    categories: tuple[str, ...] = ()


class _Groups(reference.Entry):
    groups: Mapping[str, Group]


@dataclass(frozen=True, slots=True)
class Rank:
    """A household's place among the groups of the plans in force, 1 first; the plan's `word` and where it stands.

    `discreet`: known only from a category of the register that is not told to everybody who sees the application.
    """

    place: int
    word: str
    plan: str
    source: str
    discreet: bool


@cache
def groups() -> Mapping[str, Group]:
    """Every group by code; Invalid for one that names a type, a kind or a category on no list."""
    found = reference.read(PATH, _Groups).groups
    known = (("types", choices("household_types")), ("kinds", kinds()), ("categories", categories()))
    for code, one in found.items():
        for name, words in known:
            if wrong := sorted(set(getattr(one, name)) - set(words)):
                raise reference.broken(PATH, f"{code}: {'、'.join(wrong)}")
    said = [word for one in found.values() for word in one.words]
    if twice := sorted({word for word in said if said.count(word) > 1}):
        raise reference.broken(PATH, "、".join(twice))
    return found


def group_of(word: str) -> Group | None:
    """The group that a plan means with a word; None where nobody has said who belongs to it."""
    return next((one for one in groups().values() if word in one.words), None)


def named(regions: Iterable[int], on: date) -> list[First]:
    """What the plans in force in some divisions put first on a day, in their order."""
    found = first_in_line(set(regions), on=on)
    return list(dict.fromkeys(one for region in sorted(found) for one in found[region]))


def unknown(firsts: Iterable[First]) -> list[First]:
    """Those of them by words that nobody has matched with households: they put nobody first."""
    left = [First(one.plan, one.source, tuple(word for word in one.groups if group_of(word) is None)) for one in firsts]
    return [one for one in left if one.groups]


def ranks(rows: Sequence[Application], on: date) -> dict[UUID, Rank]:
    """The ranks of those applications whose households a plan in force puts first; three queries beside the plans."""
    firsts = first_in_line({one.region for one in rows}, on=on)
    orders = {
        region: [(word, one, group) for one in those for word in one.groups if (group := group_of(word))]
        for region, those in firsts.items()
    }
    wanted = {code for order in orders.values() for _word, _first, group in order for code in group.categories}
    if not wanted:
        return {}
    held = codes_of_homes([one.household_id for one in rows], wanted, on=on)
    found = {}
    for row in rows:
        own = held.get(row.household_id, frozenset())
        for place, (word, first, group) in enumerate(orders[row.region], 1):
            if (open_ := _says(group, row)) or own.intersection(group.categories):
                discreet = not open_ and not _told(own.intersection(group.categories))
                found[row.id] = Rank(place, word, first.plan, first.source, discreet)
                break
    return found


def standing(row: Application, rank: Rank | None) -> tuple[int, int]:
    """Class of priority and order within it: who comes first has the smaller one."""
    return (1, rank.place) if rank else (max(row.priority, 1), _LAST)


_LAST: Final = 10_000


def _says(group: Group, row: Application) -> bool:
    """Whether the application itself says that its household belongs to the group."""
    return (
        row.category in group.types
        or row.facts.get(COLUMN) in group.kinds
        or any(row.facts.get(name) == value for name, value in group.facts.items())
    )


def _told(codes: Collection[str]) -> bool:
    """Whether one of these categories is no matter of health or of a child."""
    return any(not (categories()[code].health or categories()[code].minor) for code in codes)
