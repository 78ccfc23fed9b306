"""What the patrol pages say: lines of tonight's list, markers, rounds, the mode and the warning behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.alerts import selectors as alerts
from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.geo.kinds import PlaceKind
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import cards, permissions
from nuandong.org import selectors as org
from nuandong.rescue import reference, selectors_patrol
from nuandong.rescue.kinds import Mode
from nuandong.rescue.selectors_patrol import Spot
from nuandong.web import wording
from nuandong.web.pages.warnings.presenting import shown
from nuandong.web.wording import listing

if TYPE_CHECKING:
    from nuandong.geo.models import Place
    from nuandong.rescue.models import PatrolRound

MODE_TONES = {Mode.BASELINE: wording.MUTE, Mode.DAILY: wording.SOON_TONE, Mode.ALL_DAY: wording.LATE}


@dataclass(frozen=True, slots=True)
class SpotLine:
    """A key location of tonight's list, in words."""

    spot: Spot
    where: str
    kind: str
    late: bool


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round, in words."""

    row: "PatrolRound"
    mode: str
    tone: str
    partners: str


def spot_lines(spots: Sequence[Spot], *, now: datetime, on: date) -> list[SpotLine]:
    paths = geo.name_paths({one.place.region for one in spots}, on, top=Level.TOWNSHIP)
    return [
        SpotLine(one, paths[one.place.region], str(PlaceKind(one.place.kind).label), one.overdue(now)) for one in spots
    ]


def spot_markers(spots: Iterable[Spot], now: datetime) -> list[dict[str, Any]]:
    """Red for overdue, green for looked at in time; places nobody has measured are left out."""
    return [_marker(one, now) for one in spots if one.place.point is not None]


def _marker(one: Spot, now: datetime) -> dict[str, Any]:
    late = one.overdue(now)
    last = wording.moment_words(one.last, now) if one.last else _("从未巡查")
    return {
        "id": str(one.place.id),
        "lng": one.place.lon,
        "lat": one.place.lat,
        "tone": "late" if late else "ok",
        "icon": "map-pin",
        "title": one.place.name,
        "note": _("上次巡查：%(when)s") % {"when": last},
        "url": reverse("place", args=[one.place.id]),
        "small": True,
    }


def place_lines(places: Sequence["Place"], on: date) -> list[dict[str, Any]]:
    """Places with their kind and where they are."""
    paths = geo.name_paths({one.region for one in places}, on, top=Level.TOWNSHIP)
    return [{"place": one, "where": paths[one.region], "kind": PlaceKind(one.kind).label} for one in places]


def round_lines(rows: Sequence["PatrolRound"]) -> list[RoundLine]:
    units = org.unit_names([unit for row in rows for unit in row.joint_units])
    return [
        RoundLine(
            row=row,
            mode=str(Mode(row.mode).label),
            tone=MODE_TONES[Mode(row.mode)],
            partners=listing(units[unit] for unit in row.joint_units if unit in units),
        )
        for row in rows
    ]


def mode_now(region: int, now: datetime) -> dict[str, Any]:
    """How densely a division is patrolled now, and because of which warning; denser parts of it besides."""
    row = selectors_patrol.mode_of(region)
    mode = Mode(row.mode) if row else Mode.BASELINE
    inside = selectors_patrol.modes_within(region)
    names = geo.names({one.region for one in inside}, local_date(now))
    warning = shown([alerts.get(row.warning_id)], region=region, now=now)[0] if row else None
    return {
        "title": str(mode.label),
        "tone": MODE_TONES[mode],
        "dense": mode is not Mode.BASELINE,
        "hours": reference.response().check_hours[mode],
        "until": row.until if row else None,
        "warning": warning,
        "parts": [
            {"name": names.get(one.region, str(one.region)), "mode": Mode(one.mode).label, "warning": one.warning_id}
            for one in inside
            if Mode(one.mode).rank > mode.rank
        ],
    }


def partners(by: Actor) -> list[tuple[str, str]]:
    """The units that may come along: all of the scope but one's own; for whoever may not see units the partners."""
    if not permissions.allows(by, "org.staff.see"):
        return [(str(unit), name) for unit, name in cards.partners(by.region).items() if unit != by.unit]
    return [(str(node.unit.id), node.unit.name) for node in org.units_tree(by) if node.unit.id != by.unit]


def url_of(patrol: UUID) -> str:
    return reverse("patrol", args=[patrol])
