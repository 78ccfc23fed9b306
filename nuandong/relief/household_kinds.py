"""One answer of a survey for two questions: the type of a household on ledgers, and its kind under a standard."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nuandong.policy.editions import Column
from nuandong.relief.forms.library import choices, kinds

COLUMN: Final = "category"
"""The column of a standard that asks for the kind."""
_REST: Final = "general"


@dataclass(frozen=True, slots=True)
class HouseholdKind:
    """`code` is what the standard counts (empty: it asks for none), `type` what stands on ledgers and lists."""

    code: str
    type: str

    @property
    def key(self) -> str:
        return f"{self.code}/{self.type}"


def asked(columns: Sequence[Column]) -> Column | None:
    """The column of a standard that the type of a household answers too; None where it asks for no kind."""
    found = next((one for one in columns if one.name == COLUMN and one.codes), None)
    return found if found and all(code in kinds() for code in found.codes or ()) else None


def answers(column: Column | None) -> list[HouseholdKind]:
    """What may be answered: each kind of the standard with each type it takes in, in the standard's order.

    A type that no kind takes in counts as general; without a column the types alone.
    """
    types = list(choices("household_types"))
    if column is None:
        return [HouseholdKind("", one) for one in types]
    found = []
    codes = list(column.codes or {})
    taken = {one for code in codes for one in kinds()[code].types}
    for code in codes:
        kind = kinds()[code]
        found += [HouseholdKind(code, one) for one in kind.types or [kind.written]]
        if code == _REST:
            found += [HouseholdKind(code, one) for one in types if one not in taken]
    return found


def answered(key: str) -> HouseholdKind:
    code, _slash, type_ = key.partition("/")
    return HouseholdKind(code, type_)


def likely(column: Column | None, code: str, type_: str) -> HouseholdKind:
    """What an application says so far; where it says the type alone (a ledger), the one kind that takes it in."""
    fitting = [one for one in answers(column) if type_ and one.type == type_ and one.type in _types(one.code)]
    if not code and len(fitting) == 1:
        return fitting[0]
    return HouseholdKind(code, type_)


def _types(code: str) -> Sequence[str]:
    return kinds()[code].types if code else list(choices("household_types"))
