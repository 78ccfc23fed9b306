"""Lists from elsewhere against the households that are to be helped: other programmes, people long away."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection

from nuandong.geo.codes import span
from nuandong.kernel.clock import local_date
from nuandong.relief.integrity.looking import Look, Suspect
from nuandong.relief.steps import ENDED, OutsideKind

_AID: Final = """
WITH named AS (
  SELECT m.household_id AS home, count(DISTINCT e.person_id) AS persons, sum(e.amount_fen)::bigint AS fen,
         array_agg(DISTINCT o.title ORDER BY o.title) AS titles
    FROM relief_outsideentry e
    JOIN relief_outsidelist o ON o.id = e.outside_id AND o.kind = %(kind)s AND o.ended_at IS NULL
                             AND o.season = %(year)s
    JOIN people_membership m ON m.person_id = e.person_id AND m.until IS NULL
   GROUP BY 1
), claims AS (
  SELECT a.household_id AS home, a.region, coalesce(a.amount_fen, 0) AS fen
    FROM relief_application a JOIN relief_season s ON s.id = a.season_id
   WHERE s.year = %(year)s AND a.region >= %(lo)s AND a.region < %(hi)s AND a.state <> ALL(%(ended)s)
  UNION
  SELECT n.household_id, n.region, n.cash_fen FROM relief_need n
   WHERE n.season = %(year)s AND n.ended_at IS NULL AND n.region >= %(lo)s AND n.region < %(hi)s
     AND NOT EXISTS (SELECT 1 FROM relief_application a JOIN relief_season s ON s.id = a.season_id
                      WHERE a.household_id = n.household_id AND s.year = %(year)s AND a.state <> ALL(%(ended)s))
)
SELECT c.home, c.region, c.fen, n.persons, n.fen, n.titles FROM named n JOIN claims c USING (home) ORDER BY c.home
"""
"""From the few who are named to their households: what does not stand on a list is hardly touched."""
_AWAY: Final = """
WITH away AS (
  SELECT m.household_id AS home, count(DISTINCT e.person_id) AS away
    FROM relief_outsideentry e
    JOIN relief_outsidelist o ON o.id = e.outside_id AND o.kind = %(kind)s AND o.ended_at IS NULL
                             AND o.season = %(year)s
    JOIN people_membership m ON m.person_id = e.person_id AND m.until IS NULL
   WHERE e.since <= %(since)s AND (e.until IS NULL OR e.until >= %(today)s)
   GROUP BY 1
), claims AS (
  SELECT a.household_id AS home, a.region, a.size
    FROM relief_application a JOIN relief_season s ON s.id = a.season_id
   WHERE s.year = %(year)s AND a.region >= %(lo)s AND a.region < %(hi)s AND a.state <> ALL(%(ended)s)
  UNION
  SELECT n.household_id, n.region, n.size FROM relief_need n
   WHERE n.season = %(year)s AND n.ended_at IS NULL AND n.region >= %(lo)s AND n.region < %(hi)s
     AND NOT EXISTS (SELECT 1 FROM relief_application a JOIN relief_season s ON s.id = a.season_id
                      WHERE a.household_id = n.household_id AND s.year = %(year)s AND a.state <> ALL(%(ended)s))
)
SELECT c.home, c.region, c.size, w.away,
       (SELECT count(*) FROM people_membership m WHERE m.household_id = c.home AND m.until IS NULL)
  FROM away w JOIN claims c USING (home) ORDER BY c.home
"""


def aid_elsewhere(look: Look) -> Iterator[tuple[UUID, int, int, int, int, list[str]]]:
    """Household, region, its own fen, how many of it are on lists of other programmes, their fen, the programmes."""
    yield from _rows(_AID, look, OutsideKind.AID)


def absent_counted(look: Look) -> Iterator[Suspect]:
    """Counted although long away: more people than those present. One query from the list of absences."""
    for home, region, size, away, members in _rows(_AWAY, look, OutsideKind.ABSENCE):
        if size > members - away:
            yield Suspect(region, "household", home, {"persons": away, "members": members, "size": size})


def _rows(query: str, look: Look, kind: OutsideKind) -> list[Any]:
    within, today = span(look.region), local_date(look.now)
    asked: dict[str, Any] = {
        "year": look.season,
        "lo": within.lo,
        "hi": within.hi,
        "ended": sorted(ENDED),
        "kind": kind.value,
        "today": today,
        "since": today - timedelta(days=look.values.get("days", 0)),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())
