"""Benefits and linkage on Spark in local mode beside DuckDB, the same lists in turns: `make bench-spark`.

Needs the extra of requirements-spark.txt and Java 17. From the two largest lists follows what each engine pays for a
run and for a million persons more, and so the size from which Spark would be faster on such a machine, if any.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.linkage_people import county
from bench.policy import lists, product
from nuandong.batch.linkage import columns, linking, model
from nuandong.batch.linkage.linking import Engine
from nuandong.batch.spark_engine import session

ROUNDS = 3
TICK = os.sysconf("SC_CLK_TCK")


def used() -> float:
    """Seconds of processor of this process, of the Java machine that it started, and of that machine's own children."""
    told = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        told[int(stat.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])) / TICK)
    ours, seconds = {os.getpid()}, time.process_time()
    while found := {pid for pid, (parent, _used) in told.items() if parent in ours and pid not in ours}:
        ours |= found
        seconds += sum(told[pid][1] for pid in found)
    return seconds


def peak_of_java() -> float:
    """Megabytes of the largest child at most."""
    peaks = [0.0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if int(told["PPid"]) == os.getpid() and "VmHWM" in told:
            peaks.append(int(told["VmHWM"].split()[0]) / 1024)
    return max(peaks)


def benefits(persons: int) -> dict[str, tuple[float, float]]:
    """Amounts with their trace, from two files."""
    with tempfile.TemporaryDirectory() as folder:
        files = lists(persons, Path(folder))
        return measured(lambda engine: product(*files, engine))


def linked(persons: int) -> dict[str, tuple[float, float]]:
    """Pairs of one list with the errors of Chinese ledgers; both engines must propose the same."""
    records, weights = columns.checked(county(persons)), model.load()
    return measured(lambda engine: linking.linked_by(engine)(records, weights).pairs.num_rows)


def measured(work: Callable[[Engine], object]) -> dict[str, tuple[float, float]]:
    """Median seconds by the clock and of processors of each engine, in turns."""
    found: dict[Engine, list[tuple[float, float]]] = {"duckdb": [], "spark": []}
    answers = set()
    for turn in range(ROUNDS + 1):
        for engine, taken in found.items():
            before = time.perf_counter(), used()
            answers.add(work(engine))
            # The first turn warms up both.
            if turn:
                taken.append((time.perf_counter() - before[0], used() - before[1]))
    assert len(answers) == 1, answers
    return {
        engine: (statistics.median(one for one, _ in taken), statistics.median(one for _, one in taken))
        for engine, taken in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    parser.add_argument("--linked", type=int, nargs="+", default=[20_000, 100_000], help="records compared")
    chosen = parser.parse_args()
    before = time.perf_counter(), used()
    session()
    print(f"Spark started in {time.perf_counter() - before[0]:.1f} s, {used() - before[1]:.1f} s of processors")
    for name, work, sizes in (("benefits", benefits, chosen.persons), ("linkage", linked, chosen.linked)):
        found = {}
        for persons in sorted(sizes):
            found[persons] = work(persons)
            (duck, duck_used), (spark, spark_used) = found[persons]["duckdb"], found[persons]["spark"]
            print(
                f"{name} of {persons:>10,} persons: DuckDB {duck:.2f} s ({duck_used:.2f} of processors), "
                f"Spark {spark:.2f} s ({spark_used:.2f}): {spark / duck:.1f} times, by processors "
                f"{spark_used / duck_used:.1f}"
            )
        if len(found) > 1:
            told(*((size, found[size]) for size in sorted(found)[-2:]))
    print(f"peak of Java {peak_of_java():,.0f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def told(small: tuple[int, dict[str, tuple[float, float]]], large: tuple[int, dict[str, tuple[float, float]]]) -> None:
    """Each engine as a straight line through the two lists, by processors, and where the lines cross."""
    lines = {}
    for engine in ("duckdb", "spark"):
        slope = (large[1][engine][1] - small[1][engine][1]) / (large[0] - small[0])
        lines[engine] = (small[1][engine][1] - slope * small[0], slope)
        print(f"  {engine}: {lines[engine][0]:.2f} s a run, {lines[engine][1] * 1e6:.2f} s for a million persons more")
    (paid, duck), (started, spark) = lines["duckdb"], lines["spark"]
    if min(duck, spark) <= 0:
        print("  a larger list took no longer: Java was still compiling, nothing follows; take larger lists")
    elif spark < duck:
        print(f"  by these lines Spark is cheaper from {(started - paid) / (duck - spark) / 1e6:,.0f} million persons")
    else:
        print("  by these lines never on one machine: it pays where a list does not fit into the memory of one")


if __name__ == "__main__":
    main()
