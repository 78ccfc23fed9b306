"""`python -m bench.linkage_train VERSION`: learn the weights of the linkage, write them to library/linkage.

The pairs that blocking finds in an invented county are compared; which are one person is known. The weights are those
of a logistic regression on the outcomes, so fields that tell the same thing (the address and the phone of a household)
do not count twice, as they would if each were counted by itself. A little ridge keeps outcomes that are hardly ever
seen near nothing.
"""

import argparse
from pathlib import Path
from typing import Final

import numpy as np
from ruamel.yaml import YAML

from bench.linkage_people import county, truth
from nuandong.batch.linkage import blocking, columns, database
from nuandong.batch.linkage.fields import FIELDS
from nuandong.batch.linkage.model import file

PEOPLE: Final = 300_000
SEED: Final = 20261101
RIDGE: Final = 0.5
ROUNDS: Final = 40
NEVER_SURE: Final = (
    {"id_number": ["same_day_other", "other_right"]},
    {"id_number": ["empty", "other"], "name": ["one_other", "shorter", "turned", "surname_other", "surname", "other"]},
    {"id_number": ["empty"], "birth_date": ["empty", "year", "near", "other"]},
)


def observed(people: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The level of every field of every candidate pair (one row each), and whether the pair is one person."""
    table = county(people, seed=seed)
    con = database.connection()
    database.load(con, columns.checked(table), "people")
    blocking.pair(con, "people", "candidates")
    database.compare(con, "people", "people", "SELECT l, r FROM candidates", "compared")
    same = truth(table)
    names = ", ".join(f"{field.name}_level" for field in FIELDS)
    found = con.sql(f"SELECT id_l, id_r, {names} FROM compared ORDER BY l, r").to_arrow_table()
    levels = np.column_stack([found.column(at).to_numpy() for at in range(2, 2 + len(FIELDS))])
    pairs = zip(found["id_l"].to_pylist(), found["id_r"].to_pylist(), strict=True)
    return levels, np.array([(min(pair), max(pair)) in same for pair in pairs], dtype=float)


def regression(levels: np.ndarray, same: np.ndarray) -> tuple[float, list[list[float]]]:
    """Prior and weights by field and level, in powers of two; empty fields weigh nothing."""
    indicators = [
        (levels[:, at] == level) for at, field in enumerate(FIELDS) for level in range(1, len(field.levels) + 1)
    ]
    given = np.column_stack([np.ones(len(same)), *indicators]).astype(float)
    ridge = np.full(given.shape[1], RIDGE)
    ridge[0] = 0.0
    weights = np.zeros(given.shape[1])
    for _round in range(ROUNDS):
        probability = 1 / (1 + np.exp(-np.clip(given @ weights, -30, 30)))
        slope = given.T @ (same - probability) - ridge * weights
        spread = (given * (probability * (1 - probability))[:, None]).T @ given + np.diag(ridge + 1e-6)
        step = np.linalg.solve(spread, slope)
        weights += np.clip(step, -2, 2)
    doubling = [float(round(weight / np.log(2), 3)) for weight in weights]
    rest = iter(doubling[1:])
    return doubling[0], [[next(rest) for _level in field.levels] for field in FIELDS]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version")
    parser.add_argument("--people", type=int, default=PEOPLE)
    given = parser.parse_args()
    levels, same = observed(given.people, SEED)
    prior, weights = regression(levels, same)
    kept = {
        "version": given.version,
        "trained": {
            "command": f"python -m bench.linkage_train {given.version}",
            "people": given.people,
            "seed": SEED,
            "pairs": len(same),
            "note": "invented county with errors of Chinese ledgers; logistic regression on all candidate pairs",
        },
        "prior": prior,
        "weights": {
            field.name: {level.name: weight for level, weight in zip(field.levels, by_level, strict=True)}
            for field, by_level in zip(FIELDS, weights, strict=True)
        },
        "thresholds": {"sure": 0.99, "doubtful": 0.3},
        "never_sure": list(NEVER_SURE),
    }
    path = file(given.version)
    with path.open("w", encoding="utf-8") as opened:
        YAML().dump(kept, opened)
    print(f"{path.relative_to(Path.cwd())}: {len(same)} pairs, {int(same.sum())} of them one person")


if __name__ == "__main__":
    main()
