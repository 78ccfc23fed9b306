"""Notices in words: their state, their clock, the facts as the public reads them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.utils.translation import gettext as _

from nuandong.people.kinds import Sex
from nuandong.rescue.kinds_stay import Flag
from nuandong.rescue.reference_station import channels
from nuandong.rescue.selectors_clock import ClockState, Running, clocks_of_many
from nuandong.rescue.states.notice import NoticeState
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.rescue.models import KinNotice, Stay

TONES: Final = {
    NoticeState.DRAFT: wording.INFO,
    NoticeState.HELD: wording.SOON_TONE,
    NoticeState.PUBLISHED: wording.OK,
    NoticeState.WITHDRAWN: wording.MUTE,
}
_CLOCKS: Final = ("kin_notice", "notice_refresh")


class Sought(Protocol):
    """What a notice and its public face have in common."""

    @property
    def sex(self) -> str: ...
    @property
    def age_from(self) -> int | None: ...
    @property
    def age_to(self) -> int | None: ...
    @property
    def height_cm(self) -> int | None: ...
    @property
    def accent(self) -> str: ...
    @property
    def found_area(self) -> str: ...
    @property
    def found_on(self) -> date: ...


def headline(one: Sought) -> str:
    """Sex and age band: 男 · 约 45–55 岁."""
    age = _("年龄不详")
    if one.age_from is not None and one.age_to is not None:
        age = _("约 %(low)d–%(high)d 岁") % {"low": one.age_from, "high": one.age_to}
    return f"{Sex(one.sex).label} · {age}"


def facts(one: Sought, features: str) -> list[tuple[str, str]]:
    """The masked facts in the order of the notice."""
    rows = [
        (_("发现地"), one.found_area),
        (_("发现日期"), one.found_on.isoformat()),
        (_("身高"), _("约 %(cm)d 厘米") % {"cm": one.height_cm} if one.height_cm else ""),
        (_("口音"), one.accent),
        (_("体貌特征和衣着"), features),
    ]
    return [(name, value) for name, value in rows if value]


def lines(rows: Sequence["KinNotice"], now: datetime) -> list[dict[str, Any]]:
    """Notices with the clock that runs for each; two queries for any number."""
    running = clocks_of_many({row.stay_id: row.stay for row in rows}.values(), now=now)
    return [line(row, running[row.stay_id]) for row in rows]


def line(row: "KinNotice", running: Sequence[Running]) -> dict[str, Any]:
    state = NoticeState(row.state)
    return {
        "row": row,
        "headline": headline(row),
        "state": state.label,
        "tone": TONES[state],
        "held": Flag(row.held_reason).label if row.held_reason else "",
        "channels": channel_words(row.channels),
        "clock": _open(running) if state is not NoticeState.WITHDRAWN else None,
    }


def waiting(rows: Sequence["Stay"], now: datetime) -> list[dict[str, Any]]:
    """People without a notice, with the 24 hours that run."""
    running = clocks_of_many(rows, now=now)
    return [{"stay": row, "clock": _open(running[row.id])} for row in rows]


def channel_words(codes: Sequence[str]) -> str:
    known = channels()
    return wording.listing(wording.said(known[code].title) for code in codes if code in known)


def _open(running: Sequence[Running]) -> Running | None:
    """The clock of publishing or refreshing that is still to be met."""
    live = {ClockState.OPEN, ClockState.LATE}
    return next((one for one in running if one.code in _CLOCKS and one.state in live), None)
