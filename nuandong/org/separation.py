"""Separation of duties: pairs of acts one person may not do in one case, and pairs of roles nobody holds together."""

import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Forbidden
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import catalogue
from nuandong.org.models import CaseAct

_LOCK_SPACE: Final = 0x5344  # "SD"


def note_act(*, by: Actor, case: UUID, act: str, now: datetime) -> None:
    """Note that the actor did `act` in `case`, and refuse it if he did its counterpart there before.

    Call inside the transaction of the act. Two acts in one case wait for each other, so that the same person cannot
    slip both in at once. Checked on the person who acted, not the typist. Raises Forbidden.
    Source: library/roles/separation.yaml.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, zlib.crc32(case.bytes) - 2**31])
    if (refusal := _refusal(by.staff, case, act)) is not None:
        raise refusal
    CaseAct.objects.bulk_create(
        [CaseAct(id=new_id(now), case=case, act=act, staff=by.staff, acted_at=now)], ignore_conflicts=True
    )


def can_act(by: Actor, *, case: UUID, act: str) -> bool:
    """Whether the pairs allow the actor this act in this case; for showing or hiding a button."""
    return _refusal(by.staff, case, act) is None


def check_together(roles: Iterable[str]) -> None:
    """Raise Conflict if two of the roles may not be held by one person."""
    held = set(roles)
    for pair in catalogue.separation().roles:
        if pair.one in held and pair.other in held:
            raise Conflict(
                "org.roles_apart",
                _("%(rule)s。"),
                _("请先免去原岗位，或由其他人担任。"),
                field="role",
                rule=pair.title,
            )


def _refusal(staff: UUID, case: UUID, act: str) -> Forbidden | None:
    pairs = [pair for pair in catalogue.separation().acts if act in (pair.one, pair.other)]
    counterparts = {pair.other if pair.one == act else pair.one: pair for pair in pairs}
    if not counterparts:
        return None
    done = CaseAct.objects.filter(case=case, staff=staff, act__in=counterparts).values_list("act", flat=True).first()
    if done is None:
        return None
    return Forbidden(
        "org.separation", _("%(rule)s。"), _("请由另一位有权限的同事办理。"), rule=counterparts[done].title
    )
