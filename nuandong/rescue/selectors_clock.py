"""The clocks of stays: what is due until when, by library/rescue/clocks.yaml. Plans measure by their own numbers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from nuandong.machine.together import listed
from nuandong.rescue import times
from nuandong.rescue.kin_holding import held_reason
from nuandong.rescue.kinds_stay import Identity
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.policies.leaving import may_leave_alone
from nuandong.rescue.reference_station import Clock, clocks


class ClockState(StrEnum):
    OPEN = "open"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    HELD = "held"
    OVER = "over"
    """The reason went away before it was done: identified, or left."""


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of a stay; `due_at` None while it waits for the police. `title` is a Chinese msgid."""

    code: str
    title: str
    due_at: datetime | None
    done_at: datetime | None
    state: ClockState
    source: str


_OF_STAY: Final = ("dna_requested", "dna_answered", "reviewed", "placement_applied")


def clocks_of(stay: Stay, *, now: datetime) -> list[Running]:
    """The clocks that apply to a stay, soonest first; none before entry."""
    return clocks_of_many([stay], now=now)[stay.id]


def clocks_of_many(stays: Collection[Stay], *, now: datetime) -> Mapping[UUID, list[Running]]:
    """The clocks of several stays in one query. Source: facts 2.2 rows 10 to 17."""
    done: dict[UUID, dict[str, datetime | None]] = {
        stay.id: {act: getattr(stay, f"{act}_at") for act in _OF_STAY} for stay in stays
    }
    notices = KinNotice.objects.filter(stay__in=done).order_by("id")
    for stay, published, refreshed in listed(notices.values_list("stay", "published_at", "refreshed_at")):
        first = done[stay].get("notice_published")
        done[stay]["notice_published"] = first or published
        done[stay]["notice_refreshed"] = refreshed or done[stay].get("notice_refreshed") or (first and published)
    return {stay.id: _running(stay, done[stay.id], now) for stay in stays}


def _running(stay: Stay, done: Mapping[str, datetime | None], now: datetime) -> list[Running]:
    if stay.entered_at is None:
        return []
    found = []
    for code, clock in clocks().items():
        at = done.get(clock.done_by)
        over = stay.left_at is not None or not _applies(clock, stay)
        if over and at is None and stay.left_at is None:
            continue
        due = times.due(clock.period, stay.entered_at)
        held = code == "kin_notice" and at is None and not over and bool(held_reason(stay.flags))
        state = ClockState.HELD if held else _state(at, due, now, over=over)
        found.append(Running(code, clock.title, None if held else due, at, state, clock.source))
    return sorted(found, key=lambda one: (one.due_at is not None, one.due_at or now, one.code))


def _applies(clock: Clock, stay: Stay) -> bool:
    match clock.applies:
        case "unknown":
            return stay.identity == Identity.UNKNOWN
        case "adult":
            return may_leave_alone(stay.age, tuple(stay.flags))
        case _:
            return True


def _state(at: datetime | None, due: datetime, now: datetime, *, over: bool) -> ClockState:
    if at is not None:
        return ClockState.DONE if at <= due else ClockState.DONE_LATE
    if over:
        return ClockState.OVER
    return ClockState.OPEN if now <= due else ClockState.LATE
