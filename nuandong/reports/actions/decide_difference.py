from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid, NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.reports.actions.record_serial import RECORD
from nuandong.reports.kinds import Decision, Kind
from nuandong.reports.models import NationalDifference
from nuandong.reports.national.events import DifferenceDecided


@transaction.atomic
def decide_difference(*, by: Actor, now: datetime, difference: UUID, decision: str) -> NationalDifference:
    """Say which side is right, or that it is known; it can be said anew, the journal keeps what was said before.

    Our records stay as they are: where theirs is right, whoever keeps them corrects them there, and
    `settle_differences` closes what then agrees. Raises NotFound, Forbidden, OutOfScope,
    Invalid for a decision there is none of, or about a side that has nothing.
    """
    row = NationalDifference.objects.select_for_update(no_key=True).filter(id=difference).first()
    if row is None:
        raise NotFound("reports.no_difference", _("没有找到这条差异。"), _("请从比对结果中打开。"))
    permissions.check(by, RECORD, region=row.region)
    if decision not in Decision.values or (row.kind == Kind.ERROR and decision != Decision.NOTED):
        raise Invalid("reports.decision", _("没有这种认定。"), _("请从列表中选择。"), field="decision")
    if row.decision == decision:
        return row
    earlier = row.decision
    NationalDifference.objects.filter(id=row.id).update(
        decision=decision, decided_by=by.staff, decided_at=now, agreed_at=None, agreed_by=None
    )
    payload = DifferenceDecided(
        system=row.source.system,
        row=row.row,
        case=row.case,
        difference=row.kind,
        decision=decision,
        earlier=earlier,
    )
    journal.record(payload, by=by, now=now, region=row.region, subject=row.source_id)
    row.decision = decision
    return row
