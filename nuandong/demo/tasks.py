"""Tasks of the demo in each state, and a few records of work."""

from datetime import datetime, timedelta
from typing import Final

from nuandong.demo.county import Town
from nuandong.demo.office import Office
from nuandong.org import scope
from nuandong.tasks.actions.accept_task import accept_task
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.explain_lateness import explain_lateness
from nuandong.tasks.actions.receive_task import receive_task
from nuandong.tasks.actions.record_work import Done, record_work
from nuandong.tasks.actions.report_progress import report_progress

_DAY: Final = timedelta(days=1)
_TASKS: Final = (
    ("困难群众取暖情况摸底", "摸底表和问题清单各一份", -1.2, "late"),
    ("一氧化碳报警器安装", "安装清单，户主签字", 3.0, "working"),
    ("独居老人帮扶责任人落实", "帮扶联系表", 0.6, "given"),
    ("明白纸入户发放", "发放登记表", 2.0, "done"),
    ("值班联络名单报送", "名单一份", 5.0, "accepted"),
)
"""Title, deliverable, days until it is due, how far it is."""
_WORK: Final = (
    ("leaflet_given", 120, 412, 50),
    ("household_surveyed", 86, 412, 30),
    ("co_alarm_installed", 14, 60, 26),
    ("training_held", 1, None, 72),
    ("safety_taught_face_to_face", 40, 412, 6),
)
"""Kind, done, of how many, hours ago."""


def load_tasks(office: Office, county: list[Town], as_of: datetime) -> None:
    """What the county gave a township, from late to accepted, and what the township recorded."""
    for place, (title, wanted, days, standing) in enumerate(_TASKS):
        _task(office, county, as_of, title, wanted, as_of + days * _DAY, standing, place)
    clerk = office.actors["clerk"]
    with scope.enter(clerk):
        for work, done, base, hours in _WORK:
            at = as_of - timedelta(hours=hours)
            what = Done(work=work, done=done, base=base)
            record_work(by=clerk, now=at, region=county[0].code, what=what)


def _task(
    office: Office, county: list[Town], as_of: datetime, title: str, wanted: str, due: datetime, to: str, place: int
) -> None:
    officer, clerk, leader = (office.actors[key] for key in ("officer", "clerk", "leader"))
    given = as_of - timedelta(days=6, minutes=place)
    with scope.enter(officer):
        row = assign_task(
            by=officer,
            now=given,
            region=county[0].code,
            unit=office.units["town"],
            title=title,
            due_at=due,
            deliverable=wanted,
        )
    if to == "given":
        return
    with scope.enter(clerk):
        receive_task(by=clerk, now=given + _DAY, task=row.id)
        if to == "late":
            explain_lateness(by=clerk, now=as_of - timedelta(hours=3), task=row.id, reason="降雪封路，两个村还没有进去")
        if to in {"working", "late"}:
            report_progress(by=clerk, now=as_of - timedelta(hours=2), task=row.id, progress=60, note="已完成四个村")
        if to in {"done", "accepted"}:
            complete_task(by=clerk, now=as_of - timedelta(hours=5), task=row.id, note="已全部完成，登记表在民政办")
    if to == "accepted":
        with scope.enter(leader):
            accept_task(by=leader, now=as_of - timedelta(hours=4), task=row.id)
