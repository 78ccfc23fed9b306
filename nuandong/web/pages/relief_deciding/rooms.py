"""What is left of the shares that an allocation gives, in words and amounts."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level, at_level
from nuandong.relief import ceilings
from nuandong.relief.ceilings import Room, What

if TYPE_CHECKING:
    from nuandong.relief.models import Season

MOST: Final = 100


def lines(season: "Season", today: date, asked: Mapping[int, int], *, words: str, what: What) -> dict[str, Any]:
    """The villages that a list or a payout asks money for (village → fen), under a heading in `words`.

    `asked` is left out of the rest once it is counted: give it with an empty heading then.
    """
    found = list(ceilings.rooms(season, asked).values())
    return _shown(found, today, words, what)


def all_lines(season: "Season", today: date) -> dict[str, Any]:
    """Every village with a share."""
    return _shown(list(ceilings.rooms(season).values()), today, "", "claimed")


def townships(season: "Season", today: date) -> dict[str, Any]:
    """Every township with a share, for a payout that is about to be planned."""
    sums: dict[int, list[int]] = {}
    for room in ceilings.rooms(season).values():
        line = sums.setdefault(at_level(room.region, Level.TOWNSHIP), [0, 0, 0])
        for place, fen in enumerate((room.share, room.granted, room.claimed)):
            line[place] += fen
    return _shown([Room(region, *line) for region, line in sums.items()], today, "", "claimed")


def _shown(found: list[Room], today: date, words: str, what: What) -> dict[str, Any]:
    names = geo.names({room.region for room in found[:MOST]}, today)
    return {
        "rooms": [
            {
                "name": names.get(room.region, str(room.region)),
                "share": room.share,
                "granted": room.granted,
                "claimed": room.claimed,
                "asked": room.asked,
                "rest": (room.to_grant if what == "granted" else room.to_pay) - (room.asked if words else 0),
            }
            for room in found[:MOST]
        ],
        "rooms_more": max(len(found) - MOST, 0),
        "rooms_asked": words,
    }
