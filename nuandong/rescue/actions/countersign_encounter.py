from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions, separation
from nuandong.rescue.events.encounter import EncounterCountersigned
from nuandong.rescue.lookups_station import encounter_of
from nuandong.rescue.models import Encounter

COUNTERSIGN = "rescue.encounter.countersign"


@transaction.atomic
def countersign_encounter(*, by: Actor, now: datetime, encounter: UUID) -> Encounter:
    """The leader signs a later entry (补录) after comparing it with the photo of the paper.

    Raises Forbidden (permission, or he recorded it himself), OutOfScope, NotFound, NotNow when nothing is to be signed.
    Source: product C.4.
    """
    row = encounter_of(encounter)
    permissions.check(by, COUNTERSIGN, region=row.region)
    separation.note_act(by=by, case=row.id, act=COUNTERSIGN, now=now)
    changed = Encounter.objects.filter(id=row.id, late_entry=True, countersigned_at=None).update(
        countersigned_by=by.staff, countersigned_at=now
    )
    if changed != 1:
        raise NotNow("rescue.nothing_to_sign", _("这条记录不需要复核，或已经复核。"), _("请刷新待复核列表。"))
    payload = EncounterCountersigned(in_time=row.countersign_due is not None and now <= row.countersign_due)
    journal.record(payload, by=by, now=now, region=row.region, subject=row.id)
    return encounter_of(row.id)
