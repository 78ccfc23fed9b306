"""Reads of clues for boards and pages, in the entered scope."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from nuandong.geo.areas import in_region
from nuandong.machine.together import listed
from nuandong.org import ladder
from nuandong.rescue import reference
from nuandong.rescue.lookups import clue_of
from nuandong.rescue.models import Clue, Dispatch
from nuandong.rescue.states.clue import RUNNING, WAITING, ClueState
from nuandong.rescue.states.dispatch import LIVE

if TYPE_CHECKING:
    from nuandong.org.models import LadderCall

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Countdown:
    """The clock of the arrival: from when, until when, and when somebody was there (None: nobody yet).

    The limit is the county's default of library/rescue/response.yaml, for the clue page also where no plan is active.
    """

    started_at: datetime
    limit: timedelta
    arrived_at: datetime | None
    running: bool
    source: str

    @property
    def due_at(self) -> datetime:
        return self.started_at + self.limit

    def left(self, now: datetime) -> timedelta:
        """Time left; negative when it is late."""
        return self.due_at - (self.arrived_at or now)

    def late(self, now: datetime) -> bool:
        """Somebody arrived after the limit, or nobody arrived and it is over."""
        return (self.arrived_at is not None or self.running) and self.left(now) < timedelta()


@dataclass(frozen=True, slots=True)
class ClueLine:
    """A clue on the board: with its clock, the teams on it, and the escalations nobody has confirmed."""

    clue: Clue
    countdown: Countdown
    dispatches: Sequence[Dispatch]
    unconfirmed: Sequence["LadderCall"]
    urgent: bool
    ring: tuple[str, ...]
    nobody_left: bool
    """Every leader of the ladder was rung up in vain: somebody above it must be told by other means."""


def get(clue: UUID) -> Clue:
    """One clue; NotFound outside the scope."""
    return clue_of(clue)


def line_of(clue: UUID) -> ClueLine:
    """One clue as on the board; NotFound outside the scope."""
    (line,) = _lines(_with_parts(Clue.objects.filter(id=clue_of(clue).id)))
    return line


def board(*, region: int | None = None) -> list[ClueLine]:
    """The clues somebody has to deal with, those nobody goes to first, in each group the first due first."""
    found = listed(_with_parts(_within(region).filter(state__in=RUNNING)))
    order = list(ClueState)
    return sorted(
        _lines(found),
        key=lambda line: (order.index(ClueState(line.clue.state)), line.countdown.due_at, line.clue.id),
    )


def recent(
    *,
    region: int | None = None,
    states: Collection[ClueState] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[Clue]:
    """Clues as they came in, newest first; page on with `before` = the last id shown."""
    found = _within(region).select_related("place", "duplicate_of")
    if states:
        found = found.filter(state__in=list(states))
    if since is not None:
        found = found.filter(acted_at__gte=since)
    if until is not None:
        found = found.filter(acted_at__lt=until)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:limit])


def by_number(number: str) -> list[Clue]:
    """Clues of the scope with a number; several when the scope spans counties."""
    return list(Clue.objects.filter(number=number.strip()).order_by("region"))


def handed_to_us(*, region: int | None = None) -> list[Clue]:
    """Clues other counties handed over that nobody here has taken on yet, oldest clock first."""
    return listed(handed_to_us_rows(region=region).order_by("clock_started_at"))


def handed_to_us_rows(*, region: int | None = None) -> QuerySet[Clue]:
    """The same, not asked for yet."""
    return _within(region).filter(origin__isnull=False, taken_on_at=None, state__in=RUNNING)


def countdown(clue: Clue) -> Countdown:
    """The clock of one clue; a hand-over kept its start (RES-027)."""
    arrivals = [one.on_scene_at for one in clue.dispatches.all() if one.on_scene_at is not None]
    rules = reference.response()
    return Countdown(
        started_at=clue.clock_started_at,
        limit=rules.limit(remote=clue.remote),
        arrived_at=min(arrivals, default=None),
        running=clue.state in WAITING,
        source=rules.source,
    )


def escalations_of(clue: UUID) -> list["LadderCall"]:
    """Everybody rung up about a clue, the latest first."""
    return ladder.calls_about(clue)[::-1]


def duplicates_of(clue: UUID) -> list[Clue]:
    """The clues that were merged into one, oldest first."""
    return list(Clue.objects.filter(duplicate_of=clue).order_by("acted_at", "id"))


def open_count(*, region: int | None = None) -> int:
    """How many clues somebody still has to deal with."""
    return _within(region).filter(state__in=RUNNING).count()


def _within(region: int | None) -> QuerySet[Clue]:
    if region is None:
        return Clue.objects.all()
    return Clue.objects.filter(in_region(region))


def _with_parts(clues: QuerySet[Clue]) -> QuerySet[Clue]:
    sent = Dispatch.objects.select_related("team", "vehicle").order_by("ordered_at")
    return clues.select_related("place").prefetch_related(Prefetch("dispatches", sent))


def _lines(clues: Iterable[Clue]) -> list[ClueLine]:
    found = list(clues)
    waiting: dict[UUID, list[LadderCall]] = {}
    for call in ladder.unconfirmed([clue.id for clue in found if clue.state in WAITING]):
        waiting.setdefault(call.subject, []).insert(0, call)
    return [_line(clue, waiting.get(clue.id, ())) for clue in found]


def _line(clue: Clue, unconfirmed: Sequence["LadderCall"]) -> ClueLine:
    told = [reference.hints()[code] for code in clue.hints if code in reference.hints()]
    return ClueLine(
        clue=clue,
        countdown=countdown(clue),
        dispatches=[one for one in clue.dispatches.all() if one.state in LIVE],
        unconfirmed=unconfirmed,
        urgent=any(hint.urgent for hint in told),
        ring=tuple(sorted({number for hint in told for number in hint.ring})),
        nobody_left=clue.state in WAITING and clue.nobody_left_at is not None,
    )
