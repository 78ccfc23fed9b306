from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue import times
from nuandong.rescue.keeping import give_back
from nuandong.rescue.lookups_station import stay_of


@transaction.atomic
def return_belongings(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    things: Collection[UUID],
    to: str = "",
    acted_at: datetime | None = None,
) -> int:
    """Give back some of what is kept, also after the stay; `to` names who took it if it was not the person.

    Returns how many lines. Raises Forbidden, OutOfScope, NotFound, Conflict when one was given back already or may not
    be. Source: facts 2.2 row 18, 国务院令第381号 (withholding is forbidden).
    """
    row = stay_of(stay)
    permissions.check(by, "rescue.stay.care", region=row.region)
    count = give_back(row, by=by, now=now, at=times.told(acted_at, now), only=things, to=to)
    if count != len(set(things)) or not count:
        raise Conflict("rescue.not_kept", _("有物品已经返还，或属于违禁物品。"), _("请刷新物品清单后重新选择。"))
    return count
