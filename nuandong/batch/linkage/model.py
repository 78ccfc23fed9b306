"""The trained weights of a linkage, kept as data: what each outcome of a comparison adds, what is proposed."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from nuandong.batch.linkage.fields import EMPTY, FIELDS, Field
from nuandong.kernel.reference import LIBRARY, Entry, broken, listed, read

FOLDER: Final = LIBRARY / "linkage"
CURRENT: Final = "2026-1"
_PREFIX: Final = "weights-"


class Verdict(StrEnum):
    """What is proposed to a person; nothing is decided here."""

    SURE = "sure"
    DOUBTFUL = "doubtful"


class Thresholds(Entry):
    """Probabilities from which a pair is proposed as sure or as doubtful; below, it is not proposed."""

    sure: float
    doubtful: float


class Training(Entry):
    """How the weights came about, so that they can be made again."""

    command: str
    people: int
    seed: int
    pairs: int
    note: str


class Model(Entry):
    """Weights in powers of two: one more doubles the odds that two records are about one person."""

    version: str
    trained: Training
    prior: float
    weights: Mapping[str, Mapping[str, float]]
    thresholds: Thresholds
    never_sure: tuple[Mapping[str, tuple[str, ...]], ...]
    """Pairs with all of these outcomes are doubtful at most: a twin, a sibling, two valid numbers."""

    def weight(self, field: Field) -> str:
        """SQL for the weight of a field from the number of its level."""
        given = self.weights[field.name]
        # A list to count in: much cheaper for one pair than as many branches.
        listed = ", ".join(repr(given[level.name]) for level in field.levels)
        return f"([0.0, {listed}]::REAL[])[{field.name}_level + 1]"

    def total(self) -> str:
        """SQL for the weight of a pair."""
        return " + ".join([f"({self.prior!r})", *(f"{field.name}_weight" for field in FIELDS)])

    def verdict(self) -> str:
        """SQL for the proposal from `probability` and the levels."""
        caps = " OR ".join(f"({self._all_of(outcomes)})" for outcomes in self.never_sure) or "FALSE"
        return (
            f"CASE WHEN probability >= {self.thresholds.sure!r} AND NOT ({caps}) THEN '{Verdict.SURE}' "
            f"ELSE '{Verdict.DOUBTFUL}' END"
        )

    def capped(self, levels: Mapping[str, str]) -> bool:
        """Whether a pair with these levels of its fields is doubtful at most."""
        return any(all(levels[name] in some for name, some in outcomes.items()) for outcomes in self.never_sure)

    def _all_of(self, outcomes: Mapping[str, tuple[str, ...]]) -> str:
        places = {field.name: [EMPTY, *(level.name for level in field.levels)] for field in FIELDS}
        return " AND ".join(
            f"{name}_level IN ({', '.join(str(places[name].index(level)) for level in levels)})"
            for name, levels in outcomes.items()
        )


def file(version: str) -> Path:
    """Where the weights of a version are kept."""
    return FOLDER / f"{_PREFIX}{version}.yaml"


def versions() -> list[str]:
    """The versions of weights there are, a county's own included."""
    return [path.stem.removeprefix(_PREFIX) for path in listed(FOLDER, f"{_PREFIX}*.yaml")]


@cache
def load(version: str = CURRENT) -> Model:
    """The weights of a version; raises `Invalid` (code `reference_broken`) when they do not fit the fields."""
    path = file(version)
    model = read(path, Model)
    expected = {field.name: {level.name for level in field.levels} for field in FIELDS}
    if {name: set(given) for name, given in model.weights.items()} != expected:
        raise broken(path, "weights: not the fields and levels of the comparison")
    for outcomes in model.never_sure:
        for name, levels in outcomes.items():
            if not set(levels) <= expected.get(name, set()) | {EMPTY}:
                raise broken(path, f"never_sure: {name}")
    if not 0 < model.thresholds.doubtful <= model.thresholds.sure < 1:
        raise broken(path, "thresholds")
    return model
