from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.files import storing
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.reports.actions.upload_blank import MIMES
from nuandong.reports.blanks.composed import value_for
from nuandong.reports.blanks.events import BlankFilled
from nuandong.reports.blanks.grid import Grid, Place
from nuandong.reports.blanks.keeping import FILLED, bindings_of, blank_of, grid_of
from nuandong.reports.blanks.reading import filled_copy
from nuandong.reports.blanks.targets import Around, Missing
from nuandong.reports.blanks.values import Value
from nuandong.reports.content import Content
from nuandong.reports.keeping import content_of, report_of
from nuandong.reports.models import BlankFilling, Report

FILL = "reports.blank.fill"
MARK = "草稿，未签批"
"""On the paper, which is in Chinese whoever prints it."""


@transaction.atomic
def fill_blank(*, by: Actor, now: datetime, blank: UUID, report: UUID) -> BlankFilling:
    """A copy of the blank with the values of a report: as it was sealed, or as it counts now, then marked as a draft.

    What has no value stays empty and is listed. Raises NotFound, Forbidden, OutOfScope, NotNow until the newest
    edition was mapped, Invalid for a report of another kind.
    """
    held, row = blank_of(blank), report_of(report)
    permissions.check(by, FILL, region=row.region)
    if held.mapping is None:
        raise NotNow("reports.blank_unmapped", _("这份空表还没有对应好。"), _("请先核对每一格填什么，保存以后再填表。"))
    if row.report != held.blank.report:
        raise Invalid("reports.blank_other", _("这份空表不是这张报表的。"), _("请从空表的页面选择报告期。"))
    content = content_of(row)
    grid = grid_of(held.edition)
    values, empty = _values(grid, bindings_of(held.mapping), content, _around(row, by, now))
    draft = row.signed_at is None
    original, _mime = storing.read(held.edition.file)
    data = filled_copy(original, values, MARK if draft else "")
    file = storing.store_document(
        by=by, now=now, region=row.region, data=data, purpose=FILLED, mime=MIMES[held.blank.kind]
    )
    made = BlankFilling.objects.create(
        id=new_id(now),
        region=row.region,
        mapping=held.mapping,
        report=row,
        first_day=row.first_day,
        last_day=row.last_day,
        draft=draft,
        source=content.digest(),
        file=file,
        filled=len(values),
        empty=empty,
        made_by=by.staff,
        made_at=now,
    )
    payload = BlankFilled(
        report=row.report,
        filling=made.id,
        period_from=row.first_day,
        period_to=row.last_day,
        draft=draft,
        content_digest=made.source,
        places_filled=made.filled,
        places_empty=len(empty),
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=held.blank.id)
    return made


def _around(row: Report, by: Actor, now: datetime) -> Around:
    names = org.names_of([one for one in (row.author, row.signed_by) if one])
    return Around(
        unit=org.unit_names([by.unit]).get(by.unit, "") if by.unit else "",
        filled_on=local_date(now),
        author=names.get(row.author, ""),
        signer=names.get(row.signed_by, "") if row.signed_by else "",
        signed_on=local_date(row.signed_at) if row.signed_at else None,
    )


def _values(
    grid: Grid, bindings: Mapping[str, str], content: Content, around: Around
) -> tuple[dict[Place, Value], list[list[str]]]:
    """What goes where, and every place that stays empty with the reason: bound ones, and cells between two headings."""
    values: dict[Place, Value] = {}
    empty: list[list[str]] = []
    for address, place in grid.every_place().items():
        code = bindings.get(address)
        found = value_for(code, content, around) if code else Missing("unbound")
        if isinstance(found, Value):
            values[place] = found
        elif code or grid.between_headings(place):
            empty.append([address, found.reason])
    return values, empty
