"""Benefits on Spark in local mode beside DuckDB, the same lists in turns: `make bench-spark`.

Needs the extra of requirements-spark.txt and Java 17. From the two largest lists follows what each engine pays for a
run and for a million persons more, and so the size from which Spark would be faster on such a machine, if any.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from bench.policy import lists, product
from nuandong.batch.spark_engine import session

ROUNDS = 3
TICK = os.sysconf("SC_CLK_TCK")


def used() -> float:
    """Seconds of processor of this process and of the Java machine that it started."""
    own = os.getpid()
    seconds = time.process_time()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[1]) == own:
            seconds += sum(map(int, told[11:15])) / TICK
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


def measured(persons: int) -> dict[str, tuple[float, float]]:
    """Median seconds by the clock and of processors of each engine, in turns."""
    found: dict[str, list[tuple[float, float]]] = {"duckdb": [], "spark": []}
    with tempfile.TemporaryDirectory() as folder:
        files = lists(persons, Path(folder))
        sums = set()
        for turn in range(ROUNDS + 1):
            for engine, taken in found.items():
                before = time.perf_counter(), used()
                sums.add(product(*files, "spark" if engine == "spark" else "duckdb"))
                # The first turn warms up both.
                if turn:
                    taken.append((time.perf_counter() - before[0], used() - before[1]))
        assert len(sums) == 1, sums
    return {
        engine: (statistics.median(one for one, _ in taken), statistics.median(one for _, one in taken))
        for engine, taken in found.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, nargs="+", default=[100_000, 1_000_000, 5_000_000])
    sizes = sorted(parser.parse_args().persons)
    before = time.perf_counter(), used()
    session()
    print(f"Spark started in {time.perf_counter() - before[0]:.1f} s, {used() - before[1]:.1f} s of processors")
    found = {}
    for persons in sizes:
        found[persons] = measured(persons)
        (duck, duck_used), (spark, spark_used) = found[persons]["duckdb"], found[persons]["spark"]
        print(
            f"{persons:>10,} persons: DuckDB {duck:.2f} s ({duck_used:.2f} of processors), Spark {spark:.2f} s "
            f"({spark_used:.2f}): {spark / duck:.1f} times, by processors {spark_used / duck_used:.1f}"
        )
    if len(sizes) > 1:
        told(*((size, found[size]) for size in sizes[-2:]))
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
