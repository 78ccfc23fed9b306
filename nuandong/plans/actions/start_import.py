"""Begin to turn a plan document into a plan file."""

from datetime import datetime

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Invalid
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.plans.events import ImportStarted
from nuandong.plans.importing.document import Document
from nuandong.plans.importing.kept import packed
from nuandong.plans.importing.reading import find_limited
from nuandong.plans.models import PlanImport
from nuandong.vault import api as vault

_TITLE = 200


@transaction.atomic
def start_import(*, by: Actor, now: datetime, document: Document, number: int | None = None) -> PlanImport:
    """Keep a read document with what was found in it; nothing is in force yet.

    `number` says which plan of the document, from 1; it is needed where there are several. Raises Forbidden without
    plans.plan.activate, Invalid (`number`).
    """
    permissions.check(by, "plans.plan.activate", region=by.region)
    plans = [found for found in find_limited(document) if found.plan.paragraphs]
    if (number is None and len(plans) > 1) or not 1 <= (number or 1) <= len(plans):
        raise Invalid(
            "plans.which_plan",
            _("文件里有 %(count)d 份方案。"),
            _("请写明导入第几份：1 至 %(count)d。"),
            field="number",
            count=len(plans),
        )
    found = plans[(number or 1) - 1]
    identity = new_id(now)
    doubtful = sum(not one.sure for one in found.findings)
    row = PlanImport.objects.create(
        id=identity,
        region=by.region,
        title=(found.plan.title or document.name)[:_TITLE],
        findings=len(found.findings),
        doubtful=doubtful,
        found_sealed=vault.seal(PlanImport._meta.db_table, "found_sealed", identity, packed(found)),
        started_by_id=by.staff,
        started_at=now,
        changed_at=now,
    )
    journal.record(
        ImportStarted(findings=row.findings, doubtful=doubtful, silent=len(found.silent)),
        by=by,
        now=now,
        region=row.region,
        subject=row.id,
    )
    return row
