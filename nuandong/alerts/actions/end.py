from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.alerts import errors, events, policies
from nuandong.alerts.locks import lock_warnings
from nuandong.alerts.models import WeatherWarning
from nuandong.alerts.settling import content
from nuandong.alerts.states import TRANSITIONS, Move, State
from nuandong.alerts.writing import regions_of
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import clean_text
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions


@transaction.atomic
def end_warning(
    *, by: Actor, now: datetime, warning: UUID, reason: str, ended_at: datetime | None = None
) -> WeatherWarning:
    """Stop acting on a warning by decision, when its lifting was heard but no message came.

    `ended_at` (aware, default now) may lie in the past, not before the warning began. Only the unit's region that
    received the warning, or one above it, decides. Raises Forbidden, OutOfScope, NotFound, NotNow, Invalid without a
    reason or with an impossible time, Conflict when somebody was first.
    """
    permissions.check(by, "alerts.warning.record")
    lock_warnings()
    found = WeatherWarning.objects.select_related("message").filter(id=warning).first()
    if found is None:
        raise errors.not_found()
    permissions.check(by, "alerts.warning.record", region=found.message.received_in)
    policies.check_move(found, Move.END)
    reason = clean_text(reason, 500, field="reason")
    if not reason:
        raise Invalid(
            "alerts.no_reason",
            _("没有填写结束预警的依据。"),
            _("请写明谁在什么时候通知解除。"),
            field="reason",
        )
    at = ended_at or now
    if not found.message.sent_at <= at <= now:
        raise Invalid(
            "alerts.bad_end",
            _("结束时间应在预警发布之后、现在之前。"),
            _("请核对结束时间。"),
            field="ended_at",
        )
    changed = WeatherWarning.objects.filter(id=found.id, state=State.CURRENT).update(
        state=TRANSITIONS[State.CURRENT][Move.END], closed_at=at
    )
    if changed != 1:
        raise errors.raced()
    found.refresh_from_db()
    payload = events.WarningEnded.model_validate(content(found, regions_of([found])[found.id]))
    region = found.message.received_in
    journal.record(payload, by=by, now=now, acted_at=at, region=region, subject=found.thread, reason=reason)
    return found
