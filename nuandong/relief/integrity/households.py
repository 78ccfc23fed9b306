"""Who is counted in a household, against the register of persons."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q

from nuandong.people.selectors.checking import cards_that_differ, in_two_households
from nuandong.relief.integrity.looking import MOST_NAMED, Look, Suspect, claims

_NOW_IN: Final = Q(household__memberships__until=None)
_DEAD: Final = Q(household__memberships__person__dead_on__isnull=False)
_PERSON: Final = "household__memberships__person"


def heads_alone(look: Look) -> int:
    """How many households are to be helped as several people of whom the register knows the head alone, as a ledger of
    heads brings them. Two queries, as `size_inflated`."""
    counted = (rows.annotate(members=Count("household__memberships", filter=_NOW_IN)) for rows in claims(look))
    return sum(rows.filter(members__lte=1, size__gt=1).count() for rows in counted)


def size_inflated(look: Look) -> Iterator[Suspect]:
    """More people than the register knows. Two queries, one pass over the memberships of the season's households."""
    for rows in claims(look):
        counted = rows.annotate(members=Count("household__memberships", filter=_NOW_IN))
        # Where a ledger brought the head alone, the register does not say how many they are: `heads_alone`.
        known = counted.filter(members__gt=1, size__gte=F("members") + look.values["more_by"])
        for household, region, size, members in known.values_list("household", "region", "size", "members"):
            yield Suspect(region, "household", household, {"size": size, "members": members})


def dead_counted(look: Look) -> Iterator[Suspect]:
    """More people than are alive, where somebody died. Two queries over the memberships, few rows come back."""
    for rows in claims(look):
        counted = rows.annotate(
            members=Count("household__memberships", filter=_NOW_IN & ~_DEAD),
            dead=Count("household__memberships", filter=_NOW_IN & _DEAD),
        ).filter(dead__gt=0, size__gt=F("members"))
        for household, region, size, members, dead in counted.values_list(
            "household", "region", "size", "members", "dead"
        ):
            yield Suspect(region, "household", household, {"dead": dead, "members": members, "size": size})


def person_twice(look: Look) -> Iterator[Suspect]:
    """Somebody who stands in two households of the season. Three queries over pairs and papers, none over persons."""
    homes: dict[UUID, int] = {}
    for rows in claims(look):
        homes.update(rows.values_list("household", "region"))
    found: dict[UUID, tuple[set[UUID], set[str]]] = {}
    for person, home, other in in_two_households(look.here):
        if home in homes:
            people, others = found.setdefault(home, (set(), set()))
            people.add(person)
            others.add(str(other))
    for home, (several, elsewhere) in found.items():
        facts = {"persons": len(several), "homes": sorted(elsewhere)[:MOST_NAMED]}
        yield Suspect(homes[home], "household", home, facts)


def number_differs(look: Look) -> Iterator[Suspect]:
    """Birth date or sex other than the identity card says.

    Registering refuses that, so only records that changed afterwards are opened: some 50 µs each.
    """
    later = Q(**{f"{_PERSON}__changed_at__gt": F(f"{_PERSON}__registered_at")}) | Q(
        **{f"{_PERSON}__documents__recorded_at__gt": F(f"{_PERSON}__registered_at")}
    )
    for rows in claims(look):
        changed = rows.filter(_NOW_IN, later).values_list(_PERSON, "household", "region").distinct()
        where = {person: (household, region) for person, household, region in changed}
        wrong: dict[tuple[UUID, int], list[frozenset[str]]] = {}
        for person, told in cards_that_differ(where):
            wrong.setdefault(where[person], []).append(told)
        for (household, region), several in wrong.items():
            facts = {
                "persons": len(several),
                "birth": sum("birth" in told for told in several),
                "sex": sum("sex" in told for told in several),
            }
            yield Suspect(region, "household", household, facts)
