"""Finding the rows an action is about."""

from uuid import UUID

from nuandong.org.rows import only
from nuandong.people.errors import no_such_household, no_such_pair, no_such_person
from nuandong.people.models import Household, Person, ProposedPair


def person_of(person: UUID, *, lock: bool = False) -> Person:
    """A person within the entered scope; NotFound outside it. `lock` until the end of the transaction."""
    rows = Person.objects.select_for_update() if lock else Person.objects.all()
    return only(rows.filter(id=person), no_such_person())


def household_of(household: UUID, *, lock: bool = False) -> Household:
    """A household within the entered scope; NotFound outside it."""
    rows = Household.objects.select_for_update() if lock else Household.objects.all()
    return only(rows.filter(id=household), no_such_household())


def pair_of(pair: UUID, *, lock: bool = False) -> ProposedPair:
    """A pair of records within the entered scope; NotFound outside it. `lock` until the end of the transaction."""
    rows = ProposedPair.objects.select_for_update() if lock else ProposedPair.objects.all()
    return only(rows.filter(id=pair), no_such_pair())
