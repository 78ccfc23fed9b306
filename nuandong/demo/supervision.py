"""Supervision of the demo: visits and what they found (waiting for its re-check, late, closed), and a draw by lot of
which the first target was visited."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from nuandong.demo.county import COUNTY, Town
from nuandong.demo.office import Office
from nuandong.geo.kinds import PlaceKind
from nuandong.org import scope
from nuandong.supervision import selectors
from nuandong.supervision.actions.make_draw import Wanted, make_draw
from nuandong.supervision.actions.raise_finding import Fault, raise_finding
from nuandong.supervision.actions.recheck_finding import recheck_finding
from nuandong.supervision.actions.record_visit import Seen, record_visit
from nuandong.supervision.kinds import Answer, Result, Severity
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.receive_task import receive_task

_DAY: Final = timedelta(days=1)
_FOUND: Final = (
    ("两户取暖炉烟道接口松动", Severity.GRAVE, 2.0, "waiting"),
    ("物资台账三天没有登记", Severity.SERIOUS, -0.4, "late"),
    ("值班电话没有上墙公示", Severity.GENERAL, 1.0, "closed"),
)
"""What was found, how bad, days until it has to be right, how far it is."""
_DRAWN: Final = (
    *(PlaceKind.BRIDGE, PlaceKind.UNDERPASS, PlaceKind.PARK, PlaceKind.SQUARE, PlaceKind.COMMERCIAL),
    *(PlaceKind.MAIN_ROAD, PlaceKind.SIDE_ROAD, PlaceKind.BUS_STATION, PlaceKind.DERELICT, PlaceKind.DEMOLITION),
)


def load_supervision(office: Office, county: list[Town], as_of: datetime) -> None:
    """An unannounced visit to a township office, its findings, and one visit that found nothing."""
    officer, leader = office.actors["officer"], office.actors["leader"]
    then = as_of - 3 * _DAY
    with scope.enter(officer):
        good = Seen(
            unit=office.units["town"],
            inspectors=[officer.staff, leader.staff],
            looked={"staff_on_duty": Answer.GOOD, "policy_known": Answer.GOOD},
            result=Result.GOOD,
        )
        record_visit(by=officer, now=then - 9 * _DAY, seen=good)
        bad = Seen(
            unit=office.units["town"],
            inspectors=[officer.staff, leader.staff],
            looked={"staff_on_duty": Answer.GOOD, "ledgers_kept": Answer.BAD, "heating_safe": Answer.BAD},
            result=Result.PROBLEMS,
            note="直接到村，先看户再看台账",
        )
        visit = record_visit(by=officer, now=then, seen=bad)
    for what, severity, days, standing in _FOUND:
        _finding(office, visit.id, what, severity, then, as_of + days * _DAY, standing)
    _draw(office, as_of)


def _draw(office: Office, as_of: datetime) -> None:
    """Places drawn by lot with a seed that anybody can repeat; at the first one the visitors found ice on the steps."""
    officer = office.actors["officer"]
    wanted = Wanted(place_kinds=_DRAWN, inspecting=[office.units["bureau"], office.units["station"]], wanted=2, each=2)
    with scope.enter(officer):
        drawn = make_draw(
            by=officer, now=as_of - 2 * _DAY, region=COUNTY, title="夜间露宿点位双随机抽查", wanted=wanted
        )
        first = min(selectors.picks([drawn.id]), key=lambda pick: pick.number)
        seen = Seen(
            place=first.place,
            inspectors=first.inspectors,
            looked={"measures_in_place": Answer.BAD, "policy_known": Answer.GOOD},
            result=Result.PROBLEMS,
            note="没有事先通知，23 时到点位",
        )
        visit = record_visit(by=officer, now=as_of - 1.4 * _DAY, seen=seen, pick=first.id)
        fault = Fault(
            what="抽中点位台阶结冰，没有提示",
            severity=Severity.SERIOUS,
            unit=office.units["station"],
            due_at=as_of + 2 * _DAY,
        )
        raise_finding(by=officer, now=as_of - 1.4 * _DAY, visit=visit.id, fault=fault)


def _finding(
    office: Office, visit: UUID, what: str, severity: Severity, then: datetime, due: datetime, standing: str
) -> None:
    officer, clerk, leader = (office.actors[key] for key in ("officer", "clerk", "leader"))
    with scope.enter(officer):
        fault = Fault(what=what, severity=severity, unit=office.units["town"], due_at=due)
        row = raise_finding(by=officer, now=then, visit=visit, fault=fault)
    with scope.enter(clerk):
        receive_task(by=clerk, now=then + timedelta(hours=2), task=row.task_id)
        if standing != "late":
            complete_task(by=clerk, now=then + 2 * _DAY, task=row.task_id, note="已整改，照片存乡镇民政办")
    if standing == "closed":
        with scope.enter(leader):
            recheck_finding(by=leader, now=then + 2.5 * _DAY, finding=row.id, passed=True, note="现场看过，已经到位")
