from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.relief import ceilings, freezes, selectors_deciding
from nuandong.relief.actions.draft_decision import DECIDE, count_up
from nuandong.relief.events.deciding import DecisionRecalled, DecisionSent
from nuandong.relief.lookups import decision_of
from nuandong.relief.models import Decision, Signature
from nuandong.relief.policies_deciding import check_not_empty, check_open, check_state, list_hash
from nuandong.relief.procedures import procedure_of
from nuandong.relief.steps import DecisionState


@transaction.atomic
def send_decision(*, by: Actor, now: datetime, decision: UUID) -> Decision:
    """Send a draft for signing: its households, amounts and the number of signatures are fixed from now on.

    Raises NotFound, Forbidden, OutOfScope, NotNow (state, season closed, frozen, a notice or an objection open, more
    than a village's share), Invalid when it is empty or an amount is missing.
    """
    row = decision_of(decision, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    check_state(row, DecisionState.DRAFT)
    check_open(row.season)
    check_not_empty(row)
    check_ready(row, now)
    check_shares(row)
    count_up(row)
    row.list_hash = list_hash(row.applications.values_list("id", "amount_fen"))
    row.signatures = procedure_of(row.season).signatures(row.total_fen)
    row.state = DecisionState.SENT
    row.sent_at = now
    row.save(update_fields=["list_hash", "signatures", "state", "sent_at"])
    payload = DecisionSent(
        households=row.households, total_fen=row.total_fen, signatures=row.signatures, list_hash=row.list_hash
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return row


def check_shares(decision: Decision) -> None:
    """Raise NotNow when the list grants more in a village than is left of its share of the money."""
    season = decision.season
    if procedure_of(season).partly:
        return
    asked = dict(decision.applications.order_by().values_list("region").annotate(fen=Sum("amount_fen")))
    ceilings.check_enough([room for room in ceilings.rooms(season, asked).values() if room.asked > room.to_grant])


def check_ready(decision: Decision, now: datetime) -> None:
    """Raise NotNow when an audit holds one of the villages or a household's notice or objection is open."""
    villages = decision.applications.order_by().values_list("region", flat=True).distinct()
    freezes.check_not_frozen(villages, decision.season.year)
    selectors_deciding.check_nothing_open(decision, local_date(now))


@transaction.atomic
def recall_decision(*, by: Actor, now: datetime, decision: UUID, why: str) -> Decision:
    """Take a list back from signing to change it; signatures given so far are void. Raises as `send_decision`."""
    row = decision_of(decision, lock=True)
    permissions.check(by, DECIDE, region=row.region)
    check_state(row, DecisionState.SENT)
    signed, _rows = Signature.objects.filter(decision=row).delete()
    Decision.objects.filter(id=row.id).update(state=DecisionState.DRAFT, list_hash="", signatures=None, sent_at=None)
    journal.record(DecisionRecalled(signed=signed), by=by, now=now, region=row.region, subject=row.id, reason=why)
    return decision_of(row.id)
