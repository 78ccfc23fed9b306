from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.kinds import PlaceKind
from nuandong.geo.places import place_by_id
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.rescue import times
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.events.stay import PersonArrived
from nuandong.rescue.flags import checked_flags, flags_of_categories
from nuandong.rescue.kinds_stay import BroughtBy
from nuandong.rescue.lookups_station import encounter_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.door import Coming, handover_refusal
from nuandong.rescue.policies.identity import identity_of
from nuandong.rescue.proof import proved

# No I, L, O, U: read out on the phone and written on a wristband.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """How: by whom, with which unit, on which signed hand-over sheet (a photo), or why that comes later."""

    by: str = BroughtBy.SELF
    unit: str = ""
    sheet: UUID | None = None
    sheet_later: str = ""


@transaction.atomic
def arrive_at_station(
    *,
    by: Actor,
    now: datetime,
    station: UUID,
    person: UUID,
    brought: Brought | None = None,
    encounter: UUID | None = None,
    photo: UUID | None = None,
    age: int | None = None,
    flags: Collection[str] = (),
    papers_checked: bool = False,
    acted_at: datetime | None = None,
) -> Stay:
    """Somebody stands at the door of a station (a place of that kind); the security check is next (`admit`).

    `age` in years as seen, when the person's record has none. `papers_checked`: his paper was seen and compared; a name
    alone leaves the identity doubtful. Flags of the encounter's categories are taken over.
    Raises Forbidden, OutOfScope, NotFound (station, person, encounter), Invalid (also a hand-over without unit or
    sheet), Conflict when the person is in a station already. Source: RES-019, RES-033.
    """
    house = place_by_id(station)
    permissions.check(by, "rescue.stay.admit", region=house.region)
    how = brought or Brought()
    _check(house.kind, how)
    at = times.told(acted_at, now)
    card = people.card(person, by=by)
    met = encounter_of(encounter) if encounter else None
    seen_age = age if (known := card.age(local_date(at))) is None else known
    noted = checked_flags([*flags, *flags_of_categories(met.categories if met else ())])
    _check_handover(how, seen_age, noted)
    identity = new_id(now)
    fields = {
        "id": identity,
        "region": house.region,
        "person_id": person,
        "station": house,
        "encounter": met,
        "number": _wristband(identity, at),
        "photo": photo or card.photo,
        **_bringing(how),
        "arrived_at": at,
        "identity": identity_of(named=card.known, proved=proved(person, by=by, now=now, papers_checked=papers_checked)),
        "sex": card.sex,
        "age": seen_age,
        "flags": noted,
    }
    stay = _opened(fields)
    _tell(stay, how, by=by, now=now, at=at)
    return stay


def _bringing(how: Brought) -> dict[str, Any]:
    """Who brought the person, for the row."""
    unit = clean_line(how.unit, 80, field="brought_unit")
    return {"brought_by": how.by, "brought_unit": unit, "handover_sheet": how.sheet}


def _tell(stay: Stay, how: Brought, *, by: Actor, now: datetime, at: datetime) -> None:
    payload = PersonArrived(
        brought_by=BroughtBy(how.by), encounter=stay.encounter_id, sheet_later=bool(how.sheet_later)
    )
    words = {"sheet_later": how.sheet_later} if how.sheet_later else None
    journal.record(payload, by=by, now=now, acted_at=at, region=stay.region, subject=stay.id, text=words)


def _check_handover(how: Brought, age: int | None, flags: list[str]) -> None:
    coming = Coming(
        brought_by=how.by,
        unit=how.unit,
        age=age,
        flags=flags,
        sheet=how.sheet is not None,
        sheet_later=how.sheet_later,
    )
    if (error := handover_refusal(coming)) is not None:
        raise error


def _check(kind: str, how: Brought) -> None:
    if kind != PlaceKind.STATION:
        raise Invalid("rescue.not_a_station", _("所选地点不是救助站。"), _("请从救助站列表中选择。"), field="station")
    if how.by not in BroughtBy.values:
        raise unknown_code("brought_by", _("来站方式"), how.by)


def _opened(fields: dict[str, object]) -> Stay:
    try:
        with transaction.atomic():
            return Stay.objects.create(**fields)
    except IntegrityError as error:
        if "rescue_stay_one_at_a_time_per_person" not in str(error):
            raise
        raise Conflict(
            "rescue.in_station_already", _("此人已经在站。"), _("请从在站名单中打开他的记录。"), field="person"
        ) from error


def _wristband(identity: UUID, at: datetime) -> str:
    """The day of arrival and five signs from the random tail of the id, such as 20261201-7K3QX."""
    value, signs = identity.int, ""
    for _place in range(_LENGTH):
        value, digit = divmod(value, len(_SIGNS))
        signs += _SIGNS[digit]
    return f"{local_date(at):%Y%m%d}-{signs}"
