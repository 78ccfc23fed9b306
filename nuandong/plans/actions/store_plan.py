"""Keep a checked plan file, so that it can be put in force."""

from datetime import datetime

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.plans import versions
from nuandong.plans.events import PlanStored
from nuandong.plans.loader import LoadedPlan
from nuandong.plans.models import PlanVersion


@transaction.atomic
def store_plan(*, by: Actor, now: datetime, loaded: LoadedPlan) -> PlanVersion:
    """Store a plan that was read without mistakes; a text that is stored already stays as it is, without an event.

    Raises Forbidden without plans.plan.activate.
    """
    permissions.check(by, "plans.plan.activate", region=by.region)
    known = PlanVersion.objects.filter(hash=loaded.hash).first()
    if known is not None:
        return known
    version = versions.keep(loaded, now=now)
    journal.record(
        PlanStored(plan=version.plan, plan_hash=version.hash), by=by, now=now, region=by.region, subject=version.id
    )
    return version
