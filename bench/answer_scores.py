"""Comparing what an importer found in a plan with the plan's answer key: hits, misses and errors."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bench.answer_keys import TIMES, Entry, Value

# A list counts as found when it shares this part of its words with the key's list, seen from both sides.
SHARED = Decimal("0.6")
REPEATED = ("day", "week", "month")
BRACKETS = re.compile(r"[(（][^()（）]*[)）]|[“”\"]")
SCALES = {"jin": ("kg", Decimal("0.5")), "hours": ("minutes", Decimal(60))}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in the terms of the keys; `said` is for the reader."""

    paragraph: int
    kind: str
    value: Value
    unit: str = ""
    per: str = ""
    bound: str = ""
    clock: str = ""
    sure: bool = True
    said: str = ""


@dataclass(slots=True)
class Score:
    """Hits are pairs, so that what hangs on a fact (bound, clock) can be compared apart."""

    hits: list[tuple[Entry, Found]] = field(default_factory=list)
    missed: list[Entry] = field(default_factory=list)
    wrong: list[Found] = field(default_factory=list)

    def recall(self) -> Decimal | None:
        return share(len(self.hits), len(self.missed))

    def precision(self) -> Decimal | None:
        return share(len(self.hits), len(self.wrong))

    def complete(self) -> Decimal | None:
        """Part of the hits whose bound and clock are right too."""
        whole = sum(1 for entry, found in self.hits if details_agree(entry, found))
        return share(whole, len(self.hits) - whole)

    def of_kind(self, kind: str) -> "Score":
        return Score(
            [pair for pair in self.hits if pair[0].kind == kind],
            [entry for entry in self.missed if entry.kind == kind],
            [found for found in self.wrong if kind_of(found) == kind],
        )


def share(good: int, bad: int) -> Decimal | None:
    return Decimal(good) / (good + bad) if good + bad else None


def kind_of(fact: Entry | Found) -> str:
    """A length of time is a duration and a calendar day a deadline, whichever of the two names it was given."""
    if fact.kind in ("duration", "deadline"):
        return "duration" if fact.unit in TIMES else "deadline"
    return fact.kind


def measured(value: Value, unit: str) -> tuple[Value, str]:
    """The value in one unit of its sort: 1 斤 and 0.5 kg are one fact, half an hour and 30 minutes another."""
    name, slash, rest = unit.partition("/")
    if name not in SCALES:
        return value, unit
    name, factor = SCALES[name]
    if isinstance(value, Decimal):
        value = value * factor
    elif isinstance(value, tuple):
        value = tuple(end * factor for end in value if isinstance(end, Decimal))
    return value, name + slash + rest


def same_words(key: Sequence[object], found: Sequence[object]) -> bool:
    """Lists agree when most words of each stand in the other, a word standing in a longer one of its sort."""
    if not key or not found:
        return False
    covered = sum(1 for word in key if stands_in(word, found))
    right = sum(1 for word in found if stands_in(word, key))
    return Decimal(covered) / len(key) >= SHARED and Decimal(right) / len(found) >= SHARED


def stands_in(word: object, words: Iterable[object]) -> bool:
    """Brackets inside a word and quotation marks do not count; words of one character stand only for themselves."""
    mine = BRACKETS.sub("", str(word))
    others = (BRACKETS.sub("", str(other)) for other in words)
    return any(
        mine == other or (min(len(mine), len(other)) > 1 and (mine in other or other in mine)) for other in others
    )


def agree(entry: Entry, found: Found) -> bool:
    """Whether the finding is this entry: paragraph, kind, value, unit and period; not bound or clock."""
    if kind_of(entry) != kind_of(found) or not entry.starts <= found.paragraph <= entry.paragraph:
        return False
    if entry.kind == "categories":
        return (
            isinstance(entry.value, tuple) and isinstance(found.value, tuple) and same_words(entry.value, found.value)
        )
    if entry.kind == "report":
        return entry.value == found.value or not {entry.value, found.value} & set(REPEATED)
    return (entry.per, measured(entry.value, entry.unit)) == (found.per, measured(found.value, found.unit))


def details_agree(entry: Entry, found: Found) -> bool:
    """A plain number of times is a floor: for frequencies `exact` and `at_least` are the same."""
    floor = entry.kind == "frequency" and {entry.bound, found.bound} <= {"exact", "at_least"}
    bound = floor or not entry.bound or entry.bound == found.bound
    return bound and (not entry.clock or entry.clock == found.clock)


def is_part(found: Found, entries: Iterable[Entry]) -> bool:
    """A finding that is a piece of lists of its paragraph: an enumeration taken apart is not an error."""
    words = [word for entry in entries if near(entry, found) for word in words_of(entry)]
    return bool(words_of(found)) and all(stands_in(word, words) for word in words_of(found))


def near(entry: Entry, found: Found) -> bool:
    return entry.kind == found.kind == "categories" and entry.starts <= found.paragraph <= entry.paragraph


def words_of(fact: Entry | Found) -> tuple[object, ...]:
    return fact.value if fact.kind == "categories" and isinstance(fact.value, tuple) else ()


def score(entries: Sequence[Entry], findings: Iterable[Found]) -> Score:
    """Every required entry takes one finding; what optional entries explain counts neither way; the rest is wrong."""
    result, left = Score(), list(findings)
    for entry in (entry for entry in entries if not entry.optional):
        candidates = [found for found in left if agree(entry, found)]
        if not candidates:
            result.missed.append(entry)
            continue
        best = max(candidates, key=lambda found: details_agree(entry, found))
        left.remove(best)
        result.hits.append((entry, best))
    optional = [entry for entry in entries if entry.optional]
    for found in left:
        if not any(agree(entry, found) for entry in optional) and not is_part(found, entries):
            result.wrong.append(found)
    return result


def together(scores: Iterable[Score]) -> Score:
    result = Score()
    for each in scores:
        result.hits += each.hits
        result.missed += each.missed
        result.wrong += each.wrong
    return result
