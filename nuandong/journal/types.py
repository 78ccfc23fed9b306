"""What readers of the journal get."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the journal's commit-safe order."""

    epoch: int
    xid: int
    id: UUID


START = Cursor(0, 0, UUID(int=0))


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded act. `acted_at` is when it was done, `recorded_at` when it was typed; both aware."""

    id: UUID
    epoch: int
    xid: int
    kind: str
    version: int
    actor: UUID
    typist: UUID
    unit: UUID
    region: int
    subject_type: str
    subject: UUID
    acted_at: datetime
    recorded_at: datetime
    payload: dict[str, Any]
    voids: UUID | None
    text_digest: bytes | None

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.epoch, self.xid, self.id)

    @property
    def late_entry(self) -> bool:
        """Typed noticeably after the act (补录)."""
        return (self.recorded_at - self.acted_at).total_seconds() > 300
