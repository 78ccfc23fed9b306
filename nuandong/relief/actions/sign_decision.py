from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief import hands
from nuandong.relief.actions.grant import grant
from nuandong.relief.actions.send_decision import check_ready
from nuandong.relief.events.deciding import DecisionSigned
from nuandong.relief.lookups import decision_of
from nuandong.relief.models import Decision, Signature
from nuandong.relief.policies_deciding import check_signer, check_state, list_hash
from nuandong.relief.steps import DecisionState, Step

SIGN = "relief.decision.sign"
_READ: Final = ("id", "region", "decision", "household", "head_masked", "amount_fen", "trace")


@transaction.atomic
def sign_decision(*, by: Actor, now: datetime, decision: UUID, seen: str) -> Decision:
    """Sign the list that was `seen` (its hash). The last signature needed grants every household its entitlement.

    Raises NotFound, Forbidden (permission, second factor, own draft, acted in another step of a case, kin), OutOfScope,
    NotNow (state, signed already, frozen, an objection came in), Conflict when the list is not the one that was seen.
    """
    row = decision_of(decision, lock=True)
    permissions.check(by, SIGN, region=row.region)
    check_state(row, DecisionState.SENT)
    check_signer(row, by)
    check_ready(row, now)
    applications = list(row.applications.order_by("id").only(*_READ))
    if seen != row.list_hash or list_hash((one.id, one.amount_fen) for one in applications) != row.list_hash:
        raise Conflict("relief.list_changed", _("名单刚刚有变动。"), _("请刷新页面，核对后再签。"))
    hands.note(applications, Step.DECIDE, by=by, now=now)
    Signature.objects.create(
        id=new_id(now),
        region=row.region,
        decision=row,
        staff=by.staff,
        drafted_by=row.drafted_by,
        list_hash=row.list_hash,
        at=now,
    )
    signed, needed = row.signed.count(), row.signatures or 1
    payload = DecisionSigned(list_hash=row.list_hash, signed=signed, needed=needed)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    if signed >= needed:
        grant(row, applications, by=by, now=now)
    return decision_of(row.id)
