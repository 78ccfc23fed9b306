"""Drawing lots so that anybody can repeat it: the same pools and the same seed give the same picks, on any machine.

Every member of a pool gets the number SHA-256(seed, what for, its id); the smallest numbers are drawn. Nothing here
reads a clock, a database or a source of chance.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nuandong.geo.codes import Level, contains, level_of

SEED_BYTES = 32
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What may be drawn: a place, whose `unit` is empty, or a unit, whose `unit` is itself. `region` has 12 digits."""

    id: str
    region: int
    unit: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Inspector:
    """Who may be drawn to look at it, with his unit and its region at the moment of the draw."""

    id: str
    unit: str
    region: int


@dataclass(frozen=True, slots=True)
class Pools:
    """Both pools as they stood, sorted by id; `wanted` targets are drawn, `each` of them with so many inspectors."""

    targets: tuple[Target, ...]
    inspectors: tuple[Inspector, ...]
    wanted: int
    each: int

    def written(self) -> dict[str, Any]:
        """As it is stored; `read` makes it again."""
        return {
            "targets": [asdict(one) for one in sorted(self.targets)],
            "inspectors": [asdict(one) for one in sorted(self.inspectors)],
            "wanted": self.wanted,
            "each": self.each,
        }

    def digest(self) -> str:
        """SHA-256 of what is stored, in hexadecimal digits."""
        text = json.dumps(self.written(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Pools":
        """Pools as `written` stored them."""
        return cls(
            tuple(Target(**one) for one in stored["targets"]),
            tuple(Inspector(**one) for one in stored["inspectors"]),
            stored["wanted"],
            stored["each"],
        )


@dataclass(frozen=True, slots=True)
class Pick:
    """One target that was drawn and who looks at it, both in the order of the lot."""

    target: Target
    inspectors: tuple[Inspector, ...]


def is_own(unit: str, region: int, target: Target) -> bool:
    """Whether somebody of this unit would inspect himself: his unit, or what lies in the township or village of it."""
    if unit == target.unit:
        return True
    return level_of(region) >= Level.TOWNSHIP and contains(region, target.region)


def able(pools: Pools, target: Target) -> list[Inspector]:
    """Who of the pool may look at a target."""
    return [one for one in pools.inspectors if not is_own(one.unit, one.region, target)]


def draw(pools: Pools, seed: str) -> tuple[Pick, ...]:
    """The picks. `seed` are hexadecimal digits; inspectors with the fewest targets so far come first.

    Raises ValueError where a target has fewer than `each` inspectors: see to that before drawing.
    """
    by_lot = sorted(pools.targets, key=lambda one: (_lot(seed, "target", one.id), one.id))
    load: Counter[str] = Counter()
    picks = []
    for target in by_lot[: pools.wanted]:
        free = sorted(able(pools, target), key=lambda one: (load[one.id], _lot(seed, target.id, one.id), one.id))
        if len(free) < pools.each:
            raise ValueError(f"{target.id}: {len(free)} of {pools.each} inspectors")
        chosen = tuple(free[: pools.each])
        load.update(one.id for one in chosen)
        picks.append(Pick(target, chosen))
    return tuple(picks)


def _lot(seed: str, purpose: str, identity: str) -> str:
    return hashlib.sha256(_SEPARATOR.join((seed, purpose, identity)).encode()).hexdigest()
