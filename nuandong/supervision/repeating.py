"""A draw made again from what was kept: the same, or what differs."""

from dataclasses import dataclass
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.supervision.drawing import Pools, draw
from nuandong.supervision.events import DrawMade
from nuandong.supervision.models import Draw, DrawPick

Drawn = tuple[tuple[UUID, tuple[UUID, ...]], ...]
"""Targets with their inspectors, in the order of the lot."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """What drawing again showed. `journal`: pools, seed and picks are those that the journal was told."""

    digest: bool
    picks: bool
    journal: bool

    @property
    def same(self) -> bool:
        return self.digest and self.picks and self.journal


def repeat(made: Draw) -> Repeated:
    """Draw again out of the kept pools with the kept seed, and compare with what came out and with the journal."""
    pools = Pools.read(made.pools)
    try:
        again: Drawn = tuple(
            (UUID(pick.target.id), tuple(UUID(one.id) for one in pick.inspectors)) for pick in draw(pools, made.seed)
        )
    except ValueError:
        # Pools that were tampered with may not even suffice.
        again = ()
    rows = DrawPick.objects.filter(draw=made).order_by("number")
    kept = tuple((row.place or row.unit, tuple(row.inspectors)) for row in rows)
    return Repeated(digest=pools.digest() == made.digest, picks=again == kept, journal=_told(made, again))


def _told(made: Draw, again: Drawn) -> bool:
    told = journal.history(subject=made.id, kinds=[DrawMade.kind], limit=1)
    if not told:
        return False
    expected = {
        "seed": made.seed,
        "digest": made.digest,
        "drawn": [str(target) for target, _people in again],
        "inspectors": [str(one) for _target, people in again for one in people],
    }
    return {name: told[0].payload[name] for name in expected} == expected
