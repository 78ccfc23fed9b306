"""What the scheduler does every few seconds, once for the whole season: boards are right as soon as they are opened."""

from datetime import datetime
from pathlib import Path

from nuandong.alerts.actions.expire import expire_due
from nuandong.demo.reports import load_reports
from nuandong.flows import alert_tightens_patrol, breaches_found, clue_escalates, task_escalates
from nuandong.journal.sealing import seal_all
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import seeded
from nuandong.org import scope
from nuandong.plans import compliance
from nuandong.reports import figures


def catch_up(now: datetime, anchor_file: Path | None) -> None:
    """Bring warnings, patrol modes, escalations, duties, breaches, figures, reports and the journal's seal up to `now`.

    Call after the load has committed: readers of the journal see nothing of an open transaction.
    """
    with seeded(f"{now.isoformat()}/catching up"):
        with scope.enter(SYSTEM):
            expire_due(by=SYSTEM, now=now)
        alert_tightens_patrol.run(now)
        clue_escalates.run(now)
    with scope.enter(SYSTEM):
        while compliance.catch_up():
            pass
        compliance.roll(now)
    with seeded(f"{now.isoformat()}/looked for"):
        breaches_found.run(now)
        task_escalates.run(now)
    with scope.enter(SYSTEM):
        while figures.update():
            pass
    with seeded(f"{now.isoformat()}/reports"):
        load_reports(now)
    with scope.enter(SYSTEM):
        seal_all(now=now, anchor_file=anchor_file)
