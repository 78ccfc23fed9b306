"""Open visits and hospital cases on the hand-over list (移交清单): they go to the successor at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.org.handover import OpenThing, Provider
from nuandong.rescue import hospitals
from nuandong.rescue.events.encounter import FollowUpMoved, HospitalTrackerChanged
from nuandong.rescue.models import FollowUp, HospitalCase
from nuandong.rescue.times import numbered


def _visits(staff: UUID) -> Sequence[OpenThing]:
    rows = FollowUp.objects.filter(owner=staff, done_at=None).order_by("due_at", "id")
    return [OpenThing(thing=row.id, label=numbered(row.encounter_id), since=row.due_at) for row in rows]


def _move_visits(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    rows = list(FollowUp.objects.select_for_update().filter(id__in=things, owner=giver, done_at=None).order_by("id"))
    FollowUp.objects.filter(id__in=[row.id for row in rows]).update(owner=taker)
    journal.record_many(
        journal.Draft(
            payload=FollowUpMoved(follow_up=row.id, taker=taker),
            by=by,
            now=now,
            region=row.region,
            subject=row.encounter_id,
        )
        for row in rows
    )
    return len(rows)


def _cases(staff: UUID) -> Sequence[OpenThing]:
    rows = list(HospitalCase.objects.filter(tracker=staff, settled_at=None).order_by("admitted_at", "id"))
    where = hospitals.names(rows)
    return [
        OpenThing(thing=row.id, label=f"{where[row.hospital_id]} {numbered(row.id)}", since=row.admitted_at)
        for row in rows
    ]


def _move_cases(*, giver: UUID, taker: UUID, things: Sequence[UUID], by: Actor, now: datetime) -> int:
    open_cases = HospitalCase.objects.select_for_update(of=("self",)).filter(tracker=giver, settled_at=None)
    rows = list(open_cases.filter(id__in=things).order_by("id"))
    HospitalCase.objects.filter(id__in=[row.id for row in rows]).update(tracker=taker)
    payload = HospitalTrackerChanged(tracker=taker)
    journal.record_many(
        journal.Draft(payload=payload, by=by, now=now, region=row.region, subject=row.id) for row in rows
    )
    return len(rows)


PROVIDERS = (
    Provider(code="rescue.follow_ups", title=_("待跟踪劝导"), listing=_visits, move=_move_visits),
    Provider(code="rescue.hospital_cases", title=_("住院跟踪和费用结算"), listing=_cases, move=_move_cases),
)
