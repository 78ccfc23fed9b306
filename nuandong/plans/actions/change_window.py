"""Extend or end the window of an activation, by a recorded decision (RES-002)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.plans import policies
from nuandong.plans.events import ActivationEnded, WindowExtended
from nuandong.plans.models import Activation


@transaction.atomic
def extend_window(*, by: Actor, now: datetime, activation: Activation, ends_on: date, reason: str) -> Activation:
    """Move the last day of an activation to a later one; `reason` says by which decision.

    Raises Invalid for a day that is not later, Conflict when somebody changed the window meanwhile or another version
    of the plan is in force in that time.
    """
    permissions.check(by, "plans.plan.activate", region=activation.region)
    policies.check_extends(activation, ends_on, now)
    return _move(by, now, activation, ends_on, reason, WindowExtended(ends_on=ends_on))


@transaction.atomic
def end_activation(
    *, by: Actor, now: datetime, activation: Activation, reason: str, ends_on: date | None = None
) -> Activation:
    """End an activation early: `ends_on` (default today) is its last day. Clocks that began before run to their end.

    Raises NotNow for a day outside the window, Conflict when somebody changed the window meanwhile.
    """
    permissions.check(by, "plans.plan.activate", region=activation.region)
    ends_on = ends_on or local_date(now)
    policies.check_ends(activation, ends_on)
    return _move(by, now, activation, ends_on, reason, ActivationEnded(ends_on=ends_on))


def _move(
    by: Actor,
    now: datetime,
    activation: Activation,
    ends_on: date,
    reason: str,
    payload: WindowExtended | ActivationEnded,
) -> Activation:
    words = policies.reason_of(reason)
    seen = Activation.objects.filter(id=activation.id, ends_on=activation.ends_on, changed_at=activation.changed_at)
    try:
        with transaction.atomic():
            changed = seen.update(ends_on=ends_on, changed_at=now)
    except IntegrityError:
        raise Conflict(
            "plans.other_version_active",
            _("这段时间里已经启用了这份方案的另一个版本。"),
            _("请先结束那一次启用。"),
        ) from None
    if changed != 1:
        raise Conflict("plans.window_changed", _("方案的期限刚刚被别人改过。"), _("请刷新页面后再办。"))
    journal.record(payload, by=by, now=now, region=activation.region, subject=activation.id, reason=words)
    activation.refresh_from_db()
    return activation
