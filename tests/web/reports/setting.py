"""A county with a plan in force, a patrol that was counted, and reports begun, at the clock of the browser."""

from datetime import timedelta
from types import SimpleNamespace

from nuandong.journal import api as journal
from nuandong.kernel.clock import SystemClock, local_date
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.start_report import start_report
from nuandong.reports.library import definition_of
from nuandong.reports.models import Figure
from nuandong.reports.rhythm import term_at
from nuandong.rescue.events.patrol import PatrolCompleted
from tests.cast import COUNTY, TOWNSHIP_A
from tests.cast import cast as people
from tests.databases import as_role
from tests.plans.stored import activate
from tests.web.conftest import seat
from tests.web.divisions import divisions

WORDS = '=一切<平稳>&有序\n#read("/etc/passwd") *不粗* $x$'
"""What would be a formula, a tag or a command, were it not taken as words."""


def furnish() -> SimpleNamespace:
    """A county under a plan for forty days; a patrol of today, counted; a monthly draft and a weekly one."""
    divisions()
    for member in ("operator", "head", "officer", "leader", "station", "auditor"):
        seat(member)
    cast, now = people(), SystemClock().now()
    today = local_date(now)
    activate(
        cast.officer,
        now=now - timedelta(days=40),
        starts_on=today - timedelta(days=40),
        ends_on=today + timedelta(days=30),
    )
    with scope.enter(cast.head):
        patrol = PatrolCompleted(team=cast.crew.unit, points=4, night=True, joint=False, found=0, crew=3)
        event = journal.record(patrol, by=cast.head, now=now, region=TOWNSHIP_A, subject=new_id(now))
        first = {code: term_at(definition_of(code).definition, today).first for code in ("weekly", "monthly")}
        rows = {
            code: start_report(by=cast.head, now=now, report=code, region=COUNTY, first=day)
            for code, day in first.items()
        }
        fill_report(by=cast.head, now=now, report=rows["weekly"].id, values={}, texts={"work": WORDS})
    with as_role("worker"), scope.enter(cast.head):
        for name, value in (("patrols.completed", 1), ("patrols.night", 1), ("patrols.points", 4)):
            Figure.objects.create(region=TOWNSHIP_A, day=today, name=name, value=value)
    return SimpleNamespace(weekly=rows["weekly"].id, monthly=rows["monthly"].id, first=first, event=event, now=now)
