"""Who is on when: desks by day and night, leaders, crews; and where the crews are at the end."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from nuandong.demo.county import around
from nuandong.demo.office import Office, Watch
from nuandong.duty.actions.end_shift import end_shift
from nuandong.duty.actions.plan_shifts import plan_shifts
from nuandong.duty.actions.report_position import report_position
from nuandong.duty.actions.start_shift import start_shift
from nuandong.duty.planning import Planned
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.clock import SHANGHAI, combine

_LATE: Final = timedelta(minutes=25)
_LATE_NIGHT: Final = 3


def shift_start(day: date) -> datetime:
    """Night shifts of the demo begin at 18:00."""
    return combine(day, time(18))


def load_rosters(office: Office, first: date, last: date, now: datetime) -> None:
    """Shifts of twelve hours for desks and of the night for crews, from the first night to a week ahead."""
    for offset in range((last - first).days + 1):
        evening = shift_start(first + timedelta(days=offset))
        planned_at = min(now, evening - timedelta(days=1))
        lines = _lines(office, evening)
        for line, shift in zip(lines, plan_shifts(by=SYSTEM, now=planned_at, lines=lines), strict=True):
            if line.post == office.posts["rescue.hotline"] and not line.leader:
                key = "operator" if line.staff == office.actors["operator"].staff else "operator2"
                office.watches.append(Watch(shift.id, key, line.start))
            # Once in a while somebody comes late to the desk: nobody was there.
            late = offset % 30 == _LATE_NIGHT and line.post == office.posts["rescue.station_desk"]
            begins = line.start + (_LATE if late and line.start == evening else timedelta())
            if begins <= now:
                start_shift(by=SYSTEM, now=begins, shift=shift.id)
            if line.end <= now:
                end_shift(by=SYSTEM, now=line.end, shift=shift.id)


def _lines(office: Office, evening: datetime) -> list[Planned]:
    """One night and the day after it: desks, leaders, crews."""
    half = timedelta(hours=12)

    def line(key: str, start: datetime, post: str, *, leader: bool = False) -> Planned:
        staff, desk = office.actors[key].staff, office.posts[post]
        return Planned(staff=staff, start=start, end=start + half, post=desk, leader=leader)

    desks = [
        line(key, evening + half * place, post)
        for post, people in (
            ("rescue.hotline", ("operator", "operator2")),
            ("rescue.station_desk", ("station", "station2")),
        )
        for place, key in enumerate(people)
    ]
    leaders = [
        line(key, evening + half * place, "rescue.hotline", leader=True) for place, key in enumerate(("leader", "head"))
    ]
    # By day somebody else of the crew is in charge: whenever the demo is opened, crews are about.
    crews = [
        Planned(
            staff=crew.members[place],
            start=evening + half * place,
            end=evening + half * (place + 1),
            team=crew.team,
            vehicle=crew.vehicle,
        )
        for crew in office.crews
        for place in range(2)
    ]
    return [*desks, *leaders, *crews]


def report_positions(office: Office, now: datetime, seed: str) -> None:
    """Where the crews are at the present moment."""
    draw = Random(f"{seed}/positions")
    for crew in office.crews:
        place = around(crew.base, draw, 0.006)
        report_position(by=crew.leader, now=now, team=crew.team, lat=place.lat, lon=place.lon, source="phone")


def local_evening(now: datetime) -> date:
    """The day whose night shift is on at `now`."""
    return (now.astimezone(SHANGHAI) - timedelta(hours=18)).date()
