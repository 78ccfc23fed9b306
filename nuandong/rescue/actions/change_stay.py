from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.people.kinds import Sex
from nuandong.rescue.errors_station import unknown_code, wrong_state
from nuandong.rescue.events.stay import StayChanged
from nuandong.rescue.flags import checked_flags
from nuandong.rescue.kin_holding import hold_live_notice, withdraw_live_notice
from nuandong.rescue.kinds_stay import HOLDING, Flag, Identity
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.identity import change_refusal
from nuandong.rescue.proof import proved
from nuandong.rescue.states.stay import StayState

_OLDEST = 130


@transaction.atomic
def change_stay(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    flags: Collection[str] | None = None,
    identity: str | None = None,
    sex: str | None = None,
    age: int | None = None,
    papers_checked: bool = False,
    reason: str = "",
) -> Stay:
    """Change what must be remembered about a stay: flags (all of them), identity, sex and age (years) as seen. Known
    is only whoever has a name and a valid paper on record or one that was compared now (`papers_checked`). New
    suspicion of trafficking or violence holds the kin notice; only the police's word (`release_notice`) takes it back.

    Raises Forbidden, OutOfScope, NotFound, NotNow once he has left, Invalid. Source: product C.5, C.6, RES-035.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    if row.state == StayState.LEFT:
        raise wrong_state(_("在站记录"), str(StayState.LEFT.label))
    if flags is not None:
        wanted = checked_flags(flags)
        row.flags = checked_flags([*wanted, *(one for one in row.flags if one in HOLDING)])
    if identity is not None and identity not in Identity.values:
        raise unknown_code("identity", _("身份"), identity)
    if identity is not None:
        _check_identity(row, Identity(identity), by=by, now=now, papers_checked=papers_checked)
    if sex is not None and sex not in Sex.values:
        raise unknown_code("sex", _("性别"), sex)
    if age is not None and not 0 <= age <= _OLDEST:
        raise Invalid("rescue.age", _("年龄不对。"), _("请填写周岁。"), field="age")
    row.identity = identity or row.identity
    row.sex = sex or row.sex
    row.age = row.age if age is None else age
    row.save(update_fields=["flags", "identity", "sex", "age"])
    payload = StayChanged(identity=Identity(row.identity), flags=[Flag(one) for one in row.flags])
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason or None)
    hold_live_notice(row, by=by, now=now)
    if row.identity == Identity.KNOWN:
        withdraw_live_notice(row, by=by, now=now)
    return row


def _check_identity(row: Stay, wanted: Identity, *, by: Actor, now: datetime, papers_checked: bool) -> None:
    named = people.card(row.person_id, by=by).known
    sure = proved(row.person_id, by=by, now=now, papers_checked=papers_checked)
    if (error := change_refusal(wanted, before=Identity(row.identity), named=named, proved=sure)) is not None:
        raise error
