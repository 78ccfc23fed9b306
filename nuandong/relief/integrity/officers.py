"""Officers and the households of their relatives."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min

from nuandong.kernel.clock import local_date
from nuandong.org.selectors import names_of, phones_of
from nuandong.people.selectors.checking import at_phones
from nuandong.relief.integrity.looking import Look, Suspect, applications
from nuandong.relief.models import Hand, Kinship, Season
from nuandong.relief.steps import Step
from nuandong.relief.training import trained_on


def kin_acted(look: Look) -> Iterator[Suspect]:
    """Acted for a household that was declared kin, before or afterwards; one join of hands and declarations."""
    kin = Hand.objects.filter(
        application__in=applications(look).values("id"),
        application__household__in=Kinship.objects.filter(ended_at=None).values("household"),
    )
    told = {(row.staff, row.household_id): row.relation for row in Kinship.objects.filter(look.here, ended_at=None)}
    rows = kin.values_list("staff", "step", "application", "application__household", "application__region").order_by()
    found = [row for row in rows if (row[0], row[3]) in told]
    names = names_of([row[0] for row in found])
    for staff, step, application, household, region in found:
        facts = {"officer": names.get(staff, ""), "staff": str(staff), "step": step}
        yield Suspect(region, "application", application, facts | {"relation": told[staff, household]})


def surveyor_untrained(look: Look) -> Iterator[Suspect]:
    """Villages in which somebody reported households before being trained (003#11); a query for each list."""
    rows = Hand.objects.filter(application__in=applications(look).values("id"), step=Step.REPORT).order_by()
    acted = rows.values_list("staff", "region", "application__season")
    trained = trained_on(Season.objects.filter(year=look.season))
    found: dict[int, list[tuple[UUID, date, int]]] = {}
    for staff, region, season, first, homes in acted.annotate(first=Min("at"), n=Count("application", distinct=True)):
        day, on = local_date(first), trained.get((season, staff))
        if on is None or on > day:
            found.setdefault(region, []).append((staff, day, homes))
    names = names_of([staff for some in found.values() for staff, _day, _homes in some])
    for region, some in found.items():
        facts = {
            "officers": "、".join(sorted({names.get(staff, "") for staff, _day, _homes in some})),
            "staff": sorted({str(staff) for staff, _day, _homes in some}),
            "homes": sum(homes for _staff, _day, homes in some),
            "day": min(day for _staff, day, _homes in some).isoformat(),
        }
        yield Suspect(region, "region", region, facts)


def kin_not_declared(look: Look) -> Iterator[Suspect]:
    """Acted for a household that shares the officer's phone, undeclared.

    Opens the phones of officers who acted (hundreds in a county), then walks the index of hashed phones.
    """
    hands = Hand.objects.filter(application__in=applications(look).values("id")).order_by()
    phones = phones_of(list(hands.values_list("staff", flat=True).distinct()))
    homes = at_phones(set(phones.values()))
    shared = {(staff, household) for staff, digits in phones.items() for _person, household in homes.get(digits, ())}
    if not shared:
        return
    declared = set(
        Kinship.objects.filter(household__in=[home for _staff, home in shared], ended_at=None).values_list(
            "staff", "household"
        )
    )
    acted = hands.filter(staff__in=[staff for staff, _home in shared]).annotate(home=F("application__household"))
    names = names_of([staff for staff, _home in shared])
    for hand in acted.filter(home__in=[home for _staff, home in shared]):
        if (hand.staff, hand.home) in shared - declared:
            facts = {"officer": names.get(hand.staff, ""), "staff": str(hand.staff), "step": hand.step}
            yield Suspect(hand.region, "application", hand.application_id, facts)
