"""One person against a few others that may be the same: for a registration desk, in the time of a page.

Whoever asks has looked the others up by the search keys of the register; nothing is kept between two questions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from nuandong.batch.linkage import columns
from nuandong.batch.linkage.alone import comparable
from nuandong.batch.linkage.fields import EMPTY
from nuandong.batch.linkage.judging import judged
from nuandong.batch.linkage.model import Model, Verdict

_ASKED: Final = "?"


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be the person asked for; `outcomes` as `database.outcomes` gives them."""

    id: str
    probability: float
    weight: float
    proposal: Verdict
    outcomes: Mapping[str, tuple[str, float]]


def find(model: Model, person: Mapping[str, str], others: Sequence[Mapping[str, str]], *, sharing: int) -> list[Found]:
    """Who of the others may be this person, likeliest first; values by the names of `columns.COLUMNS`.

    `sharing` is how many of the register have the person's name: a common name says less. Raises `Invalid` as
    `columns.checked` does. Nobody is refused for what is found.
    """
    if not others:
        return []
    rows = [{name: row.get(name, "") for name in columns.COLUMNS} for row in ({**person, "id": _ASKED}, *others)]
    asked, *known = columns.checked(pa.Table.from_pylist(rows)).to_pylist()
    one = comparable(asked)
    levels = ((row["id"], judged(one, comparable(row), sharing=sharing)) for row in known)
    found = [scored(model, person_id, told) for person_id, told in levels]
    proposed = [one for one in found if one.probability >= model.thresholds.doubtful]
    return sorted(proposed, key=lambda one: (-one.probability, -one.weight, one.id))


def scored(model: Model, person: str, levels: Mapping[str, str]) -> Found:
    outcomes = {name: (level, round(model.weights[name][level], 2)) for name, level in levels.items() if level != EMPTY}
    weight = model.prior + sum(model.weights[name][level] for name, (level, _rounded) in outcomes.items())
    probability = 1 / (1 + 2**-weight)
    sure = probability >= model.thresholds.sure and not model.capped(levels)
    verdict = Verdict.SURE if sure else Verdict.DOUBTFUL
    return Found(person, round(probability, 6), round(weight, 3), verdict, outcomes)
