from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import Conflict
from nuandong.kernel.ids import new_id
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.actions.join_household import enter
from nuandong.people.details import ADDRESS_LIMIT
from nuandong.people.errors import unreal_date
from nuandong.people.kinds import Relation
from nuandong.people.lookups import person_of
from nuandong.people.masking import mask_address
from nuandong.people.models import Household
from nuandong.people.rows import HOUSEHOLD
from nuandong.vault import api as vault


@transaction.atomic
def form_household(
    *,
    by: Actor,
    now: datetime,
    region: int,
    head: UUID,
    formed_on: date,
    address: str = "",
    number: str = "",
    acted_at: datetime | None = None,
) -> Household:
    """Open the record of a household in a village (12-digit code) with its head as the first member.

    Raises Conflict when the head is in a household already or the village's number is taken, NotFound for a head out
    of scope, Invalid for a day in the future.
    """
    validate(region, field="region")
    permissions.check(by, "people.household.change", region=region)
    person = person_of(head)
    if formed_on > local_date(now):
        raise unreal_date("formed_on")
    place = clean_line(address, ADDRESS_LIMIT, field="address")
    household_id = new_id(now)
    household = _stored(
        Household(
            id=household_id,
            region=region,
            number=clean_line(number, 40, field="number"),
            address_sealed=vault.seal(HOUSEHOLD, "address_sealed", household_id, place) if place else None,
            address_masked=mask_address(place),
            formed_on=formed_on,
            registered_at=now,
        )
    )
    enter(household, person, relation=Relation.HEAD, since=formed_on, now=now)
    journal.record(
        events.HouseholdFormed(head=person.id, formed_on=formed_on),
        by=by,
        now=now,
        acted_at=acted_at,
        region=region,
        subject=household.id,
    )
    return household


def _stored(household: Household) -> Household:
    try:
        with transaction.atomic():
            household.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "people.household_number_taken",
            _("本村已有这个户编号。"),
            _("请核对编号，或在已有的家庭上登记。"),
            field="number",
        ) from error
    return household
