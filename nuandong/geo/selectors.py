"""Reads of divisions: what was valid on a day, names and paths, search, and the codes a region has had."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import Q, QuerySet

from nuandong.geo.codes import WIDTH, Level, ancestors, contains, level_of, span
from nuandong.geo.models import Division, Succession
from nuandong.kernel.actors import Span
from nuandong.kernel.text import halfwidth
from nuandong.machine.together import listed


def divisions_at(on: date, *, level: Level | None = None, within: int | None = None) -> QuerySet[Division]:
    """Divisions valid on a day, by code; `within` keeps that division and everything under it."""
    found = Division.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on).order_by("code")
    if level is not None:
        found = found.filter(level=level)
    if within is not None:
        inside = span(within)
        found = found.filter(code__gte=inside.lo, code__lt=inside.hi)
    return found


def division_at(code: int, on: date) -> Division | None:
    """The version of a code on a day; None if it was not valid then."""
    return divisions_at(on).filter(code=code).first()


def children(code: int | None, on: date) -> QuerySet[Division]:
    """The divisions directly under one, valid on a day; None asks for those that hang on nothing."""
    return divisions_at(on).filter(parent=code)


def divisions_of(spans: Collection[Span], on: date, *, deepest: Level = Level.VILLAGE) -> QuerySet[Division]:
    """Divisions valid on a day that lie in one of the spans, down to a level, by code."""
    inside = reduce(or_, (Q(code__gte=one.lo, code__lt=one.hi) for one in spans))
    return divisions_at(on).filter(inside, level__lte=deepest)


def versions(code: int) -> list[Division]:
    """Every recorded version of a code, the latest first."""
    return list(Division.objects.filter(code=code).order_by("-valid_from"))


def successions(code: int) -> tuple[list[Succession], list[Succession]]:
    """What a code took over from, and what took over from it, each by day and code."""
    rows = Succession.objects.filter(Q(predecessor=code) | Q(successor=code)).order_by(
        "since", "predecessor", "successor"
    )
    before = [row for row in rows if row.successor == code]
    return before, [row for row in rows if row.predecessor == code]


def names(codes: Iterable[int], on: date) -> dict[int, str]:
    """The name of each known code on a day, or its nearest other one: old records must stay readable."""
    best: dict[int, tuple[int, str]] = {}
    rows = Division.objects.filter(code__in=set(codes))
    for code, name, since, until in listed(rows.values_list("code", "name", "valid_from", "valid_to")):
        away = (since - on).days if since > on else (on - until).days + 1 if until is not None and until <= on else 0
        if code not in best or away < best[code][0]:
            best[code] = (away, name)
    return {code: name for code, (_away, name) in best.items()}


def name_paths(codes: Iterable[int], on: date, *, top: Level = Level.PROVINCE) -> dict[int, str]:
    """Paths like 贵州省/贵阳市/南明区/新华路街道, from `top` down; one query for any number of codes.

    Levels without a record are left out; a code without any is shown as its digits.
    """
    wanted = set(codes)
    lines = {code: [*reversed(ancestors(code)), code] for code in wanted}
    known = names({part for line in lines.values() for part in line}, on)
    return {
        code: "/".join(known[part] for part in line if part in known and level_of(part) >= top) or str(code)
        for code, line in lines.items()
    }


def name_path(code: int, on: date, *, top: Level = Level.PROVINCE) -> str:
    """The path of one code; see `name_paths`."""
    return name_paths([code], on, top=top)[code]


def search_divisions(
    words: str, on: date, *, within: int | None = None, levels: Collection[Level] = (), limit: int = 20
) -> list[Division]:
    """Divisions valid on a day by part of the name, start of its pinyin or initials, or first digits of the code."""
    sought = halfwidth(words).strip().lower().replace(" ", "")
    if not sought:
        return []
    found = divisions_at(on, within=within)
    if levels:
        found = found.filter(level__in=levels)
    if sought.isascii() and sought.isdigit():
        if len(sought) > 12:
            return []
        low = int(sought.ljust(12, "0"))
        found = found.filter(code__gte=low, code__lt=low + 10 ** (12 - len(sought)))
    elif sought.isascii():
        found = found.filter(Q(initials__startswith=sought) | Q(pinyin__startswith=sought))
    else:
        found = found.filter(name__contains=sought)
    return list(found.order_by("level", "code")[:limit])


_WIDTH_OF = " ".join(f"WHEN s.predecessor %% {width} = 0 THEN {width}" for width in WIDTH.values())
# The only thing formatted in are the constant widths of the levels.
_PREDECESSORS = f"""
WITH RECURSIVE line (code, width) AS (
    SELECT %s::bigint, %s::bigint
    UNION
    SELECT s.predecessor, CASE {_WIDTH_OF} END
    FROM geo_succession s JOIN line ON s.successor >= line.code AND s.successor < line.code + line.width
)
SELECT code FROM line
"""  # noqa: S608


def spans_with_predecessors(code: int) -> tuple[Span, ...]:
    """All codes a division has now or had before, as disjoint spans, its own first.

    Follows successions of the division itself and of everything inside it, so that a county which took over a
    township of its neighbour also sees that township's old records. Where a code was split, each part sees all of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PREDECESSORS, [code, WIDTH[level_of(code)]])
        codes = {found for (found,) in cursor.fetchall()}
    outer = [c for c in codes if not any(other != c and contains(other, c) for other in codes)]
    return tuple(span(c) for c in sorted(outer, key=lambda c: (c != code, c)))
