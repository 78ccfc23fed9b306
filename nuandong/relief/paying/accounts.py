"""Which account a household is paid to: the last confirmed change, else the card somebody saw, else the ledger's."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from nuandong.machine.planner import among
from nuandong.people.masking import mask_number
from nuandong.relief.models import AccountChange, CardSeen, Need
from nuandong.vault import api as vault

NEED: Final = "relief_need"
CHANGE: Final = "relief_accountchange"
CARD: Final = "relief_cardseen"


@dataclass(frozen=True, slots=True)
class Account:
    """An account in the open, for a moment."""

    number: str = ""
    bank: str = ""
    blind: bytes | None = None
    holder: str = ""
    """Masked name of whoever it belongs to, where it is not the head of the household."""

    @property
    def masked(self) -> str:
        return mask_number(self.number) if self.number else ""


def accounts_of(households: Collection[UUID], year: int) -> dict[UUID, Account]:
    """Household → account; who has none is not in it. Three queries."""
    homes = list(households)
    found: dict[UUID, Account] = {}
    needs = Need.objects.filter(among("household", homes), season=year, ended_at=None, account_sealed__isnull=False)
    columns = ("id", "household_id", "account_sealed", "account_blind", "bank", "holder_masked", "holder_other")
    for need in needs.only(*columns):
        number = vault.open_sealed(NEED, "account_sealed", need.id, bytes(need.account_sealed or b""))
        found[need.household_id] = Account(
            number,
            need.bank,
            bytes(need.account_blind or b""),
            need.holder_masked if need.holder_other else "",
        )
    seen = CardSeen.objects.filter(among("household", homes), application__season__year=year).order_by("seen_at")
    for card in seen:
        if (known := found.get(card.household_id)) is not None and known.blind == bytes(card.account_blind):
            continue
        number = vault.open_sealed(CARD, "account_sealed", card.id, bytes(card.account_sealed))
        found[card.household_id] = Account(number, card.bank, bytes(card.account_blind))
    changes = AccountChange.objects.filter(among("household", homes), confirmed_at__isnull=False, dropped_at=None)
    for change in changes.order_by("confirmed_at"):
        number = vault.open_sealed(CHANGE, "account_sealed", change.id, bytes(change.account_sealed))
        found[change.household_id] = Account(number, change.bank, bytes(change.account_blind))
    return found
