"""The first fact about each subject, kept up to date: how many households, sheets or places were dealt with so far."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime

from nuandong.plans.engine.facts import Fact, in_order


class Firsts:
    """Those among facts done from a moment on. A duty of a whole province asks for thousands with every act."""

    def __init__(self, facts: Iterable[Fact], since: datetime) -> None:
        self._since = since
        self._by_subject: dict[int, Fact] = {}
        for fact in facts:
            if fact.acted_at >= since:
                self._by_subject.setdefault(fact.subject.int, fact)
        self.facts = list(self._by_subject.values())
        """In order."""

    def add(self, fact: Fact) -> None:
        if fact.acted_at < self._since:
            return
        before = self._by_subject.get(fact.subject.int)
        if before is not None:
            if in_order(before) < in_order(fact):
                return
            del self.facts[bisect_left(self.facts, in_order(before), key=in_order)]
        self._by_subject[fact.subject.int] = fact
        insort(self.facts, fact, key=in_order)

    def has(self, fact: Fact) -> bool:
        return self._by_subject.get(fact.subject.int) is fact
