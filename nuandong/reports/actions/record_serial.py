from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid, NotFound
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line, halfwidth
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.models import NationalSerial
from nuandong.reports.national.cases import cases_by_id
from nuandong.reports.national.events import SerialRecorded
from nuandong.reports.national.library import system_of

RECORD = "reports.national.record"
LONGEST: Final = 40


@transaction.atomic
def record_serial(*, by: Actor, now: datetime, system: str, case: UUID, serial: str) -> NationalSerial:
    """Note the system's own number of one of our cases; a wrong one is replaced, the journal keeps both.

    Raises NotFound for no such system or case, Forbidden, OutOfScope, Invalid without a number, Conflict when another
    case has it. Saying the same again changes nothing. Source: product A.6.
    """
    found = cases_by_id(system_of(system), [case], by=by, on=local_date(now)).get(case)
    if found is None:
        raise NotFound("reports.no_case", _("没有找到这一条。"), _("它可能不在您的管辖区域内，请从抄录单中打开。"))
    permissions.check(by, RECORD, region=found.region)
    words = clean_line(halfwidth(serial), LONGEST, field="serial").replace(" ", "").upper()
    if not words:
        raise Invalid(
            "reports.serial_missing", _("请填写系统里的编号。"), _("照系统页面上的编号填写。"), field="serial"
        )
    row = NationalSerial.objects.select_for_update(no_key=True).filter(system=system, case=case).first()
    if row is not None and row.serial == words:
        return row
    earlier = row.serial if row else ""
    try:
        with transaction.atomic():
            if row is None:
                row = NationalSerial.objects.create(
                    id=new_id(now),
                    region=found.region,
                    system=system,
                    case=case,
                    serial=words,
                    recorded_by=by.staff,
                    recorded_at=now,
                )
            else:
                NationalSerial.objects.filter(id=row.id).update(serial=words, recorded_by=by.staff, recorded_at=now)
                row.serial = words
    except IntegrityError as error:
        raise Conflict(
            "reports.serial_taken",
            _("这个编号已经登记给另一条。"),
            _("请核对系统里的编号；登错的，先到那一条改正。"),
            field="serial",
        ) from error
    payload = SerialRecorded(system=system, serial=words, earlier=earlier)
    journal.record(payload, by=by, now=now, region=found.region, subject=case)
    return row
