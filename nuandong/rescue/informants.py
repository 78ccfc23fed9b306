"""Rescue informants: what is sealed of them, and whose telephone a call came from."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from nuandong.geo.areas import in_region
from nuandong.geo.codes import Level, at_level
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.phones import clean_phone, mask_phone
from nuandong.people.masking import mask_name
from nuandong.rescue import reference
from nuandong.rescue.callers import caller_key
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.kinds_informant import Shown
from nuandong.rescue.models import Informant
from nuandong.vault import api as vault

TABLE: Final = Informant._meta.db_table
NAME: Final = 40
UNIT: Final = 80
AREA: Final = 200


def name_columns(informant: UUID, text: str) -> dict[str, Any]:
    """The two columns of a name. Raises Invalid for an empty one."""
    name = clean_line(text, NAME, field="name")
    if not name:
        raise required("name", _("姓名"))
    return {"name_sealed": vault.seal(TABLE, "name_sealed", informant, name), "name_masked": mask_name(name)}


def phone_columns(informant: UUID, text: str) -> dict[str, Any]:
    """The three columns of a telephone number. Raises Invalid for an empty one or what is none."""
    digits = clean_phone(text)
    if not digits:
        raise required("phone", _("电话"))
    return {
        "phone_sealed": vault.seal(TABLE, "phone_sealed", informant, digits),
        "phone_masked": mask_phone(digits),
        "phone_blind": caller_key(digits),
    }


def kind_column(code: str) -> dict[str, Any]:
    """The code of the kind of reporter. Raises Invalid for one that is in no list."""
    if code not in reference.reporters():
        raise unknown_code("reporter_kind", _("报告人类型"), code)
    return {"reporter_kind": code}


def opened(informant: Informant, what: Shown) -> str:
    """The name or number in full; whoever shows it writes the event."""
    column = f"{what}_sealed"
    return vault.open_sealed(TABLE, column, informant.id, bytes(getattr(informant, column)))


def in_office(at: datetime) -> Q:
    """Those who are informants at a moment."""
    return Q(valid_from__lte=at) & (Q(valid_until=None) | Q(valid_until__gt=at))


def within_county(region: int) -> Q:
    """Rows of the county of a region (12-digit code)."""
    return in_region(at_level(region, Level.COUNTY))


def ringing(key: bytes | memoryview | None, *, region: int, at: datetime) -> Informant | None:
    """The informant of the county, in office at the time, whose telephone has this key; None without one.

    The database lets a telephone be one informant's at a time, so there is never more than one.
    """
    if key is None:
        return None
    return Informant.objects.filter(in_office(at), within_county(region), phone_blind=bytes(key)).first()


def phone_taken() -> Conflict:
    """Somebody else of the county, perhaps outside one's own townships, has this telephone."""
    return Conflict(
        "rescue.informant_phone_taken",
        _("这个电话已经登记为本县一位在任信息员。"),
        _("请在名册中按电话查找；换了人的，先办理原信息员离任。"),
        field="phone",
    )
