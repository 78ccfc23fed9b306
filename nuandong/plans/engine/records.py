"""What is kept of an instance of an obligation, and its status at a moment."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID, uuid5

from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.schema import Strength

_NAMESPACE: Final = UUID("6f1d1c52-4a0e-5c39-9d8b-2f0a7c1e5b64")
MOST_EVIDENCE: Final = 200
"""Of more acts that count it names the first and the last, and `done` says how many there were; all that went wrong."""
SOON_AFTER: Final = 0.75
"""The share of its time after which an open duty is due soon."""


class Status(StrEnum):
    MET = "met"
    OPEN = "open"
    LATE = "late"
    BROKEN = "broken"
    MISSED = "missed"
    WAIVED = "waived"
    NOT_APPLICABLE = "not_applicable"
    ON_HOLD = "on_hold"


STATUS_TITLES: Final = {
    Status.MET: _("已落实"),
    Status.OPEN: _("进行中"),
    Status.LATE: _("已超时"),
    Status.BROKEN: _("未落实"),
    Status.MISSED: _("未做到"),
    Status.WAIVED: _("已豁免"),
    Status.NOT_APPLICABLE: _("不适用"),
    Status.ON_HOLD: _("暂缓计时"),
}


class Key(NamedTuple):
    """Names an instance: activation, obligation, the division or subject it is about, and the period or trigger.

    `scope` is a 12-digit code or a subject's id; `anchor` the first day of a period, the id of a trigger, or `season`.
    """

    activation: UUID
    obligation: str
    scope: str
    anchor: str

    @property
    def subject(self) -> UUID | None:
        """The subject, where the instance is about one and not about a division."""
        return None if self.scope.isdigit() else UUID(self.scope)

    @property
    def instance(self) -> UUID:
        """The id of the instance: the same key always has the same."""
        return uuid5(_NAMESPACE, f"{self.activation}|{self.obligation}|{self.scope}|{self.anchor}")


class Gap(NamedTuple):
    """A time in which a post was empty, or without a leader. `end` is None when no end is known."""

    start: datetime
    end: datetime | None
    leader_only: bool = False


class Record(NamedTuple):
    """The state of one instance, without the clock. Times are aware; None means that there is no such time.

    `keeps`: the duty is kept as long as nothing goes wrong (presence, never) rather than met by an act. A tuple, for
    there are a million of them in a province: what is the same for all alike stands last, from `kind` on.
    """

    key: Key
    region: int
    strength: Strength
    source: str
    kind: str
    subject: UUID | None
    starts_at: datetime
    due_at: datetime | None
    keeps: bool = False
    still_wanted: bool = False
    """The act is wanted even after its time (`within`)."""
    applies: bool = True
    needed: int = 1
    done: int = 0
    satisfied_at: datetime | None = None
    """The act that met the duty, or came too late for it."""
    fails_at: datetime | None = None
    """For `keeps`: the moment it went or will go wrong, as things stand."""
    released_at: datetime | None = None
    held_since: datetime | None = None
    waived_by: UUID | None = None
    explained_by: UUID | None = None
    late_entry: bool = False
    evidence: tuple[UUID, ...] = ()
    """The events that prove it, in order; at most `MOST_EVIDENCE` of what is only counted."""
    gaps: tuple[Gap, ...] = ()

    @property
    def proofs(self) -> int:
        """How many events prove it, those that are not named included."""
        return max(len(self.evidence), self.done) if len(self.evidence) == MOST_EVIDENCE else len(self.evidence)

    @property
    def soon_at(self) -> datetime | None:
        """From here on an open instance is due soon; what only has to be kept is never due soon."""
        if self.due_at is None or self.keeps:
            return None
        return self.starts_at + timedelta(seconds=int((self.due_at - self.starts_at).total_seconds() * SOON_AFTER))

    @property
    def in_time(self) -> bool:
        """Done by the due time, or while the clock stood still."""
        return self.satisfied_at is not None and (self.due_at is None or self.satisfied_at <= self.due_at)

    @property
    def released_in_time(self) -> bool:
        return self.released_at is not None and (self.due_at is None or self.released_at <= self.due_at)

    @property
    def done_late_at(self) -> datetime | None:
        return None if self.keeps or self.in_time else self.satisfied_at


def status(record: Record, now: datetime) -> Status:
    """The status at `now`; see the package for what each means. A record is visible from `starts_at` on."""
    if not record.applies:
        return Status.NOT_APPLICABLE
    if record.keeps:
        return _kept(record, now)
    if record.in_time:
        return Status.MET
    if record.waived_by is not None:
        return Status.WAIVED
    if record.released_in_time:
        return Status.NOT_APPLICABLE
    if record.due_at is None:
        return Status.ON_HOLD
    if now < record.due_at:
        return Status.OPEN
    if record.strength is Strength.MUST:
        return Status.BROKEN
    undone = record.satisfied_at is None and record.released_at is None
    return Status.LATE if record.still_wanted and undone else Status.MISSED


def _kept(record: Record, now: datetime) -> Status:
    if record.fails_at is not None and record.fails_at <= now:
        if record.waived_by is not None:
            return Status.WAIVED
        return Status.BROKEN if record.strength is Strength.MUST else Status.MISSED
    # A gap that began just before the end and is not yet too long may still spoil the period: not met yet.
    if record.fails_at is None and record.due_at is not None and record.due_at <= now:
        return Status.MET
    return Status.WAIVED if record.waived_by is not None else Status.OPEN


def is_due_soon(record: Record, now: datetime) -> bool:
    """Whether an open instance has used up three quarters of its time."""
    return status(record, now) is Status.OPEN and record.soon_at is not None and record.soon_at <= now
