"""Other money to the same people: by household, by anybody counted in it, by account. Shown before a release."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q

from nuandong.relief.models import EntitledPerson, Need, Payout, PayoutLine
from nuandong.relief.steps import HOLDING, LineState

Way = Literal["household", "person", "account", "ledger"]
_LIVE: Final = sorted(HOLDING)


@dataclass(frozen=True, slots=True)
class Other:
    """One other payment. `line` is ours, `amount` in fen; `what` says the season, tranche and batch of the other."""

    line: PayoutLine
    way: Way
    amount: int
    payout: Payout | None
    state: LineState | None


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
    return [*found.values(), *_said_by_ledgers(homes, lines)]


def _sharing(lines: Sequence[PayoutLine]) -> dict[UUID, list[PayoutLine]]:
    """Other entitlement → our lines some person of which is counted in it."""
    ours = {one.instalment.entitlement_id: one for one in lines if one.instalment is not None}
    people: dict[UUID, list[PayoutLine]] = {}
    for entitlement, person in _counted(entitlement__in=list(ours)):
        people.setdefault(person, []).append(ours[entitlement])
    found: dict[UUID, list[PayoutLine]] = {}
    for entitlement, person in _counted(person__in=list(people)):
        if entitlement not in ours:
            found.setdefault(entitlement, []).extend(people[person])
    return found


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
