"""How fast a ledger is imported: `python -m bench.ledger [--rows 100000] [--ledgers 10]`.

Writes an invented ledger of twenty columns into a database of its own, as the web role: read and checked, everybody
new registered, the season's needs stored; then once more with every need changed, as in the years after the first.
Beside each time stands its ratio to a bare read of the same file with the fastest reader, in the same run. With
`--ledgers` as many of everybody new one after the other in this process, as a worker takes them, for its memory.
"""

import argparse
import io
import os
import resource
import time
from collections.abc import Iterator
from typing import Any

from bench import setting

setting.set_up("bench-ledger")

from python_calamine import CalamineWorkbook  # noqa: E402
from rustpy_xlsxwriter import write_worksheet  # noqa: E402

from nuandong.kernel.actors import Actor  # noqa: E402
from nuandong.kernel.luhn import passes_luhn  # noqa: E402
from nuandong.org import scope  # noqa: E402
from nuandong.relief.actions.upload_ledger import upload_ledger  # noqa: E402
from nuandong.relief.exporting import masked_ledger  # noqa: E402
from nuandong.relief.understanding import understand  # noqa: E402
from nuandong.relief.working import take_over  # noqa: E402
from tests import databases  # noqa: E402
from tests.cast import NOW, TOWNSHIP_A, cast  # noqa: E402
from tests.relief.books import TITLES, household  # noqa: E402

MORE = ("序号", "村", "性别", "受灾类型", "需救助口粮", "需救助衣物", "需救助被子", "一卡通账号", "备注", "开户行")


def ledger(count: int, *, need: int, first: int = 0) -> bytes:
    """An invented ledger: twenty columns, every household of its own, the `first` one by its number."""

    def rows() -> Iterator[dict[str, str]]:
        for serial in range(first, first + count):
            sex = "男" if serial % 2 else "女"
            needs = ("农作物", serial % 300, serial % 5, serial % 3)
            cells = (
                *household(serial, 需救助人口=need),
                serial + 1,
                "",
                sex,
                *needs,
                account(serial),
                "",
                "信用社",
            )
            yield dict(zip((*TITLES, *MORE), map(str, cells), strict=True))

    target = io.BytesIO()
    write_worksheet(rows(), target, sheet_name="台账")
    return target.getvalue()


def account(serial: int) -> str:
    """An invented card number; one in twenty has a wrong last digit, which a ledger is warned of and taken with."""
    begun = f"62{serial * 7:013d}"
    last = next(digit for digit in "0123456789" if passes_luhn(begun + digit))
    return begun + (last if serial % 20 else str((int(last) + 1) % 10))


def bare(data: bytes) -> float:
    start = time.perf_counter()
    CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return time.perf_counter() - start


def used() -> float:
    """Seconds of processor of this process and its children so far."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def told(by: Actor) -> dict[str, Any]:
    """What is said with every ledger."""
    return {"by": by, "now": NOW, "region": TOWNSHIP_A, "season": 2026, "form": "official-ledger"}


def imported(data: bytes, by: Actor) -> dict[str, float]:
    """Seconds to read and check, and to take over; what the command line does."""
    given = told(by)
    start, before = time.perf_counter(), used()
    made = understand(data, **given)
    checked = time.perf_counter() - start
    print(f"  read and checked: {used() - before:.2f} s of processor")
    assert made.rejected == 0, made.read.faults[min(made.read.faults)] if made.read else made.missing
    del made
    with scope.enter(by):
        row = upload_ledger(**given, name="台账.xlsx", data=data)
    start, before = time.perf_counter(), used()
    row = take_over(row.id, NOW, by=by, partial=False)
    assert row.state == "confirmed", row.trouble
    print(f"  read, checked and stored: {used() - before:.2f} s of processor, without the database")
    return {"read and checked": checked, "read, checked and stored": time.perf_counter() - start}


def one_after_the_other(by: Actor, rows: int, ledgers: int) -> None:
    start = time.perf_counter()
    for turn in range(ledgers):
        with scope.enter(by):
            row = upload_ledger(**told(by), name=f"台账{turn}.xlsx", data=ledger(rows, need=1, first=turn * rows))
        row = take_over(row.id, NOW, by=by, partial=False)
        assert row.state == "confirmed", row.trouble
        print(f"  {(turn + 1) * rows} rows: {time.perf_counter() - start:.0f} s with the making, peak {peak():.0f} MB")


def peak() -> float:
    """The most memory this process or a child has had, in MB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--ledgers", type=int, default=0)
    given = parser.parse_args()
    setting.start_server()
    clerk = cast().clerk_a
    with databases.clone("bench-ledger") as name, databases.use_database(name, role="web"):
        if given.ledgers:
            one_after_the_other(clerk, given.rows, given.ledgers)
            return
        for words, need in (("everybody new", 1), ("everybody known, every need changed", 2)):
            data = ledger(given.rows, need=need)
            floor = min(bare(data) for _try in range(2))
            size = f"{given.rows} x {len(TITLES) + len(MORE)}, {len(data) / 1e6:.1f} MB"
            print(f"{words}: {size}; bare read {floor:.2f} s")
            for what, seconds in imported(data, clerk).items():
                print(f"  {what}: {seconds:.2f} s, {given.rows / seconds:.0f} rows/s, {seconds / floor:.1f} x bare")
        start = time.perf_counter()
        with scope.enter(clerk):
            masked_ledger(by=clerk, now=NOW, region=TOWNSHIP_A, season=2026)
        seconds = time.perf_counter() - start
        print(f"written again: {seconds:.2f} s, {given.rows / seconds:.0f} rows/s")
    print(f"{os.cpu_count()} cores; peak {peak():.0f} MB")


if __name__ == "__main__":
    main()
