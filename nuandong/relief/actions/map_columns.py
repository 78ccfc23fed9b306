from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.events.ledger import LedgerMapped
from nuandong.relief.forms.library import form_of
from nuandong.relief.forms.shape import Form
from nuandong.relief.models import LedgerColumns, LedgerFile
from nuandong.relief.rules import IMPORT, check_act, check_columns, ledger_of


@transaction.atomic
def map_columns(*, by: Actor, now: datetime, ledger: UUID, columns: Mapping[str, str]) -> LedgerFile:
    """Say which column is which field; it is remembered for ledgers with the same headings, and the check runs again.

    `columns` is place (from 0, as text) → field. Raises Invalid for a field twice or a required one without a column,
    NotNow once it is imported, NotFound, Forbidden, OutOfScope.
    """
    row = ledger_of(ledger, by=by, permission=IMPORT, lock=True)
    state = check_act(row, "map")
    form = form_of(row.form)
    headings = row.layout.get("headings", [])
    chosen = {place: field for place, field in columns.items() if field and int(place) < len(headings)}
    _check(form, chosen)
    LedgerColumns.objects.update_or_create(
        region=by.region,
        form=row.form,
        fingerprint=row.layout["fingerprint"],
        defaults={"columns": chosen, "saved_by": by.staff, "saved_at": now},
        create_defaults={"id": new_id(now), "columns": chosen, "saved_by": by.staff, "saved_at": now},
    )
    changed = LedgerFile.objects.filter(id=row.id, state=row.state).update(
        state=state, columns=chosen, step=0, tries=0, trouble="", rows=0, accepted=0, rejected=0, warned=0
    )
    if changed != 1:
        raise Conflict("relief.ledger_changed", _("这份台账刚刚被别人办理过。"), _("请刷新页面查看。"))
    payload = LedgerMapped(fields=sorted(chosen.values()))
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row


def _check(form: Form, chosen: Mapping[str, str]) -> None:
    fields = list(chosen.values())
    titles = {one.field: one.title for one in form.columns}
    if twice := sorted({titles.get(one, one) for one in fields if fields.count(one) > 1 or one not in titles}):
        raise Invalid(
            "relief.columns_twice",
            _("有两列选了同一项：%(titles)s。"),
            _("请只留一列，其余选“不导入”。"),
            titles="、".join(twice),
        )
    check_columns(form, fields)
