"""A bank's answer held against what was sent: what is believed of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from nuandong.kernel.clock import SHANGHAI
from nuandong.kernel.money import format_yuan
from nuandong.relief.bank.answering import Answer, Answered, Outcome, Refused
from nuandong.relief.steps import LineState

_STATES: Final = {Outcome.PAID: LineState.PAID, Outcome.FAILED: LineState.FAILED, Outcome.PENDING: LineState.UNKNOWN}
_SHOWN: Final = 4
_AHEAD: Final = timedelta(hours=24)
"""A bank may write the day alone, of a clock that is not ours."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One payment as it was sent. `followed`: another attempt for the same money is under way or paid."""

    serial: int
    amount: int
    account: str
    state: LineState
    followed: bool = False


@dataclass(slots=True)
class Matched:
    """What an answer changes: serial → state, and the answer. Rows told and not taken; rows that said nothing new."""

    changes: dict[int, tuple[LineState, Answer]] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    same: int = 0


def match(read: Answered, sent: Mapping[int, Sent], *, batch: int, released: datetime, now: datetime) -> Matched:
    """`sent` by serial number."""
    made = Matched(refused=list(read.refused))
    for one in read.answers:
        known = sent.get(one.serial)
        reason = _odd(one, known, batch, released, now)
        if reason is not None:
            made.refused.append(reason)
        elif known is not None and (state := _STATES[one.outcome]) != known.state:
            if known.state in {LineState.RETURNED, LineState.GIVEN_UP}:
                # What the bank told before it came back or was written off, once more.
                made.same += 1
            elif known.state in {LineState.PAID, LineState.FAILED} and state == LineState.UNKNOWN:
                made.same += 1
            else:
                made.changes[one.serial] = state, one
        else:
            made.same += 1
    made.refused.sort(key=lambda one: one.row)
    return made


def _odd(one: Answer, known: Sent | None, batch: int, released: datetime, now: datetime) -> Refused | None:
    if known is None:
        return Refused(one.row, "serial_unknown", {"serial": one.serial})
    if one.batch and one.batch != str(batch):
        return Refused(one.row, "batch_differs", {"text": one.batch[:20]})
    if known.state == LineState.CANCELLED:
        return Refused(one.row, "not_sent")
    if one.amount != known.amount:
        return Refused(one.row, "amount_differs", {"said": format_yuan(one.amount), "sent": format_yuan(known.amount)})
    if one.account and not _same_account(one.account, known.account):
        return Refused(one.row, "account_differs")
    if one.at is not None and one.at.date() < released.astimezone(SHANGHAI).date():
        return Refused(one.row, "time_early", {"text": f"{one.at:%Y-%m-%d %H:%M}"})
    if one.at is not None and one.at > now + _AHEAD:
        return Refused(one.row, "time_future", {"text": f"{one.at:%Y-%m-%d %H:%M}"})
    if known.state == LineState.PAID and one.outcome is Outcome.FAILED:
        return Refused(one.row, "paid_before")
    if known.state == LineState.GIVEN_UP and one.outcome is Outcome.PAID:
        return Refused(one.row, "given_up")
    if known.state == LineState.FAILED and one.outcome is Outcome.PAID and known.followed:
        return Refused(one.row, "paid_elsewhere")
    return None


def _same_account(said: str, sent: str) -> bool:
    """Banks hide the middle of a number: then its last digits count."""
    if "*" in said:
        return said[-_SHOWN:] == sent[-_SHOWN:]
    return said == sent
