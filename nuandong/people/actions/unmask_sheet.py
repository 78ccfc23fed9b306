from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people.events import SheetUnmasked
from nuandong.people.models import IdentityDocument, Person
from nuandong.people.reasons import stated
from nuandong.people.rows import open_field, open_number

FIELDS: Final = ("name", "phone", "address")


@dataclass(frozen=True, slots=True)
class Unmasked:
    """Some people in full: person → field of FIELDS → text, paper → number; `id` is what the event is about."""

    id: UUID
    fields: Mapping[UUID, Mapping[str, str]] = field(repr=False)
    numbers: Mapping[UUID, str] = field(repr=False)


@transaction.atomic
def unmask_sheet(
    *,
    by: Actor,
    now: datetime,
    region: int,
    persons: Collection[UUID],
    documents: Collection[UUID],
    system: str,
    reason: str,
) -> Unmasked:
    """Read some people in full for one sheet, to be entered into `system`; one event names all of them and the reason.

    The texts themselves are written nowhere. Raises Forbidden without the second factor, OutOfScope, NotFound when one
    of them lies outside the scope, Invalid without a reason. Source: GB/T 22239-2019 level 2 audit.
    """
    why = stated(reason, _("请写明用途，例如“录入救助系统”。"))
    rows = list(Person.objects.filter(id__in=list(persons)))
    for one in {region, *(row.region for row in rows)}:
        permissions.check(by, "people.person.unmask", region=one)
    papers = list(IdentityDocument.objects.filter(id__in=list(documents), person__in=rows))
    if len(rows) != len(set(persons)) or len(papers) != len(set(documents)):
        raise NotFound("people.not_all_there", _("有的人不在您的管辖区域内。"), _("请缩小地区后重试。"))
    identity = new_id(now)
    journal.record(
        SheetUnmasked(system=system, count=len(rows), persons=sorted((row.id for row in rows), key=str)),
        by=by,
        now=now,
        region=region,
        subject=identity,
        reason=why,
    )
    return Unmasked(
        identity,
        {row.id: {name: open_field(row, name) for name in FIELDS} for row in rows},
        {paper.id: open_number(paper) for paper in papers},
    )
