"""Recorded decisions on one instance: waive it, or say why it was missed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.plans import keeping, policies
from nuandong.plans.events import InstanceWaived, MissExplained
from nuandong.plans.models import Instance


@transaction.atomic
def waive_instance(*, by: Actor, now: datetime, instance: UUID, reason: str) -> journal.Event:
    """Take an instance out of account, with the reason.

    The board follows with the next reading of the journal. Raises NotNow for what is met, over or waived already.
    """
    row = _row(instance)
    permissions.check(by, "plans.compliance.waive", region=row.region)
    policies.check_waivable(keeping.record_of(row), now)
    return _record(by, now, row, InstanceWaived.model_validate(_key(row)), reason)


@transaction.atomic
def explain_miss(*, by: Actor, now: datetime, instance: UUID, reason: str) -> journal.Event:
    """Say why a softer duty was not done in time; its status stays. Raises NotNow for anything else."""
    row = _row(instance)
    permissions.check(by, "plans.compliance.explain", region=row.region)
    policies.check_explainable(keeping.record_of(row), now)
    return _record(by, now, row, MissExplained.model_validate(_key(row)), reason)


def _row(instance: UUID) -> Instance:
    row = Instance.objects.select_related("obligation").filter(id=instance).first()
    if row is None:
        raise NotFound("plans.no_instance", _("没有这项义务，或不在您的管辖范围内。"), _("请回到列表重新选择。"))
    return row


def _key(row: Instance) -> dict[str, UUID | str]:
    return {
        "activation": row.activation_id,
        "obligation": row.obligation.code,
        "scope": row.scope,
        "anchor": row.anchor,
    }


def _record(
    by: Actor, now: datetime, row: Instance, payload: InstanceWaived | MissExplained, reason: str
) -> journal.Event:
    return journal.record(payload, by=by, now=now, region=row.region, subject=row.id, reason=policies.reason_of(reason))
