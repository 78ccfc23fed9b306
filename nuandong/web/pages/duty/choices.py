"""The lists that the forms of duty choose from; views ask for them once and put them into the fields."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.duty import details, roster
from nuandong.geo import places
from nuandong.kernel.actors import Actor
from nuandong.org import selectors as org

Choice = tuple[str, str]
Grouped = list[tuple[str, str | list[Choice]]]
MOST = 500
MOST_NAMES = 5000


def staff(by: Actor, now: datetime, *, blank: str = "") -> Grouped:
    """People in office within the actor's regions, under the name of their unit."""
    rows = org.staff_page(by, now=now, limit=MOST).rows
    groups: dict[str, list[Choice]] = {}
    for one in rows:
        groups.setdefault(one.unit.name, []).append((str(one.id), one.name))
    return [("", blank or _("请选择")), *sorted(groups.items())]


def people(by: Actor, now: datetime) -> list[tuple[UUID, str, str]]:
    """(id, name, unit) of people in office within the actor's regions, for names that are typed."""
    rows = org.staff_page(by, now=now, limit=MOST_NAMES).rows
    return [(one.id, one.name, one.unit.name) for one in rows]


def by_unit(by: Actor, now: datetime) -> list[tuple[str, list[str]]]:
    """The names that can be typed, under their unit."""
    groups: dict[str, list[str]] = {}
    for _identity, name, unit in people(by, now)[:MOST]:
        groups.setdefault(unit, []).append(name)
    return sorted(groups.items())


def place_titles(by: Actor) -> dict[UUID, str]:
    """Titles of posts and teams by id."""
    return {one.id: one.title for one in roster.posts(by=by)} | {one.id: one.name for one in roster.teams(by=by)}


def units(by: Actor) -> list[Choice]:
    """The offices of the actor's regions, indented as in the tree."""
    return [
        ("", _("请选择")),
        *[(str(node.unit.id), "　" * node.depth + node.unit.name) for node in org.units_tree(by)],
    ]


def duties(by: Actor) -> Grouped:
    """Posts and teams that can be manned, as `post:<id>` and `team:<id>`."""
    posts = [(f"post:{one.id}", f"{one.title} · {one.unit.name}") for one in roster.posts(by=by)]
    teams = [(f"team:{one.id}", f"{one.name} · {one.unit.name}") for one in roster.teams(by=by)]
    return [("", _("请选择")), *[(title, rows) for title, rows in ((_("岗位"), posts), (_("队伍"), teams)) if rows]]


def vehicles(by: Actor, *, blank: str = "") -> list[Choice]:
    """The vehicles of the register."""
    return [("", blank or _("不用车")), *[(str(one.id), one.plate) for one in roster.vehicles(by=by)]]


def driving(now: datetime) -> list[Choice]:
    """Shifts of teams that are out now."""
    return [("", _("请选择")), *[(str(one.id), f"{one.team} · {one.staff.name}") for one in details.driving(now=now)]]


def bases(region: int) -> list[Choice]:
    """Places of a region where a team can wait."""
    return [("", _("不变")), *[(str(one.id), one.name) for one in places.places_in(region)[:MOST]]]


def chosen(text: str) -> UUID | None:
    """The id behind a choice, None for the empty one."""
    return UUID(text) if text else None
