"""What the pages of warnings offer for choosing: divisions, warnings to be replaced, filters of the list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from nuandong.alerts import selectors
from nuandong.alerts.catalogue import catalogue
from nuandong.alerts.levels import Level
from nuandong.alerts.states import State
from nuandong.geo import selectors as geo
from nuandong.geo.codes import ancestors
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.web.pages.warnings.presenting import shown

_CLOSED: Final = (State.SUPERSEDED, State.CANCELLED, State.EXPIRED, State.ENDED)
_STATES: Final = {
    "current": (State.CURRENT,),
    "closed": _CLOSED,
    "rehearsal": (State.REHEARSAL,),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of the list, as they stand in the address; an unknown word filters nothing."""

    everywhere: bool
    event: str | None
    level: Level | None
    state: str

    @property
    def states(self) -> tuple[State, ...] | None:
        return _STATES.get(self.state)

    @property
    def active(self) -> bool:
        return bool(self.everywhere or self.event or self.level or self.states)


def filters(query: QueryDict) -> Filters:
    """Read the filters of an address."""
    event, level = query.get("event", ""), query.get("level", "")
    return Filters(
        everywhere=query.get("where") == "all",
        event=event if event in catalogue().events else None,
        level=Level(level) if level in set(Level) else None,
        state=query.get("state", ""),
    )


def state_choices() -> list[tuple[str, str]]:
    return [("current", _("有效")), ("closed", _("已结束")), ("rehearsal", _("演练或测试"))]


def region_choices(by: Actor, now: datetime) -> list[tuple[str, str]]:
    """One's own division, those inside it, then those around it: what a warning heard of here may be for."""
    day = local_date(now)
    inside = [(str(child.code), child.name) for child in geo.children(by.region, day)]
    around = ancestors(by.region)
    names = geo.names([by.region, *around], day)
    own = _("%(name)s（全部辖区）") % {"name": names.get(by.region, str(by.region))}
    above = [(str(code), names.get(code, str(code))) for code in around]
    return [(str(by.region), own), *above, *inside]


def current_choices(by: Actor, now: datetime) -> list[tuple[str, str]]:
    """The warnings in force or announced here, which a new one may take the place of."""
    held = [*selectors.holding(now, by.region), *selectors.announced(now, by.region)]
    rows = shown((one.warning for one in held), region=by.region, now=now)
    return [(str(one.row.id), f"{one.title} · {one.row.message.issuer}") for one in rows]


def receiving_units(by: Actor) -> frozenset[UUID]:
    """The units whose refused files somebody may look at: his own, and those of his regions if he sees units."""
    if not permissions.allows(by, "org.staff.see"):
        return frozenset({by.unit})
    return frozenset({by.unit, *(node.unit.id for node in org.units_tree(by))})
