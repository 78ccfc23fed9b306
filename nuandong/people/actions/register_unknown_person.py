from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.details import Details, checked
from nuandong.people.keys import temporary_keys
from nuandong.people.models import Person
from nuandong.people.rows import add_keys, columns, detail_keys

# No I, L, O, U: read out on the phone and written on a wristband.
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 5


@transaction.atomic
def register_unknown_person(
    *,
    by: Actor,
    now: datetime,
    region: int,
    details: Details | None = None,
    photo: UUID | None = None,
    acted_at: datetime | None = None,
) -> Person:
    """Register somebody who cannot or will not give a name, under a temporary number such as 20261201-7K3QX.

    `photo` is an id in files; `details` hold what is seen (sex, estimated birth year), no name. Raises Invalid for
    details that cannot be. Source: product C.5, RES-039.
    """
    validate(region, field="region")
    permissions.check(by, "people.person.register", region=region)
    today = local_date(now)
    told = checked(details or Details(), today=today)
    if told.name:
        raise Invalid("people.name_known", _("已经知道姓名。"), _("请按姓名登记。"), field="name")
    person_id = new_id(now)
    person = Person.objects.create(
        id=person_id,
        region=region,
        temporary_number=f"{today:%Y%m%d}-{_sign(person_id)}",
        photo=photo,
        registered_at=now,
        changed_at=now,
        **columns(person_id, told),
    )
    add_keys(person.id, region, detail_keys(told) | temporary_keys(person.temporary_number))
    journal.record(
        events.PersonRegistered(known=False, temporary_number=person.temporary_number),
        by=by,
        now=now,
        acted_at=acted_at,
        region=region,
        subject=person.id,
    )
    return person


def _sign(identity: UUID) -> str:
    """Five signs from the random tail of an id: one in 33 million for two people of one day to share."""
    value = identity.int
    signs = []
    for _place in range(_LENGTH):
        value, digit = divmod(value, len(_SIGNS))
        signs.append(_SIGNS[digit])
    return "".join(signs)
