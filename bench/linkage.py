"""`python -m bench.linkage`: records of an invented county linked, beside Splink with its stock comparisons.

All get the same records in the same run, one after the other, each in a process of its own, so that the peak of memory
is theirs alone. Splink gets them cleaned, which is told apart, and estimates its weights from them,
which is its stock way, from a million pairs as it does unasked and from the ten million that its documentation calls
adequate for trying a model out (it advises a thousand million in the end); ours are read from the library. None knows
who is who; F1 counts pairs from a probability of one half, and also at the best threshold of each. The records are of
another seed than those that the weights were learnt from.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as parquet

from bench.linkage_people import county, truth
from nuandong.batch.linkage import columns, database, linking, model
from nuandong.batch.tables import read_table

GRID: Final = (0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 0.9999)
EVEN: Final = 0.5


def now() -> tuple[float, float]:
    """Seconds by the clock and of processors; the second says something also beside other work."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> dict[str, float]:
    clock, processors = now()
    return {"seconds": clock - began[0], "processors": processors - began[1]}


def ours(path: Path) -> dict[str, Any]:
    began = now()
    linked = linking.link(columns.checked(read_table(path)), model.load())
    return {**since(began), "compared": linked.compared, **scores(path, linked.pairs)}


def stock(path: Path, *, sample: float) -> dict[str, Any]:
    """Splink as its tutorial uses it: comparisons of its library, weights by expectation maximisation."""
    import splink.comparison_library as cl  # noqa: PLC0415  only this process pays for it
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    began = now()
    cleaned = clean(path)
    cleaning = since(began)
    began = now()
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.JaroWinklerAtThresholds("name"),
            cl.DamerauLevenshteinAtThresholds("id_number"),
            cl.DateOfBirthComparison("birth_date", input_is_string=False),
            cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("address"),
            cl.ExactMatch("card"),
            cl.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("id_number"),
            block_on("name", "birth_date"),
            block_on("name", "region"),
            block_on("birth_date", "region"),
            block_on("phone"),
            block_on("card"),
        ],
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(cleaned), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match([block_on("id_number")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=sample, seed=1)
    for rule in (block_on("id_number"), block_on("name", "birth_date")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    trained = since(began)
    pairs = linker.inference.predict(threshold_match_probability=min(GRID)).as_duckdbpyrelation()
    found = pairs.select("id_l, id_r, match_probability AS probability").to_arrow_table()
    return {**since(began), "training": trained["seconds"], "cleaning": cleaning, **scores(path, found)}


def clean(path: Path) -> pa.Table:
    """The records as our own comparison has them: one form of dates, numbers of 18 digits, simplified names."""
    con = database.connection()
    database.load(con, columns.checked(read_table(path)), "people")
    return con.sql(
        "SELECT uid AS id, name, id_number, birth AS birth_date, sex, region, address, card, phone FROM people"
    ).to_arrow_table()


def scores(path: Path, pairs: pa.Table) -> dict[str, float]:
    """F1 of the pairs from one half up, and at the best of some thresholds."""
    same = truth(parquet.read_table(path, columns=["id", "entity"]))
    found = [
        ((min(left, right), max(left, right)) in same, probability)
        for left, right, probability in zip(
            *(pairs[name].to_pylist() for name in ("id_l", "id_r", "probability")), strict=True
        )
    ]

    def f1(threshold: float) -> float:
        taken = [right for right, probability in found if probability >= threshold]
        return 2 * sum(taken) / (len(taken) + len(same))

    best = max(GRID, key=f1)
    return {"f1": f1(EVEN), "best_f1": f1(best), "best_threshold": best}


STAGES: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    "ours": ours,
    "splink, as it is": partial(stock, sample=1e6),
    "splink, as advised": partial(stock, sample=1e7),
}


def measured(stage: str, path: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.linkage", "--stage", stage, "--records", str(path)],
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--stage", choices=list(STAGES), help=argparse.SUPPRESS)
    parser.add_argument("--records", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.stage:
        result = STAGES[given.stage](given.records)
        print(json.dumps({**result, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "persons.parquet"
        parquet.write_table(county(given.people), path)
        found = {stage: measured(stage, path) for stage in STAGES}
    mine = found["ours"]
    print(f"{given.people} records, one in eleven a second record of somebody")
    for name, one in found.items():
        best = f"best {one['best_f1']:.4f} from {one['best_threshold']}"
        took = f"{one['seconds']:8.1f} s {one['processors']:8.1f} s of processors"
        print(f"{name:20}{took}   F1 {one['f1']:.4f} ({best})   {one['mb']:6.0f} MB")
        if one is not mine:
            ratios = (f"{one[what] / mine[what]:.1f}" for what in ("seconds", "processors"))
            whole = ((one[what] + one["cleaning"][what]) / mine[what] for what in ("seconds", "processors"))
            print(f"  ratio {' times, by processors '.join(ratios)} ({one['training']:.1f} s training);", end=" ")
            print(f"cleaning counted {' and '.join(f'{times:.1f}' for times in whole)}")
    print(f"compared      {mine['compared']} pairs; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
