from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from nuandong.batch.linkage import database, linking, model
from nuandong.batch.linkage.model import Verdict
from nuandong.geo.areas import in_area
from nuandong.geo.codes import common, span
from nuandong.geo.policies import check_division
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor, Span
from nuandong.kernel.ids import new_id
from nuandong.org import permissions
from nuandong.people import events
from nuandong.people.comparing import Record, as_table, fingerprint, records
from nuandong.people.kinds import PairState, Relation
from nuandong.people.models import Membership, Person, ProposedPair
from nuandong.people.pair_rules import DECIDE

_AT_ONCE: Final = 1000
_MILLION: Final = 1_000_000
_COMPARED: Final = ("region", "probability", "sure", "outcomes", "weights", "told")
_DECIDED: Final = ("state", "decided_by", "decided_at", "proposed_at")

Both = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a run did: persons compared, pairs new, decided ones that came up again, open ones that no longer hold."""

    persons: int
    new: int
    again: int
    gone: int


@transaction.atomic
def propose_pairs(*, by: Actor, now: datetime, region: int, accounts: Mapping[UUID, str] | None = None) -> Proposed:
    """Compare everybody registered in a division with each other and keep the pairs that somebody has to look at.

    A pair that somebody decided upon stays decided until what was compared changes; one that was decided to be the same
    stays linked even then. Open pairs that are not proposed any more are taken off. All persons of the division are
    read into memory, in the clear and for as long as it takes. `accounts` are the bank accounts of households, compared
    as those of their heads. Raises Invalid (`link.too_many`), Forbidden, OutOfScope.
    """
    permissions.check(by, DECIDE, region=region)
    check_division(region)
    area = span(region)
    people = Person.objects.filter(in_area(area), merged_into=None)
    listed = list(records(people, _of_heads(area, accounts or {})))
    found = _found(listed)
    stored = {(pair.person_a_id, pair.person_b_id): pair for pair in _stored(area)}
    fresh = [
        ProposedPair(id=new_id(now), person_a_id=both[0], person_b_id=both[1], proposed_at=now, **told)
        for both, told in found.items()
        if both not in stored
    ]
    ProposedPair.objects.bulk_create(fresh, batch_size=_AT_ONCE)
    again = _refresh(stored, found, by=by, now=now)
    gone = [pair.id for both, pair in stored.items() if pair.state == PairState.OPEN and both not in found]
    ProposedPair.objects.filter(id__in=gone).delete()
    done = Proposed(len(listed), len(fresh), again, len(gone))
    if fresh or gone:
        payload = events.PairsProposed(persons=done.persons, proposed=done.new, reopened=again, taken_off=done.gone)
        journal.record(payload, by=by, now=now, region=region, subject=new_id(now))
    return done


def _of_heads(area: Span, accounts: Mapping[UUID, str]) -> dict[UUID, str]:
    """Person → the account of the household of which the person is the head."""
    heads = Membership.objects.filter(in_area(area), relation=Relation.HEAD, until__isnull=True).values_list(
        "person", "household"
    )
    return {person: accounts[home] for person, home in heads if home in accounts} if accounts else {}


def _stored(area: Span) -> QuerySet[ProposedPair]:
    """The pairs of a division: those that lay in it, and those whose persons do now."""
    both = in_area(area, "person_a__region") & in_area(area, "person_b__region")
    rows = ProposedPair.objects.select_for_update(of=("self",))
    return rows.filter(in_area(area) | both)


def _found(listed: list[Record]) -> dict[Both, dict[str, Any]]:
    """The pairs that the linkage proposes, with what is stored of each."""
    if len(listed) < 2:
        return {}
    weights = model.load()
    linked = linking.link(as_table(listed), weights, levels=True)
    rows = linked.pairs.to_pylist()
    wanted = {row[side] for row in rows for side in ("id_l", "id_r")}
    of = {record["id"]: record for record in listed if record["id"] in wanted}
    found = {}
    for row in rows:
        left, right = sorted((row["id_l"], row["id_r"]), key=UUID)
        found[UUID(left), UUID(right)] = {
            "region": common(int(of[left]["region"]), int(of[right]["region"])),
            "probability": round(row["probability"] * _MILLION),
            "sure": row["proposal"] == Verdict.SURE,
            "outcomes": database.outcomes(row),
            "weights": weights.version,
            "told": fingerprint(of[left], of[right]),
        }
    return found


def _refresh(stored: dict[Both, ProposedPair], found: dict[Both, dict[str, Any]], *, by: Actor, now: datetime) -> int:
    """Bring stored pairs up to date; returns how many decided ones wait again because what was compared changed."""
    changed, again = [], 0
    for both, pair in stored.items():
        told = found.get(both)
        if told is None or bytes(pair.told) == told["told"]:
            continue
        for name in _COMPARED:
            setattr(pair, name, told[name])
        changed.append(pair)
        if pair.state in {PairState.DIFFERENT, PairState.UNSURE}:
            again += 1
            payload = events.PairReopened(person_a=both[0], person_b=both[1], pair_state=pair.state, data_changed=True)
            journal.record(payload, by=by, now=now, region=pair.region, subject=pair.id)
            pair.state, pair.decided_by, pair.decided_at, pair.proposed_at = PairState.OPEN, None, None, now
    _store(changed)
    return again


def _store(changed: Iterable[ProposedPair]) -> None:
    ProposedPair.objects.bulk_update(changed, [*_COMPARED, *_DECIDED], batch_size=_AT_ONCE)
