"""Who acts, who types, and which regions they see."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

EVERYTHING: Final = "*"
MAX_SPANS: Final = 4
REGION_END: Final = 10**12


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The 12-digit division codes from `lo` up to, not including, `hi`."""

    lo: int
    hi: int

    def __post_init__(self) -> None:
        if not 0 <= self.lo < self.hi <= REGION_END:
            raise ValueError(f"not a span of 12-digit codes: [{self.lo}, {self.hi})")

    def contains(self, region: int) -> bool:
        return self.lo <= region < self.hi


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work: `staff` answers for the act, `typist` typed it (the same person unless 代录)."""

    staff: UUID
    typist: UUID
    unit: UUID
    region: int
    spans: tuple[Span, ...]
    permissions: frozenset[str]
    second_factor: bool = False

    def __post_init__(self) -> None:
        # The row-level policy of the database compares at most four pairs.
        if not 1 <= len(self.spans) <= MAX_SPANS:
            raise ValueError(f"an actor sees one to {MAX_SPANS} spans, not {len(self.spans)}")

    def may(self, permission: str) -> bool:
        return permission in self.permissions or EVERYTHING in self.permissions

    def sees(self, region: int) -> bool:
        return any(span.contains(region) for span in self.spans)


_SYSTEM_ID = UUID(int=0)
SYSTEM: Final = Actor(
    staff=_SYSTEM_ID,
    typist=_SYSTEM_ID,
    unit=_SYSTEM_ID,
    region=0,
    spans=(Span(0, REGION_END),),
    permissions=frozenset({EVERYTHING}),
    second_factor=True,
)
