"""Runs alone, in a limited child process: a workbook on standard input, its first sheet as JSON lines on output.

A hostile workbook can make any reader take gigabytes, so this process has hard limits on memory and time and dies
without harm to its parent. It is started by path (`kernel.sheets`) and imports nothing of this project.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 60


def main(max_rows: int, max_columns: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    from io import BytesIO  # noqa: PLC0415  everything that reads comes after the limits

    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    workbook = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    sheet = workbook.get_sheet_by_index(0)
    for number, row in enumerate(sheet.iter_rows()):
        if number > max_rows:
            break
        cells = [written(cell) for cell in row[: max_columns + 1]]
        sys.stdout.write(json.dumps(cells) + "\n")


def written(cell: object) -> str:
    """A cell as its typist would have written it: whole numbers without a point, days as YYYY-MM-DD."""
    match cell:
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time.min:
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
