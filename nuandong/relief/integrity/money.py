"""Amounts: what the standard gives, what others give to the same people, what has not arrived."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Mod

from nuandong.batch.engines import calculate, prepared
from nuandong.batch.tables import table_of
from nuandong.geo.codes import Level, at_level
from nuandong.kernel.batches import batches
from nuandong.kernel.clock import local_date
from nuandong.people.selectors.checking import decided_same
from nuandong.policy.editions import Edition, edition
from nuandong.policy.library import standard_named
from nuandong.relief import limits
from nuandong.relief.integrity.elsewhere import aid_elsewhere
from nuandong.relief.integrity.looking import MOST_NAMED, Look, Suspect, applications
from nuandong.relief.models import Application, EntitledPerson, Entitlement, Season
from nuandong.relief.paying.late import due_money

_CHUNK: Final = 50_000
_ROOT: Final = Coalesce("season__follows", "season")
"""The ordinary season, also of the temporary relief that follows it."""
_COMMITTEES: Final = (1, 199)
"""The last three digits of a village's code, where it is a residents' committee (统计用区划代码编制规则)."""


def seasons(look: Look) -> list[Season]:
    """The seasons of the county or counties looked at."""
    return [row for row in Season.objects.filter(year=look.season) if _touches(row.region, look)]


def _touches(county: int, look: Look) -> bool:
    return look.region in (county, at_level(county, Level.PROVINCE), at_level(county, Level.PREFECTURE)) or (
        at_level(look.region, Level.COUNTY) == county
    )


def late_money(look: Look) -> Iterator[Suspect]:
    """Decisions past their working days with money not arrived; three sums for each decision of the county."""
    for season in seasons(look):
        for late in due_money(season, local_date(look.now)):
            if late.late:
                facts = {
                    "number": late.decision.number,
                    "day": late.due.isoformat(),
                    "homes": late.homes,
                    "unpaid_fen": late.unpaid_fen,
                }
                yield Suspect(late.decision.region, "decision", late.decision.id, facts)


def other_programme(look: Look) -> Iterator[Suspect]:
    """People granted something in another season of the year, or on the list of another programme.

    Also under another record that somebody decided to be of the same person. Semi-joins from the few who are twice.
    Temporary relief after a new disaster beside the ordinary one of the same household is what it is for (DIS-036).
    """
    found: dict[Any, Suspect] = {one.subject: one for one in _granted_twice(look)}
    for home, region, own, persons, fen, programmes in aid_elsewhere(look):
        known = found.get(home)
        before: Mapping[str, Any] = (
            known.facts if known else {"persons": 0, "own_fen": own, "other_fen": 0, "homes": []}
        )
        found[home] = Suspect(
            region,
            "household",
            home,
            {
                **before,
                "persons": max(before["persons"], persons),
                "other_fen": before["other_fen"] + fen,
                "programmes": "、".join(programmes),
            },
        )
    yield from found.values()


def _granted_twice(look: Look) -> Iterator[Suspect]:
    counted = EntitledPerson.objects.filter(season__year=look.season).order_by()
    elsewhere = counted.filter(person=OuterRef("person")).exclude(entitlement=OuterRef("entitlement"))
    mine = counted.filter(look.here).filter(Exists(elsewhere))
    pairs = {(person, person, granted) for person, granted in mine.values_list("person", "entitlement")}
    same = decided_same()
    linked = counted.filter(look.here, person__in=list(same)).values_list("person", "entitlement")
    pairs |= {(person, other, granted) for person, granted in linked for other in same[person]}
    others: dict[Any, dict[Any, tuple[Any, int, Any]]] = {}
    rows = counted.filter(person__in={other for _person, other, _granted in pairs}).values_list(
        "person", "entitlement", "entitlement__household", "entitlement__amount_fen", _ROOT
    )
    for person, granted, home, fen, root in rows:
        others.setdefault(person, {})[granted] = (home, fen, root)
    by_grant: dict[Any, list[tuple[Any, Any]]] = {}
    for person, other, granted in pairs:
        by_grant.setdefault(granted, []).append((person, other))
    for own in Entitlement.objects.filter(id__in=list(by_grant)).annotate(root=_ROOT):
        told, persons = {}, set()
        for person, other in by_grant[own.id]:
            for granted, (home, fen, root) in others.get(other, {}).items():
                if granted != own.id and (home, root) != (own.household_id, own.root):
                    told[granted] = (home, fen)
                    persons.add(person)
        if not told:
            continue
        facts = {
            "persons": len(persons),
            "own_fen": own.amount_fen,
            "other_fen": sum(fen for _home, fen in told.values()),
            "homes": sorted({str(home) for home, _fen in told.values()})[:MOST_NAMED],
        }
        yield Suspect(own.region, "household", own.household_id, facts)


def amount_differs(look: Look) -> Iterator[Suspect]:
    """Amounts other than the standard gives for the facts: all are calculated anew, 50,000 at a time by the engine."""
    for season in seasons(look):
        law = edition(season.standard, season.standard_on)
        rows = applications(look).filter(season=season, amount_fen__isnull=False).order_by("id")

        def read(after: Any, limit: int, rows: Any = rows) -> list[Application]:
            later = rows if after is None else rows.filter(id__gt=after)
            return list(later.only("id", "region", "persons", "category", "facts", "amount_fen")[:limit])

        for some in batches(read, lambda row: row.id, size=_CHUNK):
            yield from _differing(law, some)


def _differing(law: Edition, rows: list[Application]) -> Iterator[Suspect]:
    names = [column.name for column in law.columns]
    given = [dict.fromkeys(names) | _asked(row, names) for row in rows]
    outcome = calculate(law, prepared(law, table_of(given, names)))
    if outcome.problems:
        wrong = {problem.row - 2 for problem in outcome.problems}
        for place in sorted(wrong):
            facts = {"amount_fen": rows[place].amount_fen, "right_fen": None}
            yield Suspect(rows[place].region, "application", rows[place].id, facts)
        left = [row for place, row in enumerate(rows) if place not in wrong]
        if left:
            yield from _differing(law, left)
        return
    by_id = {str(row.id): row for row in rows}
    amounts = outcome.rows.select(["household", "amount_fen"]).to_pydict()
    for household, right in zip(amounts["household"], amounts["amount_fen"], strict=True):
        row = by_id[household]
        if row.amount_fen != right:
            yield Suspect(row.region, "application", row.id, {"amount_fen": row.amount_fen, "right_fen": right})


def _asked(row: Application, names: list[str]) -> dict[str, Any]:
    known = {"category": row.category} | row.facts | {"household": str(row.id), "persons": row.persons}
    return {name: known[name] for name in names if name in known}


def above_limit(look: Look) -> Iterator[Suspect]:
    """Households above the limit per person of their season for which their village has written no reason."""
    for season in seasons(look):
        for row in applications(look).filter(limits.above(season)):
            if not limits.reason_of(row):
                facts = {"each_fen": limits.each_fen(row), "limit_fen": season.limit_fen, "persons": row.persons}
                yield Suspect(row.region, "application", row.id, facts)


def townspeople(look: Look) -> Iterator[Suspect]:
    """Townspeople under a standard for the countryside alone (DIS-002); one pass over the applications."""
    rural = [row.id for row in seasons(look) if standard_named(row.standard).rural_only]
    if not rural:
        return
    rows = applications(look).filter(season__in=rural).annotate(tail=Mod(F("region"), 1000))
    town = rows.filter(Q(tail__range=_COMMITTEES) | Q(facts__area="urban"))
    for row in town.only("id", "region", "facts", "amount_fen").iterator(chunk_size=5000):
        facts = {
            "area": row.facts.get("area", ""),
            "committee": _COMMITTEES[0] <= row.region % 1000 <= _COMMITTEES[1],
            "amount_fen": row.amount_fen,
        }
        yield Suspect(row.region, "application", row.id, facts)
