"""Other money to the same people: by household, by anybody counted in it, by account. Shown before a release."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q

from nuandong.kernel.actors import SYSTEM
from nuandong.people.selectors import same_as
from nuandong.relief.models import EntitledPerson, Need, OutsideEntry, Payout, PayoutLine
from nuandong.relief.steps import HOLDING, LineState

Way = Literal["household", "person", "account", "ledger", "outside"]
_LIVE: Final = sorted(HOLDING)


@dataclass(frozen=True, slots=True)
class Other:
    """One other payment. `line` is ours, `amount` in fen; `what` says the season, tranche and batch of the other."""

    line: PayoutLine
    way: Way
    amount: int
    payout: Payout | None
    state: LineState | None
    said: str = ""
    """The programme, where it is not paid by this system."""


def other_payments(lines: Sequence[PayoutLine]) -> list[Other]:
    """Everything paid or under way to the same households, people and accounts, and what the ledger says was paid.

    Each other payment is named once for each of our lines, by the nearest way. `lines` are those of one payout.
    """
    found: dict[tuple[UUID, UUID], Other] = {}
    homes: dict[UUID, PayoutLine] = {one.household_id: one for one in lines}
    accounts: dict[bytes, list[PayoutLine]] = {}
    for one in lines:
        if one.account_blind:
            accounts.setdefault(bytes(one.account_blind), []).append(one)
    by_person = _sharing(lines)
    rows = PayoutLine.objects.filter(
        Q(household__in=list(homes))
        | Q(account_blind__in=list(accounts))
        | Q(instalment__entitlement__in=list(by_person)),
        state__in=_LIVE,
    )
    for other in rows.select_related("payout__season", "payout__tranche", "instalment").order_by("id"):
        ours: list[tuple[PayoutLine, Way]] = []
        if other.household_id in homes:
            ours.append((homes[other.household_id], "household"))
        if other.instalment is not None:
            ours += [(one, "person") for one in by_person.get(other.instalment.entitlement_id, ())]
        ours += [(one, "account") for one in accounts.get(bytes(other.account_blind or b""), ())]
        for line, way in ours:
            if other.id != line.id:
                state = LineState(other.state)
                found.setdefault((line.id, other.id), Other(line, way, other.amount_fen, other.payout, state))
    return [*found.values(), *_said_by_ledgers(homes, lines), *_other_programmes(lines)]


def _sharing(lines: Sequence[PayoutLine]) -> dict[UUID, list[PayoutLine]]:
    """Other entitlement → our lines some person of which is counted in it."""
    ours = {one.instalment.entitlement_id: one for one in lines if one.instalment is not None}
    people: dict[UUID, list[PayoutLine]] = {}
    for entitlement, person in _counted(entitlement__in=list(ours)):
        people.setdefault(person, []).append(ours[entitlement])
    found: dict[UUID, list[PayoutLine]] = {}
    # Who was decided to be the same person under another record gets it twice all the same.
    known_as: dict[UUID, list[PayoutLine]] = {person: list(lines_) for person, lines_ in people.items()}
    for person, others in same_as(list(people), by=SYSTEM).items():
        for other in others:
            known_as.setdefault(other, []).extend(people[person])
    for entitlement, person in _counted(person__in=list(known_as)):
        own = ours.get(entitlement)
        # Two of our own lines may pay the same person as well.
        if twice := [one for one in known_as[person] if own is None or one.id != own.id]:
            found.setdefault(entitlement, []).extend(twice)
    return found


def _other_programmes(lines: Sequence[PayoutLine]) -> list[Other]:
    """Money of other programmes to anybody counted, from the lists that were taken in."""
    ours = {one.instalment.entitlement_id: one for one in lines if one.instalment is not None}
    if not ours:
        return []
    people: dict[UUID, PayoutLine] = {}
    for entitlement, person in _counted(entitlement__in=list(ours)):
        people[person] = ours[entitlement]
    for person, others in same_as(list(people), by=SYSTEM).items():
        for other in others:
            people.setdefault(other, people[person])
    entries = OutsideEntry.objects.filter(
        person__in=list(people),
        amount_fen__isnull=False,
        outside__ended_at=None,
        outside__season=lines[0].payout.season.year,
    )
    return [
        Other(people[person], "outside", fen or 0, None, None, title)
        for person, fen, title in entries.order_by("id").values_list("person", "amount_fen", "outside__title")
    ]


def _counted(**which: list[UUID]) -> list[tuple[UUID, UUID]]:
    return list(EntitledPerson.objects.filter(**which).values_list("entitlement_id", "person_id"))


def _said_by_ledgers(homes: dict[UUID, PayoutLine], lines: Sequence[PayoutLine]) -> list[Other]:
    if not lines:
        return []
    needs = Need.objects.filter(
        household__in=list(homes), season=lines[0].payout.season.year, ended_at=None, cash_fen__gt=0
    )
    return [
        Other(homes[home], "ledger", fen, None, None) for home, fen in needs.values_list("household_id", "cash_fen")
    ]
