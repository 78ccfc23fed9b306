"""Which kind of card or passbook a number looks like. Data of library/relief/cards.yaml."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Final

from pydantic import Field

from nuandong.kernel import reference
from nuandong.kernel.luhn import passes_luhn

PATH: Final = reference.LIBRARY / "relief" / "cards.yaml"


class Card(reference.Entry):
    """One kind: how many digits, how they begin, whether they pass the check of bank cards (DIS-027)."""

    title: reference.Title
    digits: Annotated[tuple[Annotated[int, Field(ge=6, le=30)], ...], Field(min_length=1)]
    starts: tuple[str, ...] = ()
    luhn: bool = False

    def fits(self, number: str) -> bool:
        return (
            len(number) in self.digits
            and (not self.starts or number.startswith(self.starts))
            and (not self.luhn or passes_luhn(number))
        )


class _Cards(reference.Entry):
    cards: Mapping[str, Card]


@cache
def cards() -> Mapping[str, Card]:
    """Every kind by code, in the order of the file."""
    return reference.read(PATH, _Cards).cards


def like_none_of(number: str, wanted: tuple[str, ...]) -> bool:
    """Whether a number looks like none of the kinds a procedure wants; False where it wants none."""
    known = [cards()[code] for code in wanted if code in cards()]
    return bool(known) and not any(card.fits(number) for card in known)
