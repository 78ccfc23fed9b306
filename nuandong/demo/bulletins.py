"""This month's bulletin of the demo: signed by two, published, signed for by one of the units that got it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from nuandong.demo.county import COUNTY
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import scope
from nuandong.reports import keeping, picking
from nuandong.reports import selectors_bulletin as bulletins
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.pick_points import pick_points
from nuandong.reports.actions.publish_bulletin import publish_bulletin
from nuandong.reports.actions.read_bulletin import read_bulletin
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.start_report import start_report
from nuandong.reports.actions.submit_report import submit_report
from nuandong.reports.library import definition_of

if TYPE_CHECKING:
    from nuandong.reports.models import Report

_REPORT: Final = "bulletin"
_TOLD: Final = (
    *("alerts.warning_received", "rescue.patrol_completed"),
    *("publicity.announced", "supervision.visit_recorded"),
)
_TEXTS: Final = {
    "highlights": "夜间巡查不断档，车站、桥洞、门廊逐点查看；乡镇逐户发放取暖安全明白纸，村村响每天三次提醒通风。",
    "practice": "降温预报一到，救助站提前备足棉衣棉被，巡查队当晚加密点位。",
}


def _pick(head: Actor, row: "Report", now: datetime) -> None:
    """A figure and a few events of the month stand in it as numbered lines."""
    picked = definition_of(_REPORT).definition.picked
    if picked is None:
        return
    picks = [f"{picking.FIGURE}patrols/month"]
    for kind in _TOLD:
        found = picking.candidates(picked, region=row.region, term=keeping.term_of(row), kinds=[kind], limit=100)
        known = [event for event in found if event.recorded_at <= now]
        picks += [f"{picking.EVENT}{event.id}" for event in known[:1]]
    pick_points(by=head, now=now, report=row.id, picks=picks)


def load_bulletin(head: Actor, officer: Actor, now: datetime) -> None:
    """The issue of the month, as everybody finds it a day later."""
    done = now - timedelta(hours=26)
    first = local_date(done).replace(day=1)
    with scope.enter(head):
        row = start_report(by=head, now=done, report=_REPORT, region=COUNTY, first=first)
        fill_report(by=head, now=done, report=row.id, values={}, texts=_TEXTS)
        _pick(head, row, done)
        digest = keeping.content_of(keeping.report_of(row.id)).digest()
    with scope.enter(officer):
        sign_report(by=officer, now=done, report=row.id, digest=digest)
        submit_report(by=officer, now=done, report=row.id)
        issue = publish_bulletin(by=officer, now=done + timedelta(minutes=20), report=row.id)
        own = next(one for one in bulletins.receivers(issue.id) if one.unit == officer.unit)
        read_bulletin(by=officer, now=done + timedelta(hours=1), copy=own.id)
