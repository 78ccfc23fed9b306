from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import day_start, local_date
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.org import permissions
from nuandong.rescue import informants
from nuandong.rescue.errors_station import future
from nuandong.rescue.events.informant import InformantRegistered
from nuandong.rescue.models import Informant

CHANGE = "rescue.informant.change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enlisted:
    """Who is taken on: `reporter_kind` is a code of reporters.yaml, `unit` where he works, `area` what he covers."""

    name: str
    phone: str
    reporter_kind: str
    unit: str = ""
    area: str = ""


@transaction.atomic
def register_informant(
    *, by: Actor, now: datetime, enlisted: Enlisted, region: int | None = None, since: date | None = None
) -> Informant:
    """Take somebody on as a rescue informant. A telephone is one informant's at a time in a county.

    `region` is a 12-digit code, by default that of the actor's unit; `since` the Shanghai day he was taken on, by
    default today. Raises Forbidden, OutOfScope, Invalid with its field, Conflict for a telephone that has one.
    Source: RES-029.
    """
    region = validate(region or by.region, field="region")
    permissions.check(by, CHANGE, region=region)
    identity = new_id(now)
    columns = {
        **informants.name_columns(identity, enlisted.name),
        **informants.phone_columns(identity, enlisted.phone),
        **informants.kind_column(enlisted.reporter_kind),
        "unit_words": clean_line(enlisted.unit, informants.UNIT, field="unit"),
        "area_words": clean_line(enlisted.area, informants.AREA, field="area"),
    }
    try:
        with transaction.atomic():
            row = Informant.objects.create(
                id=identity, region=region, valid_from=_begins(since, now), registered_by=by.staff, **columns
            )
    except IntegrityError as error:
        raise informants.phone_taken() from error
    payload = InformantRegistered(reporter_kind=row.reporter_kind)
    journal.record(payload, by=by, now=now, region=region, subject=row.id)
    return row


def _begins(since: date | None, now: datetime) -> datetime:
    """The moment from which he counts: of today from now on, for whoever had his telephone until now."""
    if since is not None and since > local_date(now):
        raise future("since")
    return now if since is None or since == local_date(now) else day_start(since)
