from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.reports.events import PackAsked
from nuandong.reports.inspection.packing import STEPS
from nuandong.reports.inspection.rules import check_pack
from nuandong.reports.models import InspectionPack


@transaction.atomic
def ask_for_pack(*, by: Actor, now: datetime, region: int, first: date, last: date) -> InspectionPack:
    """Ask for the inspection pack of a region and days, both included; it is made in the background.

    Raises Forbidden, OutOfScope, Invalid for the days or an unknown region, Conflict while one's pack for the same
    region is being made. Source: product D8.
    """
    check_pack(by=by, now=now, region=region, first=first, last=last)
    identity = new_id(now)
    try:
        with transaction.atomic():
            made = InspectionPack.objects.create(
                id=identity,
                region=region,
                first_day=first,
                last_day=last,
                asked_by=by.staff,
                asked_at=now,
                steps=STEPS,
            )
    except IntegrityError as error:
        raise Conflict("reports.pack_going_on", _("这个地区的迎检材料正在生成。"), _("请等生成以后再要求。")) from error
    payload = PackAsked(period_from=first, period_to=last)
    journal.record(payload, by=by, now=now, region=region, subject=identity)
    return made
