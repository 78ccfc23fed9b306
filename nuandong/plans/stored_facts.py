"""Facts in the database, asked the same way as facts in memory."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from nuandong.geo.areas import in_area
from nuandong.journal import api as journal
from nuandong.kernel.actors import Span
from nuandong.plans.engine.facts import ACTIVATIONS, DECISIONS, WARNINGS, Fact
from nuandong.plans.engine.firsts import Firsts
from nuandong.plans.engine.matching import Pattern
from nuandong.plans.engine.memory import MemoryFacts
from nuandong.plans.engine.records import Key
from nuandong.plans.models import StoredFact

_HELD = (WARNINGS, ACTIVATIONS, DECISIONS)
"""Few and asked for all the time: read once for the life of the object."""


def fact_of(event: journal.Event) -> Fact:
    """A journal event as the engine sees it."""
    return Fact(
        acted_at=event.acted_at,
        order=(event.epoch, event.xid),
        id=event.id,
        kind=event.kind,
        region=event.region,
        subject=event.subject,
        recorded_at=event.recorded_at,
        payload=event.payload,
        voids=event.voids,
    )


def store(events: Iterable[journal.Event]) -> None:
    """Keep events as facts; those kept already stay as they are."""
    StoredFact.objects.bulk_create(
        (
            StoredFact(
                id=event.id,
                epoch=event.epoch,
                xid=event.xid,
                kind=event.kind,
                region=event.region,
                subject=event.subject,
                acted_at=event.acted_at,
                recorded_at=event.recorded_at,
                payload=event.payload,
                voids=event.voids,
            )
            for event in events
        ),
        ignore_conflicts=True,
        batch_size=1000,
    )


class StoredFacts:
    """The facts of the entered scope. Make a new one after `store`."""

    def __init__(self) -> None:
        self._held: dict[frozenset[str], list[Fact]] = {}
        self._by_subject: dict[UUID, list[Fact]] = {}
        self._read = MemoryFacts()
        self._kinds: frozenset[str] = frozenset()

    def read(self, kinds: frozenset[str], *, most: int) -> bool:
        """Read all facts of some kinds at once, if they are not too many: hundreds of questions about them follow."""
        if not self._kinds.issuperset(kinds):
            rows = _live().filter(kind__in=kinds)
            if rows[: most + 1].count() > most:
                return False
            self._kinds, self._read = kinds, MemoryFacts(_facts(rows))
        return True

    def hold(self, subjects: Iterable[UUID]) -> None:
        """Read the facts of subjects that will be asked about at once: one by one would be a query each."""
        new = set(subjects) - self._by_subject.keys()
        self._by_subject.update((subject, []) for subject in new)
        for fact in _facts(_live().filter(subject__in=new)):
            self._by_subject[fact.subject].append(fact)

    def get(self, fact: UUID) -> Fact | None:
        row = StoredFact.objects.filter(id=fact).first()
        return _fact(row) if row else None

    def of_subject(self, subject: UUID, kinds: Collection[str]) -> list[Fact]:
        if (held := self._holding(kinds)) is not None:
            return [fact for fact in held if fact.subject == subject and fact.kind in kinds]
        if self._kinds.issuperset(kinds):
            return self._read.of_subject(subject, kinds)
        if (known := self._by_subject.get(subject)) is not None:
            return [fact for fact in known if fact.kind in kinds]
        return _facts(_live().filter(subject=subject, kind__in=kinds))

    def between(self, what: Pattern, span: Span, start: datetime, end: datetime) -> list[Fact]:
        if what.kind in self._kinds:
            return self._read.between(what, span, start, end)
        rows = _live().filter(in_area(span), kind=what.kind)
        rows = rows.filter(acted_at__gte=start, acted_at__lt=end)
        if what.narrowest is not None:
            # A payload says a value alone or in a list; what cannot fit need not be read.
            name, choices = what.narrowest
            said = KeyTransform(name, "payload")
            rows = rows.alias(said=said).filter(
                reduce(or_, (Q(said=choice) | Q(said__contains=[choice]) for choice in choices))
            )
        return [fact for fact in _facts(rows) if what.fits(fact)]

    def firsts(self, what: Pattern, span: Span, start: datetime, end: datetime) -> Sequence[Fact]:
        if what.kind in self._kinds:
            return self._read.firsts(what, span, start, end)
        return Firsts(self.between(what, span, start, end), start).facts

    def of_kinds(self, kinds: Collection[str]) -> list[Fact]:
        if (held := self._holding(kinds)) is not None:
            return [fact for fact in held if fact.kind in kinds]
        return _facts(_live().filter(kind__in=kinds))

    def decisions(self, key: Key) -> list[Fact]:
        # Without a single decision the id of the instance need not be worked out.
        return self.of_subject(key.instance, DECISIONS) if self.of_kinds(DECISIONS) else []

    def _holding(self, kinds: Collection[str]) -> list[Fact] | None:
        """All facts of the family that `kinds` are a part of, if they are one that is held."""
        family = next((held for held in _HELD if held.issuperset(kinds)), None)
        if family is None:
            return None
        if family not in self._held:
            self._held[family] = _facts(_live().filter(kind__in=family))
        return self._held[family]


def _live() -> QuerySet[StoredFact]:
    """Facts nobody voided; what voids may have been read before what it voids."""
    return StoredFact.objects.filter(~Exists(StoredFact.objects.filter(voids=OuterRef("id"))))


def _facts(rows: QuerySet[StoredFact]) -> list[Fact]:
    return sorted(_fact(row) for row in rows)


def _fact(row: StoredFact) -> Fact:
    return Fact(
        acted_at=row.acted_at,
        order=(row.epoch, row.xid),
        id=row.id,
        kind=row.kind,
        region=row.region,
        subject=row.subject,
        recorded_at=row.recorded_at,
        payload=row.payload,
        voids=row.voids,
    )
