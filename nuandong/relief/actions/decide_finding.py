from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.events.finding import FindingDecided, FindingReopened
from nuandong.relief.models import Finding
from nuandong.relief.policies_findings import (
    check_decide,
    check_reopen,
    decided_already,
    finding_of,
    not_decided,
    reason_of,
)
from nuandong.relief.steps import FindingState


@transaction.atomic
def decide_finding(*, by: Actor, now: datetime, finding: UUID, decision: str, reason: str) -> Finding:
    """Say what is behind a finding: `explained`, `confirmed` or `cleared`; the reason stays sealed in the journal.

    It changes nothing else: nobody is refused by it. Raises NotFound, Forbidden, OutOfScope, NotNow when it is
    decided, Invalid for an unknown decision or without a reason. DIS-034.
    """
    row = finding_of(finding, lock=True)
    check_decide(row, by)
    if decision not in set(FindingState.values) - {FindingState.OPEN}:
        raise Invalid("relief.finding_decision", _("结论选项不对。"), _("请选择一个结论。"), field="decision")
    said = reason_of(reason)
    kept = Finding.objects.filter(id=row.id, state=FindingState.OPEN).update(
        state=decision, decided_by=by.staff, decided_at=now
    )
    if kept != 1:
        raise decided_already()
    payload = FindingDecided(check=row.check_code, decision=decision, digest=row.digest)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=said)
    return finding_of(row.id)


@transaction.atomic
def reopen_finding(*, by: Actor, now: datetime, finding: UUID, reason: str) -> Finding:
    """Take a decision back. Raises NotFound, Forbidden, OutOfScope, NotNow when nothing is decided, Invalid."""
    row = finding_of(finding, lock=True)
    check_reopen(row, by)
    said = reason_of(reason)
    kept = Finding.objects.filter(id=row.id, state=row.state).update(
        state=FindingState.OPEN, decided_by=None, decided_at=None
    )
    if kept != 1:
        raise not_decided()
    payload = FindingReopened(check=row.check_code, decision=row.state)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=said)
    return finding_of(row.id)
