"""Villages and townships of a season as the rows of official tables: everything is added up, nothing personal."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from nuandong.geo.codes import WIDTH, Level, contains, level_of
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.policy.library import standard_named
from nuandong.relief.models import Season, Share
from nuandong.relief.papers.homes import LIVING, cases
from nuandong.relief.papers.table import Values
from nuandong.relief.selectors import needs_of
from nuandong.relief.selectors_funding import allocation_in_force
from nuandong.relief.steps import Source

_NEEDS: Final = {
    "persons_food": {"food"},
    "persons_clothing": {"clothing", "quilts"},
    "persons_heating": {"heating"},
}
"""Column of the statistics → needs of the rules of a standard."""
_LOOKED_INTO: Final = Q(amount_fen__isnull=False)
"""Whose needs are known: whoever only stands in the ledger, or waits to be asked, has none of the kinds yet."""


def level_below(region: int, by: str) -> Level:
    """What one row is: what the form says, else the level below the place; a village has itself."""
    if by:
        return Level[by.upper()]
    return Level(min(level_of(region) + 1, Level.VILLAGE))


def money_rows(season: Season, region: int, states: Collection[str], level: Level) -> dict[int, dict[str, Any]]:
    """Region → households, persons and fen of those who have come so far; one query."""
    rows = _grouped(cases(season, region, states), level)
    found = rows.annotate(households=Count("id"), persons=Sum("persons"), amount=Sum("amount_fen"))
    return {
        one["place"]: {"households": one["households"], "persons": one["persons"], "amount": one["amount"] or 0}
        for one in found
    }


def need_rows(season: Season, region: int, level: Level) -> dict[int, dict[str, Any]]:
    """Region → what is needed: those who have applied, and those of the ledger who have not yet; three queries.

    Money is what the standard gives to those who have applied (附件2). People by kind of need are those whose household
    was looked into; `persons_other` are those of households that need none of the kinds the standard tells apart. A
    kind it does not tell apart is left out, to be filled in by hand.
    """
    found: dict[int, dict[str, Any]] = {}
    applied = cases(season, region, LIVING)
    kinds = _kinds(season)
    sums = {name: Sum(people, filter=_LOOKED_INTO) for name, people in kinds.items()}
    if kinds:
        applied = applied.annotate(told_apart=sum(kinds.values(), Value(0)))
        sums["persons_other"] = Sum("persons", filter=_LOOKED_INTO & Q(told_apart=0))
    stocks = {"grain_kg": Sum("need__grain_kg"), "clothes": Sum(F("need__clothes")), "quilts": Sum("need__quilts")}
    rows = _grouped(applied, level).annotate(
        households=Count("id"), all_persons=Sum("persons"), cash_needed=Sum("amount_fen"), **sums, **stocks
    )
    for one in rows:
        _add(found.setdefault(one.pop("place"), {}), one)
    waiting = needs_of(region, season.year).exclude(household__in=applied.values("household"))
    left = _grouped(waiting, level).annotate(
        households=Count("id"),
        all_persons=Sum("persons"),
        grain_kg=Sum("grain_kg"),
        clothes=Sum("clothes"),
        quilts=Sum("quilts"),
    )
    for one in left:
        _add(found.setdefault(one.pop("place"), {}), one)
    for sums_of in found.values():
        sums_of["persons"] = sums_of.pop("all_persons")
        sums_of["clothes"] += sums_of.pop("quilts")
        sums_of.setdefault("cash_needed", 0)
    return found


def _kinds(season: Season) -> dict[str, Any]:
    """Column → how many persons of a household need that, as far as the standard of the season asks."""
    found: dict[str, Any] = {}
    rules = [one for one in standard_named(season.standard).rules if one.role in {None, "grant"}]
    for name, needs in _NEEDS.items():
        mine = [one for one in rules if one.need in needs]
        counted = next((one.count for one in mine if one.count), None)
        if counted:
            found[name] = Coalesce(Cast(KeyTextTransform(counted, "facts"), IntegerField()), 0)
        elif any(not one.when for one in mine):
            found[name] = F("persons")
    return found


def own_funds(season: Season, needed: int) -> dict[str, int]:
    """What the county gives itself, and what it asks of those above, in fen."""
    own = season.funds.filter(source=Source.COUNTY).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return {"funds_own": own, "funds_asked": max(0, needed - own)}


def share_rows(season: Season, region: int) -> tuple[dict[int, dict[str, Any]], str]:
    """Region → need and share of the allocation in force (附件5), at the level below the place; and the number of the
    funds. Raises NotNow before an allocation is decided."""
    allocation = allocation_in_force(season)
    if allocation is None:
        raise NotNow("relief.no_allocation", _("还没有审定的资金分配。"), _("请先在救助年度里审定分配方案。"))
    wanted = "township" if level_of(region) < Level.TOWNSHIP else "village"
    shares = Share.objects.filter(allocation=allocation, level=wanted, application=None)
    people = money_rows(season, region, LIVING, Level[wanted.upper()])
    found = {
        one.region: {
            "households": people.get(one.region, {}).get("households", 0),
            "persons": people.get(one.region, {}).get("persons", 0),
            "cash_needed": one.need_fen,
            "share": one.share_fen,
        }
        for one in shares
        if contains(region, one.region)
    }
    return found, "、".join(season.funds.order_by("issued_on", "id").values_list("number", flat=True))


def named(found: Mapping[int, Mapping[str, Any]], names: Mapping[int, str]) -> Iterator[Values]:
    for region, values in sorted(found.items()):
        yield {"region_name": names.get(region, str(region)), **values}


def _grouped(rows: "QuerySet[Any]", level: Level) -> Any:
    width = WIDTH[level]
    return rows.order_by().annotate(place=F("region") - F("region") % width).values("place")


def _add(to: dict[str, Any], values: Mapping[str, int | None]) -> None:
    for name, value in values.items():
        to[name] = to.get(name, 0) + (value or 0)
