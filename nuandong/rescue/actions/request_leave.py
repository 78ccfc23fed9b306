from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue.actions.discharge import DISCHARGE
from nuandong.rescue.errors_station import required, unknown_code
from nuandong.rescue.events.stay import LeaveRequested
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import LeaveRequest
from nuandong.rescue.policies.leaving import needs_decision
from nuandong.rescue.policies.stay import check_move
from nuandong.rescue.reference_station import exits
from nuandong.rescue.sealing import seal


@transaction.atomic
def request_leave(
    *, by: Actor, now: datetime, stay: UUID, exit_kind: str, reason: str, sheet_photo: UUID | None = None
) -> LeaveRequest:
    """Ask the duty leader to sign a way of leaving that needs his word. Whoever asks cannot decide.

    Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid (no decision is needed: the person goes at once), Conflict
    while a request waits. Source: product C.5.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, DISCHARGE, region=row.region)
    check_move(row, "discharge")
    if exit_kind not in exits():
        raise unknown_code("exit", _("离站方式"), exit_kind)
    if not needs_decision(exit_kind, row.age, tuple(row.flags)):
        raise Invalid(
            "rescue.no_decision_needed",
            _("此人这样离站不需要签批。"),
            _("请直接办理离站；任何人不得以等待签批为由留人。"),
            field="exit",
        )
    if not reason.strip():
        raise required("reason", _("申请理由"))
    separation.note_act(by=by, case=row.id, act=DISCHARGE, now=now)
    identity = new_id(now)
    try:
        with transaction.atomic():
            request = LeaveRequest.objects.create(
                id=identity,
                region=row.region,
                stay=row,
                exit=exit_kind,
                reason_sealed=seal(LeaveRequest, "reason_sealed", identity, reason),
                requested_at=now,
                requested_by=by.staff,
                sheet_photo=sheet_photo,
            )
    except IntegrityError as error:
        raise Conflict(
            "rescue.leave_waiting", _("已有一份离站申请等待签批。"), _("请等带班领导签批后再申请。")
        ) from error
    payload = LeaveRequested(exit=exit_kind)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=reason)
    return request
