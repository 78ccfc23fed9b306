"""End the import of a document: its plan file is stored, or it is given up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.plans import imports
from nuandong.plans.actions.store_plan import store_plan
from nuandong.plans.events import ImportDropped, ImportStored
from nuandong.plans.importing.states import ImportState
from nuandong.plans.loader import LoadedPlan
from nuandong.plans.models import PlanImport, PlanVersion


@transaction.atomic
def store_import(*, by: Actor, now: datetime, row: PlanImport, seen: str, loaded: LoadedPlan) -> PlanVersion:
    """Store the checked plan file of a document, so that it can be put in force.

    Raises Forbidden, NotNow when it is over, Conflict when somebody changed it since `seen`.
    """
    permissions.check(by, "plans.plan.activate", region=row.region)
    imports.check_open(row)
    imports.check_seen(row, seen)
    version = store_plan(by=by, now=now, loaded=loaded)
    found = PlanImport.objects.filter(id=row.id, state=ImportState.OPEN, changed_at=row.changed_at)
    imports.check_changed(found.update(state=ImportState.STORED, version=version, changed_at=now))
    journal.record(ImportStored(plan_hash=version.hash), by=by, now=now, region=row.region, subject=row.id)
    return version


@transaction.atomic
def drop_import(*, by: Actor, now: datetime, row: PlanImport) -> UUID:
    """Give an import up; the document goes with it. Raises Forbidden, NotNow when it is over."""
    permissions.check(by, "plans.plan.activate", region=row.region)
    imports.check_open(row)
    found = PlanImport.objects.filter(id=row.id, state=ImportState.OPEN)
    imports.check_changed(
        found.update(state=ImportState.DROPPED, found_sealed=b"", draft_sealed=None, decisions={}, changed_at=now)
    )
    journal.record(ImportDropped(), by=by, now=now, region=row.region, subject=row.id)
    return row.id
