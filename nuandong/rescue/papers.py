"""The official papers of a stay as titled fields; a page prints them for signature and seal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI
from nuandong.org import selectors as org
from nuandong.people import selectors as people
from nuandong.people.kinds import Sex
from nuandong.rescue import hospitals
from nuandong.rescue.errors_station import unknown_code
from nuandong.rescue.kinds_stay import BroughtBy, Care, Cause, Flag, Security, Voucher
from nuandong.rescue.models import BedUse, CareEntry
from nuandong.rescue.reference_station import exits, forms, reasons_for, station
from nuandong.rescue.sealing import opened
from nuandong.rescue.selectors_stay import Detail, detail

BLANK: Final = ""
"""A field that is filled in by hand: signatures, reasons of a refusal at the door."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a paper; `title` is a Chinese msgid, `value` words to print, empty where a hand writes."""

    code: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a stay: its title (a Chinese msgid) and its fields in the order of print."""

    code: str
    title: str
    lines: tuple[Line, ...]


def paper(code: str, *, stay: UUID, by: Actor, now: datetime) -> Paper:
    """One of the papers of a stay. Names are masked: whoever prints the full one unmasks it, which is an event.

    Raises Invalid for a paper nobody knows, NotFound, Forbidden, OutOfScope. Source: facts 2.5, RES-036.
    """
    if code not in forms():
        raise unknown_code("form", _("表单"), code)
    values = _values(detail(stay, by=by, now=now), by=by, now=now)
    form = forms()[code]
    lines = tuple(Line(name, field.title, values.get(name, BLANK)) for name, field in form.fields.items())
    return Paper(code, form.title, lines)


def _values(found: Detail, *, by: Actor, now: datetime) -> Mapping[str, str]:
    stay, person = found.stay, found.person
    written: dict[str, str] = json.loads(opened(stay, "form_sealed") or "{}")
    names = org.names_of([one for one in (stay.registered_by, by.staff) if one])
    return {
        **written,
        **_leaving(found),
        **_service(found),
        "number": stay.number,
        "name": person.name if person.known else BLANK,
        "sex": str(Sex(stay.sex).label),
        "age": BLANK if stay.age is None else str(stay.age),
        "birth": _birth(found),
        "documents": _("；").join(one.number for one in people.documents(person.id, by=by)),
        "on_dibao": BLANK if stay.on_dibao is None else _("是") if stay.on_dibao else _("否"),
        "cause": str(Cause(stay.cause).label) if stay.cause else BLANK,
        "belongings": _("；").join(
            _("%(what)s %(count)d件") % {"what": one.what, "count": one.count} for one in found.belongings
        ),
        "photo": _("有") if stay.photo else _("无"),
        "security": str(Security(stay.security).label) if stay.security else BLANK,
        "brought_by": " ".join(filter(None, (str(BroughtBy(stay.brought_by).label), stay.brought_unit))),
        "escort": stay.brought_unit,
        "health": "、".join(str(Flag(flag).label) for flag in stay.flags),
        "found_at": stay.encounter.place_text if stay.encounter else BLANK,
        "arrived_at": _time(stay.arrived_at),
        "entered_at": _time(stay.entered_at),
        "officer": names.get(stay.registered_by or by.staff, BLANK),
        "date": _time(now)[:10],
    }


def _leaving(found: Detail) -> dict[str, str]:
    row = found.exit_record
    able = _("年满%(years)d周岁，未见精神、智力障碍迹象") % {"years": station().leaving.adult_at}
    values = {
        "capability": able if found.may_leave_alone else _("不符合自行离站条件，须签批"),
        "statement": _("本人自愿离站，随身物品已全部领回。"),
    }
    if row is None:
        return values
    return values | {
        "reason": reasons_for(row.kind).get(row.reason, opened(row, "reason_sealed")),
        "exit_kind": exits()[row.kind].title,
        "exit_at": _time(row.at),
        "receiver": opened(row, "receiver_sealed"),
        "witness": opened(row, "witness_sealed"),
        "voucher": (
            f"{Voucher(row.voucher).label} {row.voucher_from}—{row.voucher_to}".strip() if row.voucher else _("无")
        ),
        "cash": f"{row.cash_fen / 100:.2f}" if row.cash_fen else "0",
    }


def _service(found: Detail) -> dict[str, str]:
    counted = (
        CareEntry.objects.filter(stay=found.stay).values_list("kind").annotate(number=Count("id")).order_by("kind")
    )
    uses = BedUse.objects.filter(stay=found.stay).select_related("bed").order_by("id")
    stay = found.stay
    asked = (
        (_("公安核查"), stay.police_check_requested_at),
        (_("采集指纹"), stay.fingerprints_at),
        ("DNA", stay.dna_requested_at),
    )
    searches = [f"{what} {_time(at)}" for what, at in asked if at]
    searches += [
        _("公告 %(at)s") % {"at": _time(notice.published_at)} for notice in found.notices if notice.published_at
    ]
    where = hospitals.names(found.hospital_cases)
    return {
        "beds": _("；").join(
            _("%(bed)s %(since)s起") % {"bed": use.bed, "since": _time(use.period.lower)} for use in uses
        ),
        "care": _("；").join(
            _("%(care)s %(number)d次") % {"care": Care(kind).label, "number": number} for kind, number in counted
        ),
        "hospital": _("；").join(
            f"{where[case.hospital_id]} {_time(case.admitted_at)}—{_time(case.discharged_at)}"
            for case in found.hospital_cases
        ),
        "kin_search": _("；").join(searches),
    }


def _birth(found: Detail) -> str:
    told = found.person.birth_on or found.person.birth_year
    if told is not None:
        return str(told)
    return BLANK if found.stay.age is None else _("约%(age)d岁") % {"age": found.stay.age}


def _time(at: datetime | None) -> str:
    return BLANK if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
