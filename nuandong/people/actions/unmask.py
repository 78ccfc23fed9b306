from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.kinds import UnmaskField
from nuandong.people.lookups import person_of
from nuandong.people.models import Person
from nuandong.people.reasons import stated
from nuandong.people.rows import open_field, open_number

_SHORTEST_REASON: Final = 2


@transaction.atomic
def unmask(*, by: Actor, now: datetime, person: UUID, field: str, reason: str, document: UUID | None = None) -> str:
    """Read one field of a person in full. Leaves an event with the reason; the text itself is written nowhere.

    `field` is an `UnmaskField`; `document` says which paper's number. Raises Forbidden without the second factor,
    Invalid without a reason, NotFound where there is nothing to read. Source: GB/T 22239-2019 level 2 audit.
    """
    row = person_of(person)
    permissions.check(by, "people.person.unmask", region=row.region)
    why = stated(reason, _("请写明用途，例如“联系家属”。"), fewest=_SHORTEST_REASON)
    if field not in UnmaskField.values:
        raise ValueError(f"no such field to unmask: {field}")
    text = _number(row, document) if field == UnmaskField.DOCUMENT else open_field(row, field)
    if not text:
        raise NotFound("people.nothing_to_unmask", _("这一项没有登记内容。"), _("请核对档案。"))
    journal.record(events.PersonUnmasked(field=field), by=by, now=now, region=row.region, subject=row.id, reason=why)
    return text


def _number(person: Person, document: UUID | None) -> str:
    found = person.documents.filter(id=document).first() if document else None
    return open_number(found) if found else ""
