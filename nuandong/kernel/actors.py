"""Who acts, who types, and which regions they see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Self
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


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same codes in as few spans as possible, in order: those that touch become one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.lo <= found[-1].hi:
            found[-1] = Span(found[-1].lo, max(found[-1].hi, span.hi))
        else:
            found.append(span)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Holding:
    """What one post gives, and where."""

    permissions: frozenset[str]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work: `staff` answers for the act, `typist` typed it (the same person unless 代录).

    `permissions` and `spans` are those of all posts together; `holdings` says which belongs where, for somebody with
    posts in several regions, and is empty for everybody else. `sheet` is the photo of what `staff` signed, when another
    person types it.
    """

    staff: UUID
    typist: UUID
    unit: UUID
    region: int
    spans: tuple[Span, ...]
    permissions: frozenset[str]
    second_factor: bool = False
    holdings: tuple[Holding, ...] = ()
    sheet: UUID | None = None

    def __post_init__(self) -> None:
        # The row-level policy of the database compares at most four pairs.
        if not 1 <= len(self.spans) <= MAX_SPANS:
            raise ValueError(f"an actor sees one to {MAX_SPANS} spans, not {len(self.spans)}")

    def may(self, permission: str) -> bool:
        return permission in self.permissions or EVERYTHING in self.permissions

    def may_in(self, permission: str, region: int) -> bool:
        """Whether a permission holds in a region (12-digit code)."""
        if not self.may(permission) or not self.sees(region):
            return False
        return not self.holdings or any(span.contains(region) for span in self._reach(permission))

    def where(self, permission: str) -> Self:
        """The same person seeing only the regions in which a permission that he has holds."""
        reach = merged(self._reach(permission)) if self.holdings else self.spans
        return self if reach == self.spans else replace(self, spans=reach)

    def _reach(self, permission: str) -> Iterable[Span]:
        return (span for held in self.holdings if permission in held.permissions for span in held.spans)

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
