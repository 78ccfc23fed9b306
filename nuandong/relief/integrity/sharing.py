"""Equal sharing: a village where everybody gets the same although they need different things."""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from nuandong.geo.codes import span
from nuandong.policy.editions import edition
from nuandong.policy.schema import BY_PERSON
from nuandong.relief.integrity.looking import Look, Suspect
from nuandong.relief.models import Season
from nuandong.relief.steps import ENDED

_VILLAGES: Final = """
WITH given AS (
  SELECT region, household_id, amount_fen AS fen, persons AS need FROM relief_application
   WHERE season_id = ANY(%(seasons)s) AND region >= %(lo)s AND region < %(hi)s AND amount_fen > 0
     AND state <> ALL(%(ended)s)
  UNION ALL
  SELECT n.region, n.household_id, n.cash_fen, n.persons FROM relief_need n
   WHERE n.season = %(year)s AND n.ended_at IS NULL AND n.region >= %(lo)s AND n.region < %(hi)s AND n.cash_fen > 0
     AND NOT EXISTS (SELECT 1 FROM relief_application a JOIN relief_season s ON s.id = a.season_id
                      WHERE a.household_id = n.household_id AND s.year = %(year)s AND a.state <> ALL(%(ended)s))
), placed AS (
  SELECT region, fen, need,
         count(*) OVER (PARTITION BY region) AS n,
         count(*) OVER (PARTITION BY region, fen) AS same,
         row_number() OVER (PARTITION BY region ORDER BY fen) AS by_fen,
         row_number() OVER (PARTITION BY region ORDER BY need) AS by_need
    FROM given
)
SELECT region, max(n), max(same), count(DISTINCT need), mode() WITHIN GROUP (ORDER BY fen),
       round(1000 * sum((2 * by_fen - n - 1) * fen)::numeric / (max(n) * sum(fen)))::int,
       round(1000 * sum((2 * by_need - n - 1) * need)::numeric / (max(n) * sum(need)))::int
  FROM placed GROUP BY region
HAVING max(n) >= %(homes)s AND 100 * max(same) >= %(share)s * max(n) AND count(DISTINCT need) >= %(kinds)s
   AND 1000 * sum((2 * by_need - n - 1) * need) >= %(gini_need)s * max(n) * sum(need)
 ORDER BY region
"""
"""The Gini coefficient is the sum of (2i - n - 1) · x over the sorted values, by n times their sum: 0 where all are
alike. One sort of the households of the county for each of the two."""


def equal_sharing(look: Look) -> Iterator[Suspect]:
    """Villages where nearly all amounts are alike and the needs are not. A standard by household is lawful alike."""
    within = span(look.region)
    asked: dict[str, Any] = {
        "seasons": [season.id for season in Season.objects.filter(year=look.season) if _by_person(season)],
        "lo": within.lo,
        "hi": within.hi,
        "year": look.season,
        "ended": sorted(ENDED),
        **look.values,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VILLAGES, asked)
        rows = cursor.fetchall()
    for region, homes, same, kinds, fen, gini_amount, gini_need in rows:
        facts = {
            "homes": homes,
            "same": same,
            "share": 100 * same // homes,
            "common_fen": fen,
            "kinds": kinds,
            "gini_amount": gini_amount,
            "gini_need": gini_need,
        }
        yield Suspect(region, "region", region, facts)


def _by_person(season: Season) -> bool:
    """Whether the standard gives more to more people."""
    return any(one.rule.per in BY_PERSON for one in edition(season.standard, season.standard_on).grants)
