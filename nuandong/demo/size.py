"""How much of everything."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a demo; `nights` is how many nights before the present are played in full."""

    households: int
    places: int
    nights: int
    clues_a_night: int
    stays: int


SIZES: Final = {
    "small": Size(households=400, places=60, nights=5, clues_a_night=3, stays=10),
    "county": Size(households=100_000, places=1_200, nights=90, clues_a_night=40, stays=60),
}
