"""Amounts and traces of a million households worked out and stored: `python -m bench.storing [--households N]`.

As a ledger's households become applications: portion by portion through `relief.amounts` (the batch engine, the same
rules and the same fen), amount, order and trace then copied into a table. Beside it the same rows, ready made, are
copied into such a table and nothing else.
"""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from bench import setting
from bench.payouts import Measured

from django.db import connection, transaction  # isort: skip  # bench.payouts makes Django ready

from nuandong.machine.loading import copied_into
from nuandong.relief import amounts
from nuandong.relief.models import Application, Season
from tests import databases

PORTION = 10_000
COLUMNS = ("id", "amount_fen", "priority", "trace")
SEASON = Season(standard="relief-three-needs", standard_on=date(2026, 12, 1))
Row = tuple[UUID, int, int, str]


def worked_out(first: int, count: int) -> list[Row]:
    made = [
        Application(
            id=UUID(int=number + 1),
            category="dibao" if number % 4 else "general",
            persons=1 + number % 6,
            facts={
                "food_persons": number % (2 + number % 6),
                "clothing_persons": number % (1 + number % 2),
                "heating_persons": 1,
            },
        )
        for number in range(first, first + count)
    ]
    assert not amounts.work_out(SEASON, made)
    return [(one.id, one.amount_fen or 0, one.priority, json.dumps(one.trace)) for one in made]


def portions(households: int) -> Iterator[list[Row]]:
    for first in range(0, households, PORTION):
        yield worked_out(first, min(PORTION, households - first))


def stored(table: str, rows: Iterator[list[Row]]) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE {table} (id uuid PRIMARY KEY, amount_fen bigint, priority smallint, trace jsonb)"
            )
        for portion in rows:
            with copied_into(table, COLUMNS) as copy:
                for row in portion:
                    copy.write_row(row)


def total(table: str) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), sum(amount_fen) FROM {table}")
        found: tuple[int, int] = cursor.fetchone()
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=1_000_000)
    given = parser.parse_args()
    setting.start_server()
    measured = Measured()
    with databases.clone("storing") as name, databases.use_database(name, role="batch"):
        with measured.phase("calculated and stored"):
            stored("worked_out", portions(given.households))
        ready = worked_out(0, PORTION)
        with measured.phase("bare copy"):
            stored(
                "bare_rows",
                (_renumbered(ready, first, given.households) for first in range(0, given.households, PORTION)),
            )
        assert total("worked_out")[0] == total("bare_rows")[0] == given.households
    floor = measured.phases["bare copy"]
    print(f"{given.households} households, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for what, one in measured.phases.items():
        both, bare = one.own + one.database, floor.own + floor.database
        print(
            f"  {what:<22} {one.clock:7.1f} s by the clock, {one.own:6.1f} own + {one.database:5.1f} database, "
            f"{both / bare:4.1f} times the bare copy ({one.clock / floor.clock:.1f} by the clock), peak {one.peak} MB"
        )


def _renumbered(ready: list[Row], first: int, households: int) -> list[Row]:
    """The rows of one portion under other ids: a million would only fill the memory."""
    return [
        (UUID(int=first + place + 1), *row[1:]) for place, row in enumerate(ready[: min(PORTION, households - first)])
    ]


if __name__ == "__main__":
    main()
