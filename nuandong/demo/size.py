"""How much of everything."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """Counts of a demo: `nights` before the present are played in full, `stays` people are in the station then."""

    households: int
    places: int
    nights: int
    clues_a_night: int
    stays: int
    beds: int
    crews: int


SIZES: Final = {
    "small": Size(households=400, places=60, nights=5, clues_a_night=3, stays=10, beds=24, crews=3),
    "county": Size(households=100_000, places=1_200, nights=90, clues_a_night=40, stays=60, beds=110, crews=8),
}
