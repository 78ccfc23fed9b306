from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.models import NationalOrder
from nuandong.reports.national.events import ColumnsOrdered
from nuandong.reports.national.library import system_of
from nuandong.reports.national.ordering import holder


@transaction.atomic
def order_columns(*, by: Actor, now: datetime, system: str, columns: Sequence[str]) -> NationalOrder:
    """Copy the fields of a system in this order (all codes, each once) in the whole county, for these fields.

    Raises NotFound for no such system, Forbidden, OutOfScope for who does not act for the county, Invalid for an order
    that leaves a field out or has one twice. Source: product A.6.
    """
    asked, region = system_of(system), holder(by.region)
    permissions.check(by, RECORD, region=region)
    if sorted(columns) != sorted(one.code for one in asked.fields):
        raise Invalid("reports.columns_incomplete", _("各项没有排全，或有一项重复。"), _("请刷新页面后重新排列。"))
    row, _made = NationalOrder.objects.update_or_create(
        region=region,
        system=system,
        version=asked.version,
        defaults={"columns": list(columns), "set_by": by.staff, "set_at": now},
        create_defaults={"id": new_id(now), "columns": list(columns), "set_by": by.staff, "set_at": now},
    )
    journal.record(ColumnsOrdered(system=system, columns=list(columns)), by=by, now=now, region=region, subject=row.id)
    return row
