from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Conflict
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.details import ADDRESS_LIMIT
from nuandong.people.errors import changed_meanwhile
from nuandong.people.lookups import household_of
from nuandong.people.masking import mask_address
from nuandong.people.models import CategoryAssignment, Household, IdentityDocument, Membership, Person
from nuandong.people.rows import HOUSEHOLD, add_keys, person_keys, remove_keys
from nuandong.vault import api as vault


@transaction.atomic
def move_household(
    *,
    by: Actor,
    now: datetime,
    household: UUID,
    version: int,
    to_region: int,
    address: str = "",
    reason: str = "",
    acted_at: datetime | None = None,
) -> Household:
    """Move a household with its present members to another village (12-digit code).

    Its number there is to be given anew. Documents, categories and search keys of the members move along; past
    memberships stay where they were. Both ends must lie in the mover's scope. Raises Conflict when the record changed
    meanwhile or a member's document is registered at the other end.
    """
    validate(to_region, field="to_region")
    home = household_of(household, lock=True)
    permissions.check(by, "people.household.change", region=home.region)
    permissions.check(by, "people.household.change", region=to_region)
    place = clean_line(address, ADDRESS_LIMIT, field="address")
    from_region = home.region
    changed = Household.objects.filter(id=home.id, version=version, dissolved_on__isnull=True).update(
        region=to_region,
        number="" if to_region != from_region else home.number,
        address_sealed=vault.seal(HOUSEHOLD, "address_sealed", home.id, place) if place else None,
        address_masked=mask_address(place),
        version=F("version") + 1,
    )
    if changed != 1:
        raise changed_meanwhile()
    members = _present(home)
    for person in members:
        _move(person, to_region, now)
    Membership.objects.filter(household=home, until__isnull=True).update(region=to_region)
    CategoryAssignment.objects.filter(household=home).update(region=to_region)
    journal.record(
        events.HouseholdMoved(from_region=from_region, to_region=to_region, persons=len(members)),
        by=by,
        now=now,
        acted_at=acted_at,
        region=to_region,
        subject=home.id,
        reason=reason or None,
    )
    return household_of(home.id)


def _present(home: Household) -> list[Person]:
    """Its members of today, locked."""
    people = Person.objects.select_for_update(of=("self",))
    return list(people.filter(memberships__household=home, memberships__until__isnull=True))


def _move(person: Person, to_region: int, now: datetime) -> None:
    if person.region == to_region:
        return
    keys = person_keys(person)
    remove_keys(person.id, person.region, keys)
    try:
        with transaction.atomic():
            IdentityDocument.objects.filter(person=person).update(region=to_region)
    except IntegrityError as error:
        raise Conflict(
            "people.document_known",
            _("有成员的证件号码在迁入地已经登记过。"),
            _("请先核对迁入地的同一证件档案。"),
        ) from error
    CategoryAssignment.objects.filter(person=person).update(region=to_region)
    Person.objects.filter(id=person.id).update(region=to_region, version=F("version") + 1, changed_at=now)
    add_keys(person.id, to_region, keys)
