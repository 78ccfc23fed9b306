"""What the duty pages say: times of a shift, cells of the roster, why a button is grey."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.duty import policies
from nuandong.duty.kinds import Ability, Equipment
from nuandong.duty.roster import Gap, Roster, Row
from nuandong.duty.selectors import TeamOnDuty
from nuandong.duty.states import ShiftState
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import SHANGHAI, local_date
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.web import wording
from nuandong.web.form_page import why_not

if TYPE_CHECKING:
    from nuandong.duty.models import Shift

TONES: Final = {
    ShiftState.PLANNED: "mute",
    ShiftState.STARTED: "ok",
    ShiftState.ENDED: "info",
    ShiftState.ABSENT: "late",
    ShiftState.REPLACED: "mute",
    ShiftState.CANCELLED: "mute",
}
_ICONS: Final = {"mute": "clock", "ok": "user-check", "info": "check", "late": "user-off"}
_SOURCES: Final = {
    "phone": gettext_noop("手机定位"),
    "voice": gettext_noop("口头报告"),
    "base": gettext_noop("在驻地待命"),
}


def weekday_names() -> list[str]:
    """周一 to 周日."""
    return _("周一 周二 周三 周四 周五 周六 周日").split()


def weekday(day: date) -> str:
    """周二."""
    return weekday_names()[day.weekday()]


def hours(start: datetime, end: datetime) -> str:
    """08:00–20:00, 20:00–次日08:00."""
    first, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    overnight = first.date() != last.date() and f"{last:%H:%M}" != "00:00"
    closing = "24:00" if f"{last:%H:%M}" == "00:00" and last.date() > first.date() else f"{last:%H:%M}"
    return (
        _("%(first)s–次日%(last)s") % {"first": f"{first:%H:%M}", "last": closing}
        if overnight
        else f"{first:%H:%M}–{closing}"
    )


def day_words(day: date) -> str:
    """12月1日 周二."""
    return _("%(day)s %(weekday)s") % {"day": wording.short_day(day), "weekday": weekday(day)}


def moment(at: datetime) -> str:
    """12月1日 周二 08:00."""
    local = at.astimezone(SHANGHAI)
    return f"{day_words(local.date())} {local:%H:%M}"


def stretch(start: datetime, end: datetime) -> str:
    """12月1日 周二 08:00–20:00; with the second day where it is another one."""
    if local_date(start) == local_date(end):
        return f"{moment(start)}–{end.astimezone(SHANGHAI):%H:%M}"
    return f"{moment(start)} – {moment(end)}"


@dataclass(frozen=True, slots=True)
class Piece:
    """One shift in the roster, or one hole."""

    hours: str
    shift: "Shift | None" = None
    tone: str = "mute"
    icon: str = "clock"
    clash: str = ""
    leader_only: bool = False
    start: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One post or team with what stands in each of the seven days."""

    row: Row
    is_post: bool
    days: list[tuple[str, list[Piece]]] = field(default_factory=list)


def lines(roster: Roster, clashes: dict[UUID, str], now: datetime) -> list[Line]:
    """The roster as a table: posts first. `clashes` are words by shift."""
    rows = [(row, True) for row in roster.posts] + [(row, False) for row in roster.teams]
    return [Line(row, is_post, _days(row, roster, clashes, now)) for row, is_post in rows]


def _days(row: Row, roster: Roster, clashes: dict[UUID, str], now: datetime) -> list[tuple[str, list[Piece]]]:
    cells: dict[date, list[tuple[datetime, Piece]]] = {day: [] for day in roster.days}
    for shift in row.shifts:
        day = max(local_date(shift.period.lower), roster.days[0])
        cells[day].append((shift.period.lower, _piece(shift, clashes.get(shift.id, ""), now)))
    for gap in row.gaps:
        for start, end in by_day(gap):
            cells[local_date(start)].append((start, _hole(start, end, gap)))
    return [(_short_day(day), [piece for _at, piece in sorted(cells[day], key=lambda one: one[0])]) for day in cells]


def _short_day(day: date) -> str:
    return _("%(d)d日 %(w)s") % {"d": day.day, "w": weekday(day)}


def _piece(shift: "Shift", clash: str, now: datetime) -> Piece:
    tone = TONES[ShiftState(shift.state)]
    if shift.state == ShiftState.PLANNED and shift.period.upper <= now:
        tone = "late"
    return Piece(hours(shift.period.lower, shift.period.upper), shift, tone, _ICONS[tone], clash)


def _hole(start: datetime, end: datetime, gap: Gap) -> Piece:
    return Piece(hours(start, end), leader_only=gap.leader_only, start=f"{start.astimezone(SHANGHAI):%H:%M}")


def by_day(gap: Gap) -> Iterable[tuple[datetime, datetime]]:
    """A hole cut at midnight, so that each day shows its own part."""
    start = gap.start
    while start < gap.end:
        midnight = (start.astimezone(SHANGHAI) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        end = min(midnight, gap.end)
        yield start, end
        start = end


@dataclass(frozen=True, slots=True)
class Button:
    """One act on a shift: where it is done, or why it cannot be."""

    title: str
    icon: str
    url: str
    why: str = ""
    primary: bool = False
    at_once: bool = False
    """A press does it; the others ask something first."""


def buttons(shift: "Shift", *, by: Actor, now: datetime, handed_over: bool) -> list[Button]:
    """The acts the state of a shift allows; those out of place in this state are left out."""

    def act(name: str) -> str:
        return reverse(f"duty-shift-{name}", args=[shift.id])

    changes = permissions.allows(by, "duty.roster.change", region=shift.region)
    barred = "" if changes else _("由排班人员办理。")
    report = why_not(lambda: policies.check_may_report(by, shift))
    found: list[Button] = []
    if policies.can_move(shift, "start_shift"):
        late = why_not(lambda: policies.check_start(shift, now))
        found.append(Button(_("上岗"), "user-check", act("start"), report or late, primary=True, at_once=True))
    if policies.can_move(shift, "end_shift"):
        found.append(Button(_("下岗"), "door-exit", act("end"), report, primary=handed_over, at_once=True))
    if shift.state in (ShiftState.STARTED, ShiftState.ENDED) and not handed_over:
        own = why_not(lambda: policies.check_own(by, shift))
        started = shift.state == ShiftState.STARTED
        found.append(Button(_("交班"), "arrows-exchange", act("handover"), report or own, primary=started))
    if policies.can_move(shift, "relieve"):
        over = _("这个班次已经到时间。") if now >= shift.period.upper else ""
        found.append(Button(_("替班"), "switch-horizontal", act("relieve"), barred or over))
    if shift.staff_id == by.staff and shift.state == ShiftState.PLANNED and now < shift.period.lower:
        found.append(Button(_("请人换班"), "arrows-exchange", act("swap")))
    if policies.can_move(shift, "note_absence"):
        early = _("班次还没开始。") if now < shift.period.lower else ""
        found.append(Button(_("记缺勤"), "user-off", act("absent"), barred or early))
    if policies.can_move(shift, "cancel_shift"):
        found.append(Button(_("取消班次"), "x", act("cancel"), barred))
    return found


def place_of(shift: "Shift") -> str:
    """The post or the team, with a word for the leader."""
    title = str(shift.post or shift.team)
    return _("%(place)s · 带班") % {"place": title} if shift.leader else title


def tone_of(shift: "Shift", now: datetime) -> str:
    """The tone of a shift's state; late when its time went by without anybody."""
    over = shift.state == ShiftState.PLANNED and shift.period.upper <= now
    return "late" if over else TONES[ShiftState(shift.state)]


def ability_words(codes: Iterable[str]) -> list[str]:
    """What a team can do, in words, in the order of the list of abilities."""
    held = set(codes)
    return [str(one.label) for one in Ability if one.value in held]


def equipment_words(codes: Iterable[str]) -> list[str]:
    """What a vehicle carries, in words."""
    held = set(codes)
    return [str(one.label) for one in Equipment if one.value in held]


def position_words(team: TeamOnDuty) -> str:
    """How a team's position is known."""
    return _(_SOURCES[team.position.source]) if team.position else _("没有位置")


def markers(teams: Sequence[TeamOnDuty]) -> list[dict[str, Any]]:
    """The teams on the map."""
    return [
        {
            "id": str(team.team),
            "lng": team.position.lon,
            "lat": team.position.lat,
            "tone": "ok" if team.started else "mute",
            "icon": "truck",
            "title": team.name,
            "note": position_words(team),
            "shape": "square",
            "url": reverse("team", args=[team.team]),
        }
        for team in teams
        if team.position is not None
    ]
