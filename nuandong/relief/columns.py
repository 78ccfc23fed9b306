"""What a notice of relief shows: the columns of its procedure, as the plans in force want them (DIS-024)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from nuandong.plans import contents
from nuandong.relief.procedures import NoticeRule, Shown

_COLUMNS: Final[Mapping[str, Shown]] = {
    "head_of_household": "head",
    "household_size": "size",
    "household_type": "category",
    "amount": "amount",
}
"""Field of a plan's list of names → column."""
_ORDER: Final[tuple[Shown, ...]] = ("head", "size", "persons", "category", "amount", "result")
_ON_THE_POSTER: Final = ("report_phone", "period")
_NO_COLUMN: Final = ("goods", "reason")
"""A poster has no room for these: no plan keeps it from hanging for their sake."""


def columns(rule: NoticeRule, *, region: int, now: datetime) -> list[Shown]:
    """Those of the rule, with what a plan in force wants beside them, and without an amount that no plan names.

    What came of a payment is told as the procedure says: plans speak of the lists before it.
    """
    wanted = contents.list_fields(region=region, now=now)
    if wanted is None or rule.after == "pay":
        return list(rule.shows)
    named = {column for field, column in _COLUMNS.items() if field in wanted}
    found = (set(rule.shows) | named) - (set() if "amount" in named else {"amount"})
    return [column for column in _ORDER if column in found]


def check(shows: Collection[str], *, region: int, now: datetime) -> None:
    """Raise Invalid where a plan in force demands a field that a notice before the payment does not show."""
    fields = {field for field, column in _COLUMNS.items() if column in shows}
    contents.check_notice("list", region=region, now=now, shows=fields.union(_ON_THE_POSTER, _NO_COLUMN))
