"""What goes into a place of a blank."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """Words, or a whole number whose last `decimals` digits are decimals; `percent`: it counts hundredths."""

    text: str = ""
    number: int | None = None
    decimals: int = 0
    percent: bool = False

    @property
    def words(self) -> str:
        return self.text if self.number is None else self.as_number()

    def as_number(self, *, hundredth: bool = False) -> str:
        """The number in figures, without thousands marks; `hundredth` for a cell that shows it as a percentage."""
        assert self.number is not None
        moved = Decimal(self.number).scaleb(-self.decimals - (2 if hundredth else 0))
        return f"{moved:f}"
