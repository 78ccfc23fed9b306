"""Rewards as a file for a spreadsheet: bounded rows, masked names, cells that compute nothing."""

import csv
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Final, cast

from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.money import read_yuan
from nuandong.kernel.text import gettext_noop
from nuandong.rescue.selectors_informant import reward_batches
from nuandong.rescue.states.reward import RewardState
from nuandong.web import wording
from nuandong.web.pages.informants import showing
from nuandong.web.pages.journal.exporting import harmless

MAX_ROWS: Final = 20_000
_IN_MEMORY: Final = 4 * 1024 * 1024

COLUMNS: Final = (
    gettext_noop("线索"),
    gettext_noop("信息员"),
    gettext_noop("报告人类型"),
    gettext_noop("依据"),
    gettext_noop("金额（元）"),
    gettext_noop("状态"),
    gettext_noop("提出时间"),
    gettext_noop("提出人"),
    gettext_noop("审批时间"),
    gettext_noop("审批人"),
    gettext_noop("发放日期"),
    gettext_noop("发放人"),
    gettext_noop("凭证"),
    gettext_noop("编号"),
)


def as_csv(by: Actor, states: Sequence[RewardState]) -> BinaryIO:
    """A CSV file in UTF-8 with byte order mark, at its beginning; after the last row that fits it says so."""
    file = _file()
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow([_(column) for column in COLUMNS])
    writer.writerows([harmless(cell) for cell in row] for row in _rows(by, states))
    text.flush()
    text.detach()
    file.seek(0)
    return file


def _file() -> BinaryIO:
    return cast(BinaryIO, SpooledTemporaryFile(max_size=_IN_MEMORY))


def _rows(by: Actor, states: Sequence[RewardState]) -> Iterator[list[str]]:
    written = 0
    for batch in reward_batches(by, states=states, most=MAX_ROWS + 1):
        lines = showing.reward_lines(batch)
        yield from (_cells(line) for line in lines[: MAX_ROWS - written])
        written += len(lines)
    if written > MAX_ROWS:
        yield [_("只导出了最新的 %(n)d 条，请缩小筛选范围后分次导出。") % {"n": MAX_ROWS}]


def _cells(line: dict[str, Any]) -> list[str]:
    row = line["row"]
    return [
        line["number"],
        line["who"],
        line["kind"],
        line["ground"],
        read_yuan(row.amount_fen),
        line["state"],
        wording.full_moment(row.proposed_at),
        line["proposer"],
        wording.full_moment(row.decided_at) if row.decided_at else "",
        line["decider"],
        row.paid_on.isoformat() if row.paid_on else "",
        line["payer"],
        row.voucher,
        str(row.id),
    ]
