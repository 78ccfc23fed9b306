"""Reads of informants and their rewards for pages, in the entered scope."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.batches import batches
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.org.phones import clean_phone
from nuandong.rescue.callers import caller_key
from nuandong.rescue.informants import in_office, ringing, within_county
from nuandong.rescue.lookups_informant import informant_of, reward_of
from nuandong.rescue.models import Clue, Informant, InformantReward
from nuandong.rescue.numbers import clue_numbers
from nuandong.rescue.sealing import opened
from nuandong.rescue.states.reward import RewardState

PAGE: Final = 50
SEE: Final = "rescue.informant.see"
_MOST_CHOICES: Final = 500


@dataclass(frozen=True, slots=True)
class RewardLine:
    """A reward with the number of its clue and the masked informant; "" and None for those out of the scope."""

    reward: InformantReward
    number: str
    informant: Informant | None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a clue came from: `named` is on record, `ringing` only has the telephone it came from."""

    named: Informant | None
    ringing: Informant | None
    hidden: bool
    """One is on record, but not of the regions one sees."""


def informants(
    by: Actor,
    *,
    at: datetime,
    living: bool | None = True,
    reporter_kind: str = "",
    phone: str = "",
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[Informant]:
    """Informants of the scope, newest first, by keyset of ids. `living` None: those who left too; `phone` in full.

    Raises Forbidden, and Invalid for a telephone number that is none.
    """
    permissions.check(by, SEE)
    rows = Informant.objects.all()
    if living is not None:
        rows = rows.filter(in_office(at)) if living else rows.exclude(in_office(at))
    if reporter_kind:
        rows = rows.filter(reporter_kind=reporter_kind)
    if digits := clean_phone(phone):
        rows = rows.filter(phone_blind=caller_key(digits))
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def informant(identity: UUID, *, by: Actor) -> Informant:
    """One informant. Raises NotFound, Forbidden, OutOfScope."""
    row = informant_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def in_office_then(clue: Clue) -> list[Informant]:
    """Those who were informants of the clue's county when it came in, for choosing one; the latest first."""
    rows = Informant.objects.filter(in_office(clue.acted_at), within_county(clue.region))
    return list(rows.order_by("-id")[:_MOST_CHOICES])


def caller_of(clue: Clue) -> Caller:
    """Which informant a clue came from; at most one query."""
    if clue.informant_id is not None:
        named = Informant.objects.filter(id=clue.informant_id).first()
        return Caller(named, None, hidden=named is None)
    return Caller(None, ringing(clue.caller_blind, region=clue.region, at=clue.acted_at), hidden=False)


def clues_of(identity: UUID, *, limit: int = PAGE) -> list[Clue]:
    """The clues that came from an informant, newest first."""
    return list(Clue.objects.filter(informant=identity).select_related("place").order_by("-id")[:limit])


def names(identities: Collection[UUID]) -> Mapping[UUID, str]:
    """Masked names of informants by id, for timelines; those out of the scope are left out."""
    return dict(Informant.objects.filter(id__in=set(identities)).values_list("id", "name_masked"))


def reward(identity: UUID, *, by: Actor) -> RewardLine:
    """One reward. Raises NotFound, Forbidden, OutOfScope."""
    row = reward_of(identity)
    permissions.check(by, SEE, region=row.region)
    return _lines([row])[0]


def rewards(
    by: Actor, *, states: Collection[RewardState] = (), after: UUID | None = None, limit: int = PAGE
) -> list[RewardLine]:
    """Rewards of the scope, newest first, by keyset of ids; three queries for any number. Raises Forbidden."""
    rows = rewards_rows(by, states=states)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return _lines(listed(rows.order_by("-id")[:limit]))


def rewards_rows(by: Actor, *, states: Collection[RewardState] = ()) -> QuerySet[InformantReward]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = InformantReward.objects.all()
    return rows.filter(state__in=list(states)) if states else rows


def reward_batches(by: Actor, *, states: Collection[RewardState] = (), most: int) -> Iterator[list[RewardLine]]:
    """The same without pages, read piece by piece, `most` rewards together."""

    def read(after: UUID | None, limit: int) -> list[RewardLine]:
        return rewards(by, states=states, after=after, limit=limit)

    return batches(read, key=lambda line: line.reward.id, most=most)


def rewards_of(*, clue: UUID | None = None, informant: UUID | None = None, limit: int = PAGE) -> list[RewardLine]:
    """The rewards on account of a clue, or of an informant, newest first."""
    wanted = Q(clue=clue) if clue is not None else Q(informant=informant)
    return _lines(list(InformantReward.objects.filter(wanted).order_by("-id")[:limit]))


def reason_of(row: InformantReward) -> str:
    """Why it was proposed, in the proposer's words."""
    return opened(row, "reason_sealed")


def refusal_of(row: InformantReward) -> str:
    """Why it was refused."""
    return opened(row, "refusal_sealed")


def _lines(rows: list[InformantReward]) -> list[RewardLine]:
    numbers = clue_numbers({row.clue_id for row in rows}) if rows else {}
    known = listed(Informant.objects.filter(id__in={row.informant_id for row in rows})) if rows else []
    people: dict[UUID | None, Informant] = {one.id: one for one in known}
    return [RewardLine(row, numbers.get(row.clue_id, ""), people.get(row.informant_id)) for row in rows]
