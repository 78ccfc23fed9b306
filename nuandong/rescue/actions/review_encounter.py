from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.rescue.events.encounter import EncounterReviewed
from nuandong.rescue.lookups_station import encounter_of
from nuandong.rescue.models import Encounter


@transaction.atomic
def review_encounter(*, by: Actor, now: datetime, encounter: UUID, eligible: bool, note: str = "") -> Encounter:
    """The review after a rescue in severe weather: is the person one whom the station helps?

    The verdict is kept; when he is not, ending the help is the duty leader's decision about the stay.
    Raises Forbidden, OutOfScope, NotFound, NotNow when no review is due. Source: RES-024 (先救助再审查).
    """
    row = encounter_of(encounter)
    permissions.check(by, "rescue.stay.register", region=row.region)
    changed = Encounter.objects.filter(id=row.id, review_due__isnull=False, reviewed_at=None).update(
        reviewed_at=now, review_eligible=eligible
    )
    if changed != 1:
        raise NotNow("rescue.nothing_to_review", _("这条记录没有待补的审查。"), _("请刷新页面查看最新情况。"))
    payload = EncounterReviewed(eligible=eligible)
    words = {"note": note} if note else None
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id, text=words)
    return encounter_of(row.id)
