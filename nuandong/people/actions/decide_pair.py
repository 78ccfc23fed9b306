from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.people import events
from nuandong.people.kinds import PairState
from nuandong.people.lookups import pair_of
from nuandong.people.models import ProposedPair
from nuandong.people.pair_rules import check_decide, decided_already, reason_of


@transaction.atomic
def decide_pair(*, by: Actor, now: datetime, pair: UUID, decision: str, reason: str) -> ProposedPair:
    """Say whether two records are of one person; the reason stays sealed in the journal.

    `same` links both records for whoever looks at either; nothing is merged or deleted. Raises NotFound, Forbidden,
    OutOfScope, NotNow when it is decided, Invalid for an unknown decision or without a reason.
    """
    row = pair_of(pair, lock=True)
    check_decide(row, by)
    if decision not in {PairState.SAME, PairState.DIFFERENT, PairState.UNSURE}:
        raise Invalid("people.pair_decision", _("结论选项不对。"), _("请选择一个结论。"), field="decision")
    said = reason_of(reason)
    kept = ProposedPair.objects.filter(id=row.id, state=row.state).update(
        state=decision, decided_by=by.staff, decided_at=now
    )
    if kept != 1:
        raise decided_already()
    payload = events.PairDecided(person_a=row.person_a_id, person_b=row.person_b_id, pair_state=decision)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=said)
    row.state, row.decided_by, row.decided_at = decision, by.staff, now
    return row
