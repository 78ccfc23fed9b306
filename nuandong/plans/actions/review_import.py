"""Decide about the findings of a document, and write its plan file on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.plans import imports
from nuandong.plans.events import ImportReviewed
from nuandong.plans.importing.kept import DROP, KEEP, Decisions
from nuandong.plans.models import PlanImport
from nuandong.vault import api as vault


@transaction.atomic
def review_import(*, by: Actor, now: datetime, row: PlanImport, seen: str, decisions: Decisions) -> UUID:
    """Keep the decisions about all findings, in place of those before; a file written on is made anew of them.

    Raises Forbidden, NotNow when it is over, Conflict when somebody changed it since `seen`, Invalid for a number that
    no finding can have, and for an entry by hand that no plan file can have.
    """
    permissions.check(by, "plans.plan.activate", region=row.region)
    imports.check_decisions(imports.found_of(row), decisions)
    values = list(decisions.values())
    _change(row, now, seen, decisions=dict(decisions), draft_sealed=None)
    journal.record(
        ImportReviewed(
            kept=values.count(KEEP), dropped=values.count(DROP), changed=sum(one not in (KEEP, DROP) for one in values)
        ),
        by=by,
        now=now,
        region=row.region,
        subject=row.id,
    )
    return row.id


@transaction.atomic
def write_draft(*, by: Actor, now: datetime, row: PlanImport, seen: str, text: str) -> UUID:
    """Keep the plan file as somebody wrote it on; whether it is right is asked when it is stored."""
    permissions.check(by, "plans.plan.activate", region=row.region)
    _change(row, now, seen, draft_sealed=vault.seal(PlanImport._meta.db_table, "draft_sealed", row.id, text))
    return row.id


def _change(row: PlanImport, now: datetime, seen: str, **values: Any) -> None:
    imports.check_open(row)
    imports.check_seen(row, seen)
    found = PlanImport.objects.filter(id=row.id, state=row.state, changed_at=row.changed_at)
    imports.check_changed(found.update(changed_at=now, **values))
