"""A ladder of people who are rung up one after the other until somebody takes care: whose turn it is, who was rung up.

Modules that escalate keep no table of their own: they say what it is about, on which grounds, and who stands on the
ladder; their events and rights stay theirs.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet

from nuandong.kernel.ids import new_id
from nuandong.machine.together import listed
from nuandong.org.models import LadderCall
from nuandong.org.telling import tell_by_id


class Rung(Protocol):
    """Somebody on the ladder, and why him: `on_duty` or the code of a role."""

    @property
    def staff(self) -> UUID: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder: what it is about, on which grounds, and the time that was missed where each time has its own."""

    subject: UUID
    grounds: str
    due_at: datetime | None = None

    def calls(self) -> list[LadderCall]:
        """Who was rung up on it, the first one first."""
        rows = LadderCall.objects.filter(subject=self.subject, grounds=self.grounds, due_at=self.due_at)
        return list(rows.order_by("level"))


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody is to be rung up now: `leader`, none at the end of the ladder, after so many who were."""

    called: int
    leader: Rung | None


def turn(ladder: Ladder, now: datetime, *, confirm: timedelta, rungs: Callable[[], Sequence[Rung]]) -> Turn | None:
    """Whose turn it is; None while somebody has confirmed, or the last one still has his time to."""
    earlier = ladder.calls()
    if any(one.confirmed_at is not None for one in earlier):
        return None
    if earlier and now < earlier[-1].raised_at + confirm:
        return None
    called = {one.leader for one in earlier}
    return Turn(len(earlier), next((one for one in rungs() if one.staff not in called), None))


def call(ladder: Ladder, leader: Rung, *, level: int, region: int, body: str, now: datetime) -> LadderCall:
    """Keep that somebody is rung up, and leave him a message. The event is the caller's."""
    made = LadderCall.objects.create(
        id=new_id(now),
        region=region,
        subject=ladder.subject,
        grounds=ladder.grounds,
        due_at=ladder.due_at,
        level=level,
        leader=leader.staff,
        why=leader.reason,
        raised_at=now,
    )
    tell_by_id(leader.staff, body, region=region, subject=ladder.subject, now=now)
    return made


def call_of(identity: UUID) -> LadderCall | None:
    """One call of the entered scope."""
    return LadderCall.objects.filter(id=identity).first()


def confirm(call: LadderCall, *, staff: UUID, now: datetime) -> bool:
    """Keep that he sees to it; False where somebody confirmed already."""
    rows = LadderCall.objects.filter(id=call.id, confirmed_at=None)
    return rows.update(confirmed_at=now, confirmed_by=staff) == 1


def calls_about(subject: UUID) -> list[LadderCall]:
    """Everybody rung up about something, the first one first."""
    return list(LadderCall.objects.filter(subject=subject).order_by("raised_at", "level"))


def unconfirmed(subjects: Collection[UUID] | QuerySet[Any, Any]) -> list[LadderCall]:
    """The calls about these subjects (ids, or a query of ids) that nobody has confirmed, the lowest rung first."""
    return listed(unconfirmed_rows(subjects).order_by("level"))


def unconfirmed_rows(subjects: Collection[UUID] | QuerySet[Any, Any]) -> QuerySet[LadderCall]:
    """The same, not asked for yet."""
    return LadderCall.objects.filter(subject__in=subjects, confirmed_at=None)


def confirmed(subjects: Collection[UUID]) -> set[Ladder]:
    """The ladders about these subjects on which somebody confirmed."""
    rows = LadderCall.objects.filter(subject__in=subjects, confirmed_at__isnull=False)
    return {Ladder(*key) for key in listed(rows.values_list("subject", "grounds", "due_at"))}
