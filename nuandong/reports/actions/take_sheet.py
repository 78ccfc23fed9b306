from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.actions.unmask_sheet import Unmasked, unmask_sheet
from nuandong.reports.national.cases import Case, cases
from nuandong.reports.national.shape import System

TAKE: Final = "reports.national.take"
MOST: Final = 200
"""Cases on one sheet in full: what one person copies within some days."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A copy sheet with names and numbers in full."""

    id: UUID
    cases: Sequence[Case]


@transaction.atomic
def take_sheet(
    *, by: Actor, now: datetime, system: System, region: int, since: date, until: date, reason: str
) -> Sheet:
    """The cases of a region and days with names, numbers, telephones and addresses in full, to be entered there.

    One event says who took how many of whom, and why. Raises Forbidden without the right or the second factor,
    OutOfScope, Invalid without a reason, for no case or for more than MOST. Source: product A.6.
    """
    permissions.check(by, TAKE, region=region)
    found = cases(system, by=by, region=region, since=since, until=until, limit=MOST + 1)
    if not found:
        raise Invalid("reports.sheet_empty", _("没有要抄录的。"), _("请换一个地区或日期。"))
    if len(found) > MOST:
        raise Invalid(
            "reports.sheet_long", _("一次最多取出 %(most)d 条。"), _("请缩小地区或日期，分几次取。"), most=MOST
        )
    opened = unmask_sheet(
        by=by,
        now=now,
        region=region,
        persons={one.person for one in found if one.person},
        documents={one.document for one in found if one.document},
        system=system.system,
        reason=reason,
    )
    return Sheet(opened.id, [_in_full(system, one, opened) for one in found])


def _in_full(system: System, case: Case, opened: Unmasked) -> Case:
    values = dict(case.values)
    for code in values:
        name = case.opens(system, code)
        if name == "document" and case.document:
            values[code] = opened.numbers[case.document]
        elif name and case.person:
            values[code] = opened.fields[case.person][name]
    return replace(case, values=values)
