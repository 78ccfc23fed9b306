"""The first fact about each subject, kept up to date: how many households, sheets or places were dealt with so far."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import datetime

from nuandong.plans.engine.facts import Fact, in_order


class Firsts:
    """Those among facts done from a moment on. A duty of a whole province asks for thousands with every act."""

    def __init__(self, facts: Iterable[Fact], since: datetime) -> None:
        """`facts`: in order."""
        self._since = since
        self.facts = [fact for fact in facts if fact.acted_at >= since]
        """In order."""
        self._by_subject = {fact.subject.int: fact for fact in reversed(self.facts)}
        if len(self._by_subject) < len(self.facts):
            self.facts = [fact for fact in self.facts if self._by_subject[fact.subject.int] is fact]

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
