"""Facts held in memory: for recomputation, tests and short histories."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from itertools import chain
from operator import attrgetter, lt
from typing import Any, Final
from uuid import UUID

from nuandong.kernel.actors import Span
from nuandong.plans.engine.facts import DECISIONS, Fact, decided, in_order
from nuandong.plans.engine.firsts import Firsts
from nuandong.plans.engine.intervals import FOREVER
from nuandong.plans.engine.matching import Pattern, matches, values
from nuandong.plans.engine.records import Key

_acted_at, _order = attrgetter("acted_at"), attrgetter("order")
MANY: Final = 500
"""From so many facts on, those of a division are not gone through anew with every question."""
_ASKED: Final = (str, int)
"""Plans ask for texts, numbers and switches only."""
_FEW: Final = 8
"""So many times fewer than there are already are put in one by one; more are sorted in with all the others."""


class MemoryFacts:
    """Indexes are made when they are asked for first, and kept up to date from then on. Voided facts are in none."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        # By the number in an id: that is hashed much quicker than the id.
        self._by_id: dict[int, Fact] = {}
        self._voided: set[int] = set()
        self._kinds: dict[str, _Kind] = {}
        self._decisions: dict[tuple[str, ...], list[Fact]] | None = None
        self.add(facts)

    def add(self, facts: Iterable[Fact]) -> None:
        """Take facts in; what is known already changes nothing."""
        fresh = {fact.id.int: fact for fact in facts}
        for number in fresh.keys() & self._by_id.keys():
            del fresh[number]
        new = {fact.voids.int for fact in fresh.values() if fact.voids is not None} - self._voided
        for one in new - fresh.keys():
            if (gone := self._by_id.get(one)) is not None:
                self._discard(gone)
        self._voided |= new
        if self._by_id:
            self._by_id |= fresh
        else:
            self._by_id = fresh
        gone_already = fresh.keys() & self._voided
        self._index(fact for number, fact in fresh.items() if number not in gone_already)

    def get(self, fact: UUID) -> Fact | None:
        return self._by_id.get(fact.int)

    def ids(self, numbers: Iterable[int]) -> list[UUID]:
        """The ids of facts by the numbers in them: one object for each, and not many."""
        known = self._by_id
        return [known[number].id for number in numbers]

    def of_subject(self, subject: UUID, kinds: Collection[str]) -> list[Fact]:
        number, known = subject.int, self._kinds
        found = [facts for kind in kinds if (one := known.get(kind)) and (facts := one.about.get(number))]
        if len(found) == 1:
            return list(found[0])
        return sorted(chain.from_iterable(found), key=in_order) if found else []

    def between(self, what: Pattern, span: Span, start: datetime, end: datetime) -> list[Fact]:
        kind = self._kinds.get(what.kind)
        if kind is None:
            return []
        facts = kind.matching(what).within(span)
        if not facts or (start <= facts[0].acted_at and facts[-1].acted_at < end):
            return list(facts)
        return list(facts[bisect_left(facts, start, key=_acted_at) : bisect_left(facts, end, key=_acted_at)])

    def firsts(self, what: Pattern, span: Span, start: datetime, end: datetime) -> Sequence[Fact]:
        places = self.places(what)
        if end is FOREVER and len(places.within(span)) >= MANY:
            return places.firsts(span, start)
        facts = self.between(what, span, start, end)
        return facts if len(facts) < 2 else Firsts(facts, start).facts

    def count(self, kinds: Collection[str]) -> int:
        return sum(len(self._kinds[kind]) for kind in kinds if kind in self._kinds)

    def places(self, what: Pattern) -> "Places":
        """All facts that fit a pattern, to be asked for by division."""
        kind = self._kinds.get(what.kind)
        return _NOWHERE if kind is None else kind.matching(what)

    def of_kinds(self, kinds: Collection[str]) -> list[Fact]:
        found = [fact for kind in kinds if kind in self._kinds for fact in self._kinds[kind].facts()]
        found.sort(key=in_order)
        return found

    def decisions(self, key: Key) -> Sequence[Fact]:
        if self._decisions is None:
            self._decisions = {}
            for fact in self.of_kinds(DECISIONS):
                self._decisions.setdefault(decided(fact)[1:], []).append(fact)
        found = self._decisions.get(key[1:], ())
        return [fact for fact in found if decided(fact) == key] if found else ()

    def _index(self, facts: Iterable[Fact]) -> None:
        by_kind: defaultdict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            by_kind[fact.kind].append(fact)
        for kind, some in by_kind.items():
            if kind not in self._kinds:
                self._kinds[kind] = _Kind()
            self._kinds[kind].add(some)
        if not DECISIONS.isdisjoint(by_kind):
            self._decisions = None

    def _discard(self, fact: Fact) -> None:
        self._kinds[fact.kind].discard(fact)
        if fact.kind in DECISIONS:
            self._decisions = None


class _Kind:
    """Facts of one kind, by what their payloads say and by place."""

    def __init__(self) -> None:
        self._facts: list[Fact] = []
        self._sorted = True
        self._fields: dict[str, dict[Any, list[Fact]]] = {}
        self._matching: dict[Pattern, Places] = {}

    def __len__(self) -> int:
        return len(self._facts)

    def facts(self) -> list[Fact]:
        if not self._sorted:
            # Reading order first, then the time of the act: quicker than by both at once, with the same outcome.
            # Mostly they stand in reading order already.
            turns = list(map(_order, self._facts))
            if not all(map(lt, turns, turns[1:])):
                self._facts.sort(key=attrgetter("order", "id"))
            self._facts.sort(key=_acted_at)
            self._sorted = True
        return self._facts

    def add(self, facts: list[Fact]) -> None:
        if len(facts) * _FEW > len(self._facts):
            self._facts.extend(facts)
            self._sorted = False
            self._fields.clear()
            self._matching.clear()
            self.__dict__.pop("about", None)
            return
        for fact in facts:
            insort(self.facts(), fact, key=in_order)
            if "about" in self.__dict__:
                insort(self.about.setdefault(fact.subject.int, []), fact, key=in_order)
            for name, found in self._fields.items():
                for value in _said(fact, name):
                    insort(found.setdefault(value, []), fact, key=in_order)
            for what, places in self._matching.items():
                if matches(what.where, fact.payload):
                    places.add(fact)

    def discard(self, fact: Fact) -> None:
        _remove(self.facts(), fact)
        if "about" in self.__dict__:
            _remove(self.about[fact.subject.int], fact)
        for name, found in self._fields.items():
            for value in _said(fact, name):
                _remove(found[value], fact)
        for what, places in self._matching.items():
            if matches(what.where, fact.payload):
                places.discard(fact)

    @cached_property
    def about(self) -> dict[int, list[Fact]]:
        """Those of every subject, by its number, which is quicker to look up."""
        found: dict[int, list[Fact]] = {}
        for fact in self.facts():
            number = fact.subject.int
            # Most subjects have one: no list is made in vain, as `setdefault` would.
            if number in found:
                found[number].append(fact)
            else:
                found[number] = [fact]
        return found

    def matching(self, what: Pattern) -> "Places":
        found = self._matching.get(what)
        if found is None:
            facts = self._candidates(what)
            if not what.plain:
                facts = [fact for fact in facts if matches(what.where, fact.payload)]
            found = self._matching[what] = Places(list(facts))
        return found

    def _candidates(self, what: Pattern) -> list[Fact]:
        """Few facts among which are all that fit: hundreds of duties ask for kinds of work of one kind of event."""
        if what.narrowest is None:
            return self.facts()
        name, choices = what.narrowest
        if name not in self._fields:
            made: dict[Any, list[Fact]] = {}
            for fact in self.facts():
                # `_said`, without a call for each of a million facts.
                value = fact.payload.get(name)
                if isinstance(value, _ASKED):
                    made.setdefault(value, []).append(fact)
                elif value is not None:
                    for one in _said(fact, name):
                        made.setdefault(one, []).append(fact)
            self._fields[name] = made
        lists = [self._fields[name].get(choice, []) for choice in dict.fromkeys(choices)]
        if len(lists) == 1:
            return lists[0]
        return sorted({fact.id: fact for one in lists for fact in one}.values(), key=in_order)


class Places:
    """Facts in their order, and those of every division asked about."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self._by_width: dict[int, dict[int, list[Fact]]] = {}
        self._firsts: dict[tuple[Span, datetime], Firsts] = {}

    def within(self, span: Span) -> Sequence[Fact]:
        """Those of one division; a division's codes begin at a multiple of how many they are."""
        return self.by_width(span.hi - span.lo).get(span.lo, ())

    def by_width(self, width: int) -> dict[int, list[Fact]]:
        found = self._by_width.get(width)
        if found is None:
            found = self._by_width[width] = defaultdict(list)
            for fact in self.facts:
                region = fact.region
                found[region - region % width].append(fact)
        return found

    def firsts(self, span: Span, since: datetime) -> Sequence[Fact]:
        """The first of each subject in a division, done from a moment on."""
        found = self._firsts.get((span, since))
        if found is None:
            found = self._firsts[span, since] = Firsts(self.within(span), since)
        return found.facts

    def add(self, fact: Fact) -> None:
        insort(self.facts, fact, key=in_order)
        for width, found in self._by_width.items():
            insort(found.setdefault(fact.region - fact.region % width, []), fact, key=in_order)
        for (span, _since), firsts in self._firsts.items():
            if span.contains(fact.region):
                firsts.add(fact)

    def discard(self, fact: Fact) -> None:
        _remove(self.facts, fact)
        self._firsts = {asked: firsts for asked, firsts in self._firsts.items() if not firsts.has(fact)}
        for width, found in self._by_width.items():
            _remove(found[fact.region - fact.region % width], fact)


_NOWHERE: Final = Places([])


def _said(fact: Fact, name: str) -> Collection[Any]:
    """What a fact says in a field, each value once."""
    return {value for value in values(fact.payload, name) if isinstance(value, _ASKED)}


def _remove(facts: list[Fact], fact: Fact) -> None:
    del facts[bisect_left(facts, in_order(fact), key=in_order)]
