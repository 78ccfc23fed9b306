"""Keeping figures up to date, counting them again, and reading them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, Sum

from nuandong.geo.areas import in_area
from nuandong.journal import api as journal
from nuandong.journal.consumers import rewind
from nuandong.kernel.actors import Span
from nuandong.reports.definitions import STOCK, Delta, deltas
from nuandong.reports.models import Figure

CONSUMER = "reports.figures"
Key = tuple[int, date, str]

_ADD = (
    "INSERT INTO reports_figure (region, day, name, value) SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], "
    "%s::bigint[]) ON CONFLICT (region, day, name) DO UPDATE SET value = reports_figure.value + excluded.value"
)


def update(*, batch: int = 1000) -> int:
    """Take in the next settled events; returns how many. Needs a scope over every region."""
    return journal.consume(CONSUMER, _take_in, batch=batch)


def rebuild() -> int:
    """Forget all figures and count again from the first event; returns the events read."""
    Figure.objects.all().delete()
    rewind(CONSUMER)
    total = 0
    while count := update(batch=5000):
        total += count
    return total


def recount(events: Iterable[journal.Event]) -> Counter[Key]:
    """The figures that a run of events amounts to, counted from nothing: the judge of what is stored."""
    return _sum(_changes(list(events)))


def stored() -> Counter[Key]:
    """Every stored figure of the entered scope that is not zero."""
    rows = Figure.objects.exclude(value=0).values_list("region", "day", "name", "value")
    return Counter({(region, day, name): value for region, day, name, value in rows})


def totals(names: Sequence[str], *, since: date, until: date, within: Span | None = None) -> dict[str, int]:
    """Sums over the entered scope (or a part of it), days `since` to `until` inclusive; stock ones from the first."""
    of_days = Q(day__gte=since, day__lte=until) | Q(day__lte=until, name__in=STOCK)
    rows = Figure.objects.filter(of_days, _inside(within), name__in=names).values("name").annotate(total=Sum("value"))
    return dict.fromkeys(names, 0) | {row["name"]: row["total"] for row in rows}


def by_region(name: str, *, since: date, until: date, within: Span | None = None) -> dict[int, int]:
    """One figure for each region that has any, days inclusive; a stock figure over all days."""
    days = Q() if name in STOCK else Q(day__gte=since, day__lte=until)
    rows = Figure.objects.filter(days, _inside(within), name=name).values("region").annotate(total=Sum("value"))
    return {row["region"]: row["total"] for row in rows}


def by_place(names: Sequence[str], *, since: date, until: date, within: Span) -> dict[tuple[int, str], int]:
    """Flow figures of the regions that have any, days inclusive: one query for all of them."""
    rows = Figure.objects.filter(_inside(within), name__in=names, day__gte=since, day__lte=until)
    summed = rows.values("region", "name").annotate(total=Sum("value"))
    return {(row["region"], row["name"]): row["total"] for row in summed}


def by_day(name: str, *, since: date, until: date, within: Span | None = None) -> dict[date, int]:
    """One flow figure day by day."""
    found = Figure.objects.filter(_inside(within), name=name, day__gte=since, day__lte=until)
    return {row["day"]: row["total"] for row in found.values("day").annotate(total=Sum("value")).order_by("day")}


def _inside(span: Span | None) -> Q:
    return in_area(span) if span else Q()


def _take_in(events: list[journal.Event]) -> None:
    sums = _sum(_changes(events))
    if not sums:
        return
    regions, days, names = zip(*sums, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(regions), list(days), list(names), list(sums.values())])


def _changes(events: list[journal.Event]) -> Iterator[Delta]:
    """Events and, for those that void another, what the other one had changed, taken back."""
    here = {event.id: event for event in events}
    elsewhere = [event.voids for event in events if event.voids is not None and event.voids not in here]
    voided: dict[UUID, journal.Event] = {**here, **{e.id: e for e in journal.events(elsewhere)}}
    for event in events:
        yield from deltas(event)
        if event.voids is not None and (original := voided.get(event.voids)) is not None:
            yield from deltas(original, sign=-1)


def _sum(changes: Iterable[Delta]) -> Counter[Key]:
    total: Counter[Key] = Counter()
    for delta in changes:
        total[(delta.region, delta.day, delta.name)] += delta.change
    return Counter({key: value for key, value in total.items() if value})
