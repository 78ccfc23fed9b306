from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.reports.actions.start_report import DRAFT
from nuandong.reports.counting import Entered, Place, fillable
from nuandong.reports.events import TextsWritten, ValueEntered
from nuandong.reports.keeping import about, move, report_of, sealed_texts, stored_values, texts_of, values_of
from nuandong.reports.library import definition_of
from nuandong.reports.models import Report
from nuandong.reports.policies import check_move

WORDS: Final = 4000
"""No passage is longer, in code points."""
LARGEST: Final = 10**12


@transaction.atomic
def fill_report(
    *,
    by: Actor,
    now: datetime,
    report: UUID,
    values: Mapping[Place, int | None],
    texts: Mapping[str, str],
) -> Report:
    """Enter what no event says: whole numbers by (row, column), None to take one out again, and the passages.

    Each number that changes is an event that says who entered it; figures of the journal cannot be overwritten. What is
    not named stays. Raises NotFound, Forbidden (also for whoever signed this report before), OutOfScope, NotNow once it
    is signed, Invalid.
    """
    row = report_of(report, lock=True)
    permissions.check(by, DRAFT, region=row.region)
    check_move(row, "fill")
    definition = definition_of(row.report).definition
    places = {(one.code, column.code) for one, column in fillable(definition)}
    written = texts_of(row)
    passages = {one.code for one in definition.texts}
    if not values.keys() <= places or not texts.keys() <= passages:
        raise Invalid("reports.no_place", _("报表里没有这一格可以填写。"), _("请刷新页面后重新填写。"))
    separation.note_act(by=by, case=row.id, act=DRAFT, now=now)
    entered = values_of(row)
    for place, value in values.items():
        was = entered[place].value if place in entered else None
        if value == was:
            continue
        if value is None:
            del entered[place]
        elif not 0 <= value <= LARGEST:
            raise Invalid(
                "reports.value", _("请填写不小于 0 的整数。"), _("请核对后重新填写。"), field="__".join(place)
            )
        else:
            entered[place] = Entered(value, by.staff)
        payload = ValueEntered(**about(row), row=place[0], column=place[1], value=value, earlier=was)
        journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    cleaned = {code: clean_text(words, WORDS, field=code) for code, words in texts.items()}
    changed = {code: words for code, words in cleaned.items() if words != written.get(code, "")}
    if changed:
        written |= changed
        journal.record(
            TextsWritten(**about(row), passages=sorted(changed)), by=by, now=now, region=row.region, subject=row.id
        )
    move(row, "fill", values=stored_values(entered), texts_sealed=sealed_texts(row.id, written))
    return report_of(row.id)
