from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.people import events
from nuandong.people.kinds import PairState
from nuandong.people.lookups import pair_of
from nuandong.people.models import ProposedPair
from nuandong.people.pair_rules import check_reopen, not_decided, reason_of


@transaction.atomic
def reopen_pair(*, by: Actor, now: datetime, pair: UUID, reason: str) -> ProposedPair:
    """Take a decision back: the pair waits again, records that it linked are apart again.

    Raises NotFound, Forbidden, OutOfScope, NotNow when nothing is decided, Invalid without a reason.
    """
    row = pair_of(pair, lock=True)
    check_reopen(row, by)
    said = reason_of(reason)
    payload = events.PairReopened(
        person_a=row.person_a_id, person_b=row.person_b_id, pair_state=row.state, data_changed=False
    )
    kept = ProposedPair.objects.filter(id=row.id, state=row.state).update(
        state=PairState.OPEN, decided_by=None, decided_at=None
    )
    if kept != 1:
        raise not_decided()
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=said)
    row.state, row.decided_by, row.decided_at = PairState.OPEN, None, None
    return row
