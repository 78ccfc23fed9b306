"""A bank for tests: it takes payments and answers them in a layout's own words."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from nuandong.kernel.clock import SHANGHAI
from nuandong.relief.bank.payment import Payment
from nuandong.relief.bank.shape import Layout
from nuandong.relief.bank.writing import write

AT = datetime(2026, 12, 3, 10, 0, tzinfo=SHANGHAI)


def answered(
    layout: Layout, payments: Sequence[Payment], results: Mapping[int, tuple[str, str]], *, at: datetime = AT
) -> bytes:
    """Everything paid, but for `results`: serial → paid, failed or pending, and why."""
    known = layout.answer
    rows: list[dict[str, Any]] = []
    for one in payments:
        outcome, why = results.get(one.serial, ("paid", ""))
        said = {"paid": known.paid, "failed": known.failed, "pending": known.pending}[outcome]
        # A reason that is a word of the bank's for failure stands for itself.
        word = why if why in said else said[0]
        row = {**one.values(), "outcome": word, "bank_code": "", "bank_words": why}
        rows.append(row | {"at": at.strftime(known.time) if outcome == "paid" else ""})
    return write(known.table, rows)
