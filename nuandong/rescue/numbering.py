"""Running numbers of clues, and the codes by which the public follows them."""

from datetime import datetime
from typing import Final

from django.db import connection

from nuandong.geo.codes import Level, at_level
from nuandong.kernel.clock import local_date
from nuandong.kernel.ids import random_signs

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE_LENGTH: Final = 10
_TURN_OF_SEASON: Final = 7
_NEXT: Final = """
INSERT INTO rescue_cluecounter (county, season, last) VALUES (%s, %s, 1)
ON CONFLICT (county, season) DO UPDATE SET last = rescue_cluecounter.last + 1 RETURNING last
"""


def season_of(at: datetime) -> int:
    """The year in which the winter of a moment began: January 2027 belongs to 2026, July begins the next."""
    day = local_date(at)
    return day.year if day.month >= _TURN_OF_SEASON else day.year - 1


def next_number(region: int, at: datetime) -> str:
    """The next number of the county of a region, such as 2026-00123; others who number there wait for this act."""
    season = season_of(at)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [at_level(region, Level.COUNTY), season])
        (last,) = cursor.fetchone()
    return f"{season}-{last:05d}"


def track_code() -> str:
    """A code nobody can guess, without letters that look like digits."""
    return random_signs(_ALPHABET, _CODE_LENGTH)
