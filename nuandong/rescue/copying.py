"""Stays as another office's system asks for them: what was recorded, in words, names and numbers masked."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.geo.areas import in_area
from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.clock import SHANGHAI, day_start, local_date
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.people.kinds import Sex
from nuandong.people.selectors.cards import PersonCard
from nuandong.rescue.kinds_stay import BroughtBy, Cause, Flag, Identity, Security
from nuandong.rescue.models import Stay
from nuandong.rescue.reference_station import asked_fields, exits
from nuandong.rescue.sealing import opened
from nuandong.rescue.selectors_stay import SEE

_NAMES: Final = (
    "number station brought_by brought_unit arrived_at security entered_at identity sex age flags cause on_dibao "
    "fingerprints_at police_check_requested_at dna_requested_at placement_applied_at left_at exit days photo"
)
VALUES: Final = frozenset(_NAMES.split())
"""What `Case.values` holds, besides the written answers of 求助登记表 as `form.<code>`."""


@dataclass(frozen=True, slots=True)
class Case:
    """One stay: days as YYYY-MM-DD HH:MM, codes in words; what was not recorded is empty."""

    id: UUID
    region: int
    number: str
    at: datetime
    person: PersonCard | None
    values: Mapping[str, str]


def cases(by: Actor, *, within: Span, since: date, until: date, after: UUID | None = None, limit: int) -> list[Case]:
    """The stays that began on these days, both included, the newest first; three queries. Raises Forbidden."""
    permissions.check(by, SEE)
    start, end = day_start(since), day_start(until + timedelta(days=1))
    rows = Stay.objects.filter(in_area(within), arrived_at__gte=start, arrived_at__lt=end)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return _cases(list(rows.select_related("station").order_by("-id")[:limit]), by)


def cases_of(stays: Collection[UUID], *, by: Actor) -> dict[UUID, Case]:
    """Those of the given stays that lie within the scope. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = Stay.objects.filter(id__in=list(stays)).select_related("station")
    return {one.id: one for one in _cases(list(rows), by)}


def stays_of_people(persons: Collection[UUID], *, by: Actor) -> dict[UUID, list[tuple[UUID, datetime]]]:
    """The stays of some people, each with its arrival, the newest first. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = (
        Stay.objects.filter(person__in=list(persons)).order_by("-arrived_at").values_list("person", "id", "arrived_at")
    )
    found: dict[UUID, list[tuple[UUID, datetime]]] = {}
    for person, stay, at in rows:
        found.setdefault(person, []).append((stay, at))
    return found


def _cases(rows: list[Stay], by: Actor) -> list[Case]:
    cards = people.cards([row.person_id for row in rows], by=by)
    return [
        Case(row.id, row.region, row.number, row.arrived_at, cards.get(row.person_id), _values(row)) for row in rows
    ]


def _values(stay: Stay) -> Mapping[str, str]:
    written: dict[str, str] = json.loads(opened(stay, "form_sealed") or "{}")
    return {f"form.{code}": written.get(code, "") for code in asked_fields()} | {
        "number": stay.number,
        "station": stay.station.name,
        "brought_by": str(BroughtBy(stay.brought_by).label),
        "brought_unit": stay.brought_unit,
        "arrived_at": _time(stay.arrived_at),
        "security": str(Security(stay.security).label) if stay.security else "",
        "entered_at": _time(stay.entered_at),
        "identity": str(Identity(stay.identity).label),
        "sex": str(Sex(stay.sex).label),
        "age": "" if stay.age is None else str(stay.age),
        "flags": "、".join(str(Flag(flag).label) for flag in stay.flags),
        "cause": str(Cause(stay.cause).label) if stay.cause else "",
        "on_dibao": "" if stay.on_dibao is None else _("是") if stay.on_dibao else _("否"),
        "fingerprints_at": _time(stay.fingerprints_at),
        "police_check_requested_at": _time(stay.police_check_requested_at),
        "dna_requested_at": _time(stay.dna_requested_at),
        "placement_applied_at": _time(stay.placement_applied_at),
        "left_at": _time(stay.left_at),
        "exit": _(exits()[stay.exit].title) if stay.exit in exits() else stay.exit,
        "days": _days(stay),
        "photo": _("有") if stay.photo else _("无"),
    }


def _days(stay: Stay) -> str:
    """Shanghai days inside, the day of entry counted, as the reports count them."""
    if stay.entered_at is None or stay.left_at is None:
        return ""
    return str((local_date(stay.left_at) - local_date(stay.entered_at)).days + 1)


def _time(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""
