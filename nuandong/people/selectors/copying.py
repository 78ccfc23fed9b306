"""Households as another office's system asks for them: by the categories they hold, with the papers of the head."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nuandong.geo.areas import in_area
from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import parse_id_number
from nuandong.org import permissions
from nuandong.people.documents import number_blind
from nuandong.people.keys import Kind, key
from nuandong.people.kinds import DocumentKind, Relation
from nuandong.people.masking import mask_number
from nuandong.people.models import CategoryAssignment, Household, IdentityDocument, Membership, PersonKey
from nuandong.people.names import fold
from nuandong.people.rows import hashed, open_number
from nuandong.people.selectors.cards import DocumentCard
from nuandong.people.selectors.holdings import on_day
from nuandong.people.selectors.households import HouseholdCard, cards_of


@dataclass(frozen=True, slots=True)
class Holding:
    """A household with those of the asked categories that it or a member holds, each with its first day."""

    household: HouseholdCard
    held: Mapping[str, date]


def holdings_of(
    codes: Collection[str], *, by: Actor, on: date, within: Span, after: UUID | None = None, limit: int
) -> list[Holding]:
    """Living households of a region that hold one of the categories on a day, by id; four queries."""
    permissions.check(by, "people.household.see")
    recorded = CategoryAssignment.objects.filter(on_day(on), code__in=list(codes))
    persons = recorded.filter(person__isnull=False).values("person")
    homes = Membership.objects.filter(on_day(on), person__in=persons).values("household")
    rows = Household.objects.filter(in_area(within), dissolved_on__isnull=True)
    rows = rows.filter(id__in=recorded.values("household")) | rows.filter(id__in=homes)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return _holdings(list(rows.distinct().order_by("id")[:limit]), codes, on)


def holdings_by_id(households: Collection[UUID], codes: Collection[str], *, by: Actor, on: date) -> dict[UUID, Holding]:
    """Those of the given households that lie within the scope."""
    permissions.check(by, "people.household.see")
    rows = list(Household.objects.filter(id__in=list(households)))
    return {one.household.id: one for one in _holdings(rows, codes, on)}


def papers_of(persons: Collection[UUID], *, by: Actor) -> dict[UUID, DocumentCard]:
    """The last paper of each of some people, its number masked; one query. Raises Forbidden."""
    permissions.check(by, "people.person.see")
    rows = IdentityDocument.objects.filter(person__in=list(persons)).exclude(kind=DocumentKind.NONE).order_by("id")
    return {
        row.person_id: DocumentCard(row.id, row.kind, mask_number(open_number(row)), row.valid_until) for row in rows
    }


def holders_of_numbers(numbers: Collection[str], *, by: Actor) -> dict[str, list[UUID]]:
    """Who showed an identity card of these numbers, as they are written; two queries at most. Raises Forbidden."""
    permissions.check(by, "people.person.see")
    blinds = {number: number_blind(DocumentKind.ID_CARD, _card(number)) for number in numbers}
    rows = IdentityDocument.objects.filter(number_blind__in=list(blinds.values())).values_list("number_blind", "person")
    found: dict[bytes, list[UUID]] = {}
    for blind, person in rows:
        found.setdefault(bytes(blind or b""), []).append(person)
    return {number: found[blind] for number, blind in blinds.items() if blind in found}


def holders_of_names(names: Collection[str], *, by: Actor) -> dict[str, list[UUID]]:
    """Who is called so, whole names alone; one query. Raises Forbidden."""
    permissions.check(by, "people.person.see")
    keys = {name: hashed(key(Kind.NAME, fold(name))) for name in names if fold(name)}
    rows = PersonKey.objects.filter(key__in=list(keys.values())).values_list("key", "person")
    found: dict[bytes, list[UUID]] = {}
    for hashed_name, person in rows:
        found.setdefault(bytes(hashed_name), []).append(person)
    return {name: found[value] for name, value in keys.items() if value in found}


def homes_of(persons: Collection[UUID], *, by: Actor, on: date) -> dict[UUID, UUID]:
    """The household each of some people is the head of on a day. Raises Forbidden."""
    permissions.check(by, "people.household.see")
    rows = Membership.objects.filter(on_day(on), person__in=list(persons), relation=Relation.HEAD)
    return dict(rows.values_list("person", "household"))


def _holdings(rows: list[Household], codes: Collection[str], on: date) -> list[Holding]:
    cards = cards_of(rows, on)
    homes = {member.person.id: one.id for one in cards for member in one.members}
    recorded = CategoryAssignment.objects.filter(on_day(on), code__in=list(codes))
    found: dict[UUID, dict[str, date]] = {one.id: {} for one in cards}
    own = recorded.filter(household__in=list(found)) | recorded.filter(person__in=list(homes))
    for code, person, household, since in own.values_list("code", "person", "household", "since"):
        held = found[household or homes[person]]
        held[code] = min(since, held.get(code, since))
    return [Holding(one, found[one.id]) for one in cards]


def _card(number: str) -> str:
    try:
        return parse_id_number(number, allow_demo=True).number
    except Invalid:
        return number
