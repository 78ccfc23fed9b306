from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict, Invalid, NotNow
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.errors import unreal_date
from nuandong.people.kinds import Relation
from nuandong.people.lookups import household_of, person_of
from nuandong.people.models import Household, Membership, Person


@transaction.atomic
def join_household(
    *,
    by: Actor,
    now: datetime,
    household: UUID,
    person: UUID,
    relation: str,
    since: date,
    acted_at: datetime | None = None,
) -> Membership:
    """Record a person as member of a household from a day on. `relation` is to the head, a `Relation`.

    Raises Conflict when the person is in a household on that day or the household has a head, NotNow for a dissolved
    household, Invalid for a day in the future or an unknown relation.
    """
    home = household_of(household, lock=True)
    permissions.check(by, "people.household.change", region=home.region)
    if home.dissolved_on is not None:
        raise NotNow("people.household_dissolved", _("这个家庭已经注销。"), _("请选择其他家庭，或新建。"))
    if relation not in Relation.values:
        raise Invalid("people.relation", _("与户主关系不对。"), _("请从列表中选择。"), field="relation")
    if since > local_date(now):
        raise unreal_date("since")
    membership = enter(home, person_of(person), relation=relation, since=since, now=now)
    journal.record(
        events.HouseholdJoined(person=person, since=since),
        by=by,
        now=now,
        acted_at=acted_at,
        region=home.region,
        subject=home.id,
    )
    return membership


def enter(household: Household, person: Person, *, relation: str, since: date, now: datetime) -> Membership:
    """The row; Conflict where another membership stands against it."""
    earlier = Membership.objects.filter(Q(until__isnull=True) | Q(until__gt=since), person=person)
    if earlier.exists():
        raise _elsewhere()
    try:
        with transaction.atomic():
            return Membership.objects.create(
                id=new_id(now),
                region=household.region,
                person=person,
                household=household,
                relation=relation,
                since=since,
            )
    except IntegrityError as error:
        if "people_membership_one_head" in str(error):
            raise Conflict(
                "people.household_has_head",
                _("这个家庭已有户主。"),
                _("请选择与户主的关系；更换户主先登记原户主离开。"),
                field="relation",
            ) from error
        raise _elsewhere() from error


def _elsewhere() -> Conflict:
    return Conflict(
        "people.in_household",
        _("这个人那一天还在另一个家庭里。"),
        _("请先登记其离开原家庭。"),
        field="person",
    )
