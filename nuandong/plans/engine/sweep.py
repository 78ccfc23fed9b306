"""Every record at once: duty by duty and division by division, instead of fact by fact.

The same `evaluate` says what the state of an instance is; three observations save most of its calls.

* Duties of different plans that ask for the same in the same window and place have the same records, under other keys.
* An instance of a division that no fact concerns differs from those of other divisions by the division alone, if the
  same warnings are over them: it is worked out once.
* Which instances a fact concerns need not be gathered key by key.

The first two are true of duties made of the fields named here. A duty with a field this file does not know is worked
out instance by instance: a new field is slow until somebody has thought about it, and never wrong. Recorded decisions
belong to one instance: whoever sweeps evaluates those again.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final
from uuid import UUID

from nuandong.geo.codes import span as span_of
from nuandong.plans.engine import each, lasts, standing, within
from nuandong.plans.engine.case import Case
from nuandong.plans.engine.evaluating import caused, evaluate
from nuandong.plans.engine.facts import Fact
from nuandong.plans.engine.halves import Weight
from nuandong.plans.engine.intervals import Interval
from nuandong.plans.engine.memory import MemoryFacts
from nuandong.plans.engine.records import Gap, Key, Record
from nuandong.plans.schema import AtLeast, Coverage, Lasts, Presence, Subjects, Within

SAID: Final = frozenset({"id", "title", "strength", "source", "note", "responsible", "covers"})
"""Fields that say nothing about when a duty is met; the record carries `strength` and `source`."""
KNOWN: Final = SAID | {
    "kind", "event", "where", "count", "per", "hours", "when", "on_days", "for_each", "scope", "trigger", "time",
    "exceptions", "hold", "changed_by", "until", "post", "team", "with_leader", "tolerance", "by", "about", "ended_by",
    "base", "percent", "during", "trigger_where",
}  # fmt: skip
_REST: Final = Record._fields.index("kind")
_WAIVED, _EXPLAINED = (Record._fields.index(name) - _REST for name in ("waived_by", "explained_by"))

_NOTHING: Final = frozenset[str]()

_SUBJECT, _PROOFS, _GAPS = (Record._fields.index(name) - _REST for name in ("subject", "evidence", "gaps"))

Found = tuple[str, str, int, tuple[Any, ...]]
"""Scope, anchor and region of an instance, and the part of its record that alike duties share."""
Packed = tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...], list[int], list[Any]] | None
"""Scopes, anchors, regions, which of the shared parts, and those parts field by field."""


def alike(cases: Iterable[Case[Any]]) -> list[list[Case[Any]]]:
    """Duties that must have the same records apart from their keys, together."""
    groups: dict[object, list[Case[Any]]] = {}
    for case in cases:
        groups.setdefault(_question(case), []).append(case)
    return list(groups.values())


def weight(case: Case[Any], facts: MemoryFacts) -> Weight:
    """Roughly how much work a duty is, and whether its proofs are many: for sharing the work out."""
    kind = getattr(case.duty, "trigger", None) or min(case.kinds)
    count = facts.count(case.kinds)
    return Weight(kind, count + len(case.divisions), 0 if isinstance(case.duty, Coverage | Presence) else count)


def swept(case: Case[Any], facts: MemoryFacts, before: datetime) -> list[Found]:
    """The instances of a duty that began before a moment, or later by facts; recorded decisions left out."""
    match case.duty:
        case Within():
            return list(_started(case, within.started(case), within.evaluate_started))
        case Lasts():
            return list(_started(case, lasts.started(case), lasts.evaluate_started))
        case AtLeast(for_each=Subjects() as subjects):
            if case.sky is None:
                return list(_parts(each.swept(case, subjects, before)))
            return list(_one_by_one(case, caused(case)))
    return _divisions(case, facts, before)


def keyed(case: Case[Any], found: list[Found]) -> Iterator[tuple[Key, Record]]:
    """What was found for a duty, as records of one alike."""
    new, activation, duty = tuple.__new__, case.activation.id, case.duty
    obligation, strength, source = duty.id, duty.strength, duty.source
    keys = [new(Key, (activation, obligation, scope, anchor)) for scope, anchor, _region, _rest in found]
    return zip(
        keys,
        [new(Record, (key, one[2], strength, source, *one[3])) for key, one in zip(keys, found, strict=True)],
        strict=True,
    )


def packed(found: list[Found]) -> Packed:
    """The same column by column, ids as numbers, what instances share but once: quick to write down and to read."""
    if not found:
        return None
    scopes, anchors, regions, shared = zip(*found, strict=True)
    rests = {id(rest): rest for rest in shared}
    numbers = {one: number for number, one in enumerate(rests)}
    columns: list[Any] = list(zip(*rests.values(), strict=True))
    proofs = columns[_PROOFS]
    columns[_PROOFS] = list(map(len, proofs)), [one.int for some in proofs for one in some]
    columns[_GAPS] = [some and [(gap.start, gap.end, gap.leader_only) for gap in some] for some in columns[_GAPS]]
    columns[_SUBJECT] = [one and one.int for one in columns[_SUBJECT]]
    return scopes, anchors, regions, [numbers[id(rest)] for rest in shared], columns


def unpacked(written: Packed, facts: MemoryFacts) -> list[Found]:
    """What was packed; the ids of facts are those known here, so that there is one object for each."""
    if written is None:
        return []
    scopes, anchors, regions, numbers, columns = written
    lengths, flat = columns[_PROOFS]
    proofs = iter(facts.ids(flat))
    columns[_PROOFS] = [tuple(islice(proofs, length)) for length in lengths]
    columns[_GAPS] = [some and tuple([Gap(*gap) for gap in some]) for some in columns[_GAPS]]
    columns[_SUBJECT] = [one and UUID(int=one) for one in columns[_SUBJECT]]
    rests = list(zip(*columns, strict=True))
    return list(zip(scopes, anchors, regions, [rests[number] for number in numbers], strict=True))


def _question(case: Case[Any]) -> object:
    duty, activation = case.duty, case.activation
    if not _known(case):
        return activation.id, duty.id
    asked = duty.model_dump(exclude=SAID)
    place = (activation.window, activation.watches_from, activation.region, activation.regions)
    return repr(asked), place, activation.filled.get(duty.id)


def _known(case: Case[Any]) -> bool:
    return KNOWN.issuperset(case.duty.model_fields_set)


def _started(
    case: Case[Any], facts: Iterable[Fact], state: Callable[[Case[Any], Key, Fact], Record]
) -> Iterator[Found]:
    for fact in facts:
        key = case.key(fact.subject, fact.id)
        yield key.scope, key.anchor, fact.region, _rest(state(case, key, fact))


def _one_by_one(case: Case[Any], keys: Iterable[Key]) -> Iterator[Found]:
    return _parts((key, record) for key in keys if (record := evaluate(case, key)) is not None)


def _parts(records: Iterable[tuple[Key, Record]]) -> Iterator[Found]:
    for key, record in records:
        yield key.scope, key.anchor, record.region, _rest(record)


def _divisions(case: Case[Any], facts: MemoryFacts, before: datetime) -> list[Found]:
    by_clock = list(standing.begun(case, case.activation.window.start, before))
    busy = _concerned(case, facts, by_clock)
    anchors: dict[tuple[Interval, ...], list[str]] = {}
    quiet: dict[object, dict[str, tuple[Any, ...] | None]] = {}
    plain, found, sky = not _known(case), list[Found](), case.sky
    over: tuple[Interval, ...] = ()
    here = by_clock
    for region in case.divisions:
        scope, theirs, alike = f"{region:012}", busy.get(region, _NOTHING), None
        if sky is not None:
            over, known = sky.over(region), sky.over(region, known=True)
            if over not in anchors:
                anchors[over] = list(standing.under(case, over))
            here, alike = anchors[over], (id(over), id(known))
        rests = quiet.setdefault(alike, {})
        for anchor in here:
            if plain or anchor in theirs:
                rest = _state(case, scope, anchor)
            elif anchor in rests:
                rest = rests[anchor]
            else:
                rest = rests[anchor] = _state(case, scope, anchor)
            if rest is not None:
                found.append((scope, anchor, region, rest))
    return found


def _state(case: Case[Any], scope: str, anchor: str) -> tuple[Any, ...] | None:
    record = evaluate(case, tuple.__new__(Key, (case.activation.id, case.duty.id, scope, anchor)))
    return None if record is None else _rest(record)


def _concerned(case: Case[Any], facts: MemoryFacts, by_clock: list[str]) -> dict[int, set[str]]:
    """The anchors of every division that facts concern; where there is but one anyway, it may as well be that."""
    found: dict[int, set[str]] = {}
    every = set(by_clock) if standing.whole(case) or (case.sky is None and len(by_clock) == 1) else None
    for width, divisions in _by_width(case.divisions).items():
        for what in standing.patterns(case):
            here = facts.places(what).by_width(width)
            for division in here.keys() & divisions:
                anchors = every
                if anchors is None:
                    anchors = {anchor for fact in here[division] for anchor in standing.concerned(case, fact)}
                found[division] = found[division] | anchors if division in found else anchors
    return found


@lru_cache(maxsize=500)
def _by_width(divisions: tuple[int, ...]) -> dict[int, set[int]]:
    """Divisions by how many codes they are."""
    found: dict[int, set[int]] = {}
    for division in divisions:
        span = span_of(division)
        found.setdefault(span.hi - span.lo, set()).add(division)
    return found


def _rest(record: Record) -> tuple[Any, ...]:
    rest = record[_REST:]
    if rest[_WAIVED] is None and rest[_EXPLAINED] is None:
        return rest
    return record._replace(waived_by=None, explained_by=None)[_REST:]
