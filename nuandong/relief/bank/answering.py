"""A bank's answer read: which payment went how. Rows that cannot be believed are told one by one, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.errors import Invalid
from nuandong.kernel.money import format_yuan, parse_yuan
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.bank.opening import Opened, open_file, refused
from nuandong.relief.bank.reasons import reason_of
from nuandong.relief.bank.shape import Answers, Layout, Table

REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "serial_unreadable": _("序号不是数字：%(text)s"),
        "amount_unreadable": _("金额写法不对：%(text)s"),
        "outcome_unknown": _("不认识的处理结果：%(text)s"),
        "time_unreadable": _("时间写法不对：%(text)s"),
        "time_early": _("时间早于交银行的时间：%(text)s"),
        "time_future": _("时间在将来：%(text)s"),
        "doubled": _("与第 %(row)d 行重复"),
        "contradicts": _("与第 %(row)d 行矛盾，两行都没有采用"),
        "serial_unknown": _("这一批里没有第 %(serial)d 号"),
        "batch_differs": _("不是这一批的：%(text)s"),
        "amount_differs": _("金额是 %(said)s 元，付出的是 %(sent)s 元"),
        "account_differs": _("账号不是付出的账号"),
        "paid_before": _("以前的回执说已到账，这次说失败；请向银行问明；是退票的，凭单据登记退回"),
        "given_up": _("这一笔已经核销，资金已退回；请立即向银行问明钱到了没有，到了的先追回"),
        "paid_elsewhere": _("以前的回执说失败，已另行补发；请立即向银行问明，防止重复到账"),
        "not_sent": _("这一笔已取消，没有交给银行"),
    }
)


class Outcome(StrEnum):
    PAID = "paid"
    FAILED = "failed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one payment. `amount` in fen; account and batch are empty where the bank does not repeat them."""

    row: int
    serial: int
    amount: int
    outcome: Outcome
    account: str = ""
    batch: str = ""
    bank_code: str = ""
    bank_words: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken in, and why."""

    row: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def written(self) -> list[Any]:
        return [self.row, self.code, dict(self.params)]


@dataclass(frozen=True, slots=True)
class Answered:
    """A whole answer as far as it can be read: rows in their order. `total` in fen over all rows with an amount."""

    answers: list[Answer]
    refused: list[Refused]
    rows: int
    total: int


def read_answer(layout: Layout, data: bytes) -> Answered:
    """A bank's answer. Raises Invalid for a file that is not one of this layout, or half of one."""
    table = layout.answer.table
    opened = open_file(table, data)
    read: list[Answer] = []
    wrong: list[Refused] = []
    total = 0
    for row, values in opened.records:
        amount = _money(table, values["amount"])
        total += amount or 0
        one = _answer(layout, row, values, amount)
        if isinstance(one, Answer):
            read.append(one)
        else:
            wrong.append(one)
    _check_whole(table, opened, total)
    answers, doubled = _single(read)
    refusals = sorted([*wrong, *doubled], key=lambda one: one.row)
    return Answered(answers, refusals, len(opened.records), total)


def _answer(layout: Layout, row: int, values: Mapping[str, str], amount: int | None) -> Answer | Refused:
    serial, words = values["serial"].removesuffix(".0"), values["outcome"]
    if not (serial.isascii() and serial.isdigit() and len(serial) <= 9):
        return Refused(row, "serial_unreadable", {"text": serial[:30]})
    if amount is None:
        return Refused(row, "amount_unreadable", {"text": values["amount"][:30]})
    known = layout.answer
    outcome = _outcomes(known).get(words)
    if outcome is None:
        return Refused(row, "outcome_unknown", {"text": words[:30]})
    at = _time(known.time, values.get("at", ""))
    if at is None and values.get("at", ""):
        return Refused(row, "time_unreadable", {"text": values["at"][:30]})
    code = values.get("bank_code", "") or (words if outcome is not Outcome.PAID else "")
    why = values.get("bank_words", "")
    return Answer(
        row=row,
        serial=int(serial),
        amount=amount,
        outcome=outcome,
        account=values.get("account", ""),
        batch=values.get("batch", ""),
        bank_code=code[:20],
        bank_words=why[:200],
        reason=reason_of(known.reasons, code, why) if outcome is Outcome.FAILED else "",
        at=at,
    )


def _outcomes(known: Answers) -> dict[str, Outcome]:
    """The bank's words for what became of a payment."""
    meant = ((Outcome.PAID, known.paid), (Outcome.FAILED, known.failed), (Outcome.PENDING, known.pending))
    return {word: outcome for outcome, said in meant for word in said}


def _money(table: Table, text: str) -> int | None:
    if table.unit == "fen":
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
    try:
        whole, dot, rest = text.replace(",", "").partition(".")
        return parse_yuan(f"{whole}{dot}{rest}")
    except Invalid:
        return None


def _time(pattern: str, text: str) -> datetime | None:
    """A bank's clock is the one of Shanghai."""
    try:
        return datetime.strptime(text, pattern).replace(tzinfo=SHANGHAI) if text else None
    except ValueError:
        return None


def _check_whole(table: Table, opened: Opened, total: int) -> None:
    """Raise Invalid when the file itself says that it should hold something else."""
    if not table.counted:
        return
    if not opened.said:
        raise refused("no_end")
    found = {"count": len(opened.records), "total": total}
    for name, given in opened.said.items():
        if name not in found or not given:
            continue
        said = _money(table, given) if name == "total" else int(given) if given.isdigit() else None
        if said != found[name]:
            told = f"{format_yuan(total)} 元" if name == "total" else f"{found[name]} 行"
            raise refused("cut", said=f"{given} 元" if name == "total" and table.unit == "yuan" else given, found=told)


def _single(read: list[Answer]) -> tuple[list[Answer], list[Refused]]:
    """Each payment answered once: the same told twice counts once, two answers that differ count not at all."""
    by_serial: dict[int, list[Answer]] = {}
    for one in read:
        by_serial.setdefault(one.serial, []).append(one)
    kept: list[Answer] = []
    wrong: list[Refused] = []
    for first, *others in by_serial.values():
        if any((one.outcome, one.amount) != (first.outcome, first.amount) for one in others):
            wrong.append(Refused(first.row, "contradicts", {"row": others[0].row}))
            wrong += [Refused(one.row, "contradicts", {"row": first.row}) for one in others]
            continue
        kept.append(first)
        wrong += [Refused(one.row, "doubled", {"row": first.row}) for one in others]
    return kept, wrong
