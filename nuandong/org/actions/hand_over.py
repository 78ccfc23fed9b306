from datetime import datetime
from uuid import UUID

from django.db import transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import events, handover, lookups, permissions
from nuandong.org.actors import check_in_person
from nuandong.org.handover import Group
from nuandong.org.models import HandoverRecord


@transaction.atomic
def hand_over(*, by: Actor, now: datetime, giver: UUID, taker: UUID, witness: UUID, reason: str = "") -> HandoverRecord:
    """Move everything open from one person to another at once, watched by a third; the record is the printed list.

    Raises Invalid unless giver, taker and witness are three people, NotNow when nothing is open, Conflict when
    something was settled or added meanwhile: then nothing moves. Source: product H (移交人·接交人·监交人).
    """
    if len({giver, taker, witness}) != 3:
        raise Invalid(
            "org.handover_three",
            _("移交人、接交人、监交人必须是三个不同的人。"),
            _("请重新选择。"),
            field="witness",
        )
    # Locked in one order, so that two hand-overs crossing each other wait instead of dying.
    people = {person: lookups.staff_of(person, lock=True) for person in sorted((giver, taker, witness))}
    region = people[giver].unit.region
    permissions.check(by, "org.handover.do", region=region)
    check_in_person(by)
    groups = handover.open_things(giver)
    if not groups:
        raise NotNow("org.nothing_open", _("此人没有未办结的事项。"), _("无需办理移交。"))
    for group in groups:
        _move(group, giver=giver, taker=taker, by=by, now=now)
    if handover.count_open(giver):
        raise _changed_meanwhile()
    record = HandoverRecord.objects.create(
        id=new_id(now),
        giver=people[giver],
        taker=people[taker],
        witness=people[witness],
        region=region,
        moved=[_line(group, place) for group in groups for place in range(len(group.things))],
        done_at=now,
    )
    journal.record(
        events.WorkHandedOver(giver=giver, taker=taker, witness=witness, things=len(record.moved)),
        by=by,
        now=now,
        region=region,
        subject=record.id,
        reason=reason or None,
    )
    return record


def _move(group: Group, *, giver: UUID, taker: UUID, by: Actor, now: datetime) -> None:
    things = [thing.thing for thing in group.things]
    if group.provider.move(giver=giver, taker=taker, things=things, by=by, now=now) != len(things):
        raise _changed_meanwhile()


def _line(group: Group, place: int) -> dict[str, str]:
    thing = group.things[place]
    return {
        "provider": group.provider.code,
        "thing": str(thing.thing),
        "label": thing.label,
        "since": thing.since.isoformat() if thing.since else "",
    }


def _changed_meanwhile() -> Conflict:
    return Conflict("org.handover_changed", _("移交期间事项有变动，没有移交。"), _("请刷新清单后重新办理。"))
