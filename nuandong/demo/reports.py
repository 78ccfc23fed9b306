"""Reports of the demo: the last week's went up in time, this week's is a draft."""

from datetime import datetime, time, timedelta
from typing import Final

from django.contrib.auth import get_user_model

from nuandong.demo.blanks import load_blank
from nuandong.demo.bulletins import load_bulletin
from nuandong.demo.county import COUNTY
from nuandong.demo.national import load_comparison
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import combine, local_date
from nuandong.org import scope
from nuandong.org.actors import actor_for
from nuandong.reports import keeping
from nuandong.reports.actions.fill_report import fill_report
from nuandong.reports.actions.sign_report import sign_report
from nuandong.reports.actions.start_report import start_report
from nuandong.reports.actions.submit_report import submit_report

_REPORT: Final = "weekly"
_TEXTS: Final = {
    "work": "坚持夜间巡查，会同公安、城管对车站、桥洞、门廊逐点查看，发现求助人员先救助、后登记。",
    "problems": "个别露宿人员多次劝导仍不愿进站，已列入每日跟踪。",
    "next": "按气象预报提前备足棉衣棉被，降温当晚加密巡查。",
}


def load_reports(now: datetime) -> None:
    """Call once the figures are counted; does nothing where the demo's people are not."""
    head, officer = _actor("head", now), _actor("officer", now)
    if head is None or officer is None:
        return
    today = local_date(now)
    monday = today - timedelta(days=today.weekday())
    done = min(now, combine(monday, time(9, 40)))
    with scope.enter(head):
        row = start_report(
            by=head, now=done - timedelta(minutes=30), report=_REPORT, region=COUNTY, first=monday - timedelta(days=7)
        )
        fill_report(by=head, now=done - timedelta(minutes=20), report=row.id, values={}, texts=_TEXTS)
        digest = keeping.content_of(keeping.report_of(row.id)).digest()
    with scope.enter(officer):
        sign_report(by=officer, now=done - timedelta(minutes=5), report=row.id, digest=digest)
    with scope.enter(head):
        submit_report(by=head, now=done, report=row.id)
        load_blank(head, now, row.id)
        load_comparison(head, now)
        draft = start_report(by=head, now=now, report=_REPORT, region=COUNTY, first=monday)
        fill_report(by=head, now=now, report=draft.id, values={}, texts={"next": _TEXTS["next"]})
    load_bulletin(head, officer, now)


def _actor(username: str, now: datetime) -> Actor | None:
    account = get_user_model().objects.select_related("staff__unit").filter(username=username, active=True).first()
    return actor_for(account, now=now, second_factor=True) if account else None
