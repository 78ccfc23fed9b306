"""What the command board shows, gathered from the modules: plain values for the template."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nuandong.duty import selectors as duty
from nuandong.geo import codes
from nuandong.geo import selectors as divisions
from nuandong.geo.kinds import PlaceKind
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.plans import selectors as compliance
from nuandong.plans.engine.records import Status
from nuandong.reports import figures
from nuandong.rescue import selectors_clue, selectors_patrol
from nuandong.rescue.selectors_clue import ClueLine
from nuandong.web.pages.home import todo_tasks
from nuandong.web.pages.home.item import Item
from nuandong.web.pages.warnings.presenting import warnings_in_force
from nuandong.web.wording import LATE, MUTE, OK, SOON_TONE, listing

PLACES_ON_MAP: Final = 150
TASKS_TO_RING: Final = 3
COMPLIANCE_SPAN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure, with the page of the rows behind it."""

    name: str
    value: int
    url: str
    icon: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class RegionLine:
    """Compliance of one division over the last days."""

    region: int
    name: str
    met: int
    open: int
    due_soon: int
    failed: int
    url: str

    @property
    def tone(self) -> str:
        return LATE if self.failed else SOON_TONE if self.due_soon else OK


def gather(actor: Actor, now: datetime) -> dict[str, Any]:
    """Everything of the part that stays fresh. The number of queries does not depend on how much is shown."""
    region = actor.region
    lines = selectors_clue.board()
    teams = duty.on_duty(now, region)
    spots = selectors_patrol.tonight(region, now, limit=PLACES_ON_MAP)
    return {
        "warnings": warnings_in_force(actor, now),
        "mode": selectors_patrol.mode_of(region),
        "tiles": _tiles(actor, now, lines, teams),
        "lines": lines,
        "teams": teams,
        "nobody_left": [line for line in lines if line.nobody_left],
        "late_tasks": _late_tasks(actor, now),
        "regions": _regions(actor, now),
        "unmanned": compliance.unmanned(now),
        "markers": [
            *_place_markers(actor, spots, now),
            *_team_markers(actor, teams),
            *_clue_markers(actor, lines, now),
        ],
    }


def _tiles(actor: Actor, now: datetime, lines: Sequence[ClueLine], teams: Sequence[Any]) -> list[Tile]:
    today = local_date(now)
    names = (
        "clues.received",
        "clues.closed",
        "patrols.completed",
        "patrols.points",
        "encounters.closed",
        "stays.present",
        "supplies.kits_issued",
    )
    count = figures.totals(names, since=today, until=today)
    late = sum(line.countdown.late(now) for line in lines)

    def tile(permission: str, name: str, title: str, value: int, icon: str, note: str = "") -> Tile:
        return Tile(title, value, reverse(name) if permissions.allows(actor, permission) else "", icon, note)

    closed = _("办结 %(n)d 条") % {"n": count["clues.closed"]}
    points = _("%(n)d 个点位") % {"n": count["patrols.points"]}
    overdue = _("%(n)d 条已超时") % {"n": late} if late else _("没有超时")
    waiting = tile("rescue.clue.see", "clues", _("办理中的线索"), len(lines), "headset", overdue)
    return [
        replace(waiting, tone=LATE if late else ""),
        tile("rescue.clue.see", "clues", _("今天接到"), count["clues.received"], "phone-incoming", closed),
        tile("duty.roster.see", "duty", _("在岗队伍"), len(teams), "car"),
        tile("rescue.patrol.see", "patrols", _("今天巡查"), count["patrols.completed"], "route-2", points),
        tile("rescue.stay.see", "stays", _("在站人数"), count["stays.present"], "bed"),
        tile("supplies.stock.see", "stock", _("今天发放救助包"), count["supplies.kits_issued"], "package"),
    ]


def _late_tasks(actor: Actor, now: datetime) -> list[Item]:
    """The longest late tasks with whom to ring next about each."""
    return list(islice(todo_tasks.to_confirm(actor, now), TASKS_TO_RING)) if actor.may("tasks.task.see") else []


def _regions(actor: Actor, now: datetime) -> list[RegionLine]:
    """One's own division and those right below it, each with all that lies in it."""
    level = codes.level_of(actor.region)
    below = codes.Level(min(level + 1, codes.Level.VILLAGE))
    rows = compliance.board(now, since=now - COMPLIANCE_SPAN)
    parts = {row.region: codes.at_level(row.region, below) for row in rows}
    names = divisions.names(set(parts.values()), local_date(now))
    lines = []
    for region, group in groupby(rows, key=lambda row: parts[row.region]):
        found = list(group)
        # What is counted for the division itself lies in no part of it.
        itself = {"only": 1} if codes.level_of(region) < below else {}
        counts: Counter[Status] = sum((row.counts for row in found), Counter())
        lines.append(
            RegionLine(
                region=region,
                name=names.get(region, str(region)),
                met=counts[Status.MET],
                open=counts[Status.OPEN],
                due_soon=sum(row.due_soon for row in found),
                failed=counts[Status.LATE] + counts[Status.BROKEN] + counts[Status.MISSED],
                url=f"{reverse('compliance')}?{urlencode({'region': region, **itself})}",
            )
        )
    return lines


def _leads_to(actor: Actor, permission: str, name: str, row: UUID) -> str:
    """Where a marker leads; nowhere for who may not open the page."""
    return reverse(name, args=[row]) if permissions.allows(actor, permission) else ""


def _place_markers(actor: Actor, spots: Iterable[Any], now: datetime) -> Iterable[dict[str, Any]]:
    for spot in spots:
        if spot.place.lat is None:
            continue
        overdue = spot.overdue(now)
        seen = _("该巡查了") if overdue else _("近期已巡查")
        yield {
            "id": f"p{spot.place.id}",
            "lng": spot.place.lon,
            "lat": spot.place.lat,
            "tone": SOON_TONE if overdue else MUTE,
            "icon": "map-pin",
            "small": True,
            "title": spot.place.name,
            "url": _leads_to(actor, "geo.place.see", "place", spot.place.id),
            "note": f"{PlaceKind(spot.place.kind).label} · {seen}",
        }


def _team_markers(actor: Actor, teams: Iterable[duty.TeamOnDuty]) -> Iterable[dict[str, Any]]:
    for team in teams:
        if team.position is not None:
            yield {
                "id": f"t{team.team}",
                "lng": team.position.lon,
                "lat": team.position.lat,
                "tone": "info",
                "icon": "car",
                "shape": "square",
                "title": team.name,
                "url": _leads_to(actor, "duty.roster.see", "team", team.team),
                "note": listing(member.name for member in team.members),
            }


def _clue_markers(actor: Actor, lines: Iterable[ClueLine], now: datetime) -> Iterable[dict[str, Any]]:
    for line in lines:
        if line.clue.lat is not None:
            yield {
                "id": f"c{line.clue.id}",
                "lng": line.clue.lon,
                "lat": line.clue.lat,
                "tone": LATE if line.countdown.late(now) or line.urgent else "accent",
                "icon": "alert-circle",
                "pulse": line.countdown.running,
                "title": f"{line.clue.number} {line.clue.place_text}",
                "note": line.clue.get_state_display(),
                "url": _leads_to(actor, "rescue.clue.see", "clue", line.clue.id),
            }
