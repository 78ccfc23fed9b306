"""The stage of the supervision tests: units and people of the cast, key locations of both townships, a visit, a finding."""

from datetime import timedelta

from nuandong.geo.kinds import PlaceKind
from nuandong.geo.models import Place
from nuandong.kernel.actors import SYSTEM
from nuandong.kernel.ids import new_id
from nuandong.org import scope
from nuandong.supervision.actions.make_draw import Wanted, make_draw
from nuandong.supervision.actions.raise_finding import Fault, raise_finding
from nuandong.supervision.actions.record_visit import Seen, record_visit
from nuandong.supervision.kinds import Answer, Result, Severity
from nuandong.supervision.models import Draw, Finding, Visit
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.receive_task import receive_task
from tests.cast import COUNTY, NOW, TOWNSHIP_A, TOWNSHIP_B
from tests.duty.setting import enrol

DAY = timedelta(days=1)


def furnish(cast) -> None:
    enrol(cast.officer, cast.leader, cast.operator, cast.clerk_a, cast.clerk_b, cast.outsider)


def place(region=TOWNSHIP_A, name="甲秀桥", kind=PlaceKind.BRIDGE) -> Place:
    with scope.enter(SYSTEM):
        return Place.objects.create(
            id=new_id(NOW), region=region, kind=kind, name=name, area="urban", recorded_at=NOW, changed_at=NOW
        )


def places(n=3) -> list[Place]:
    """So many bridges in each township."""
    return [place(region, f"桥{number}") for region in (TOWNSHIP_A, TOWNSHIP_B) for number in range(n)]


def drawn(cast, *, by=None, region=COUNTY, **more) -> Draw:
    who = by or cast.officer
    wanted = {
        "place_kinds": [PlaceKind.BRIDGE],
        "inspecting": [cast.officer.unit, cast.clerk_a.unit, cast.clerk_b.unit],
        "wanted": 3,
        "each": 2,
        **more,
    }
    with scope.enter(who):
        return make_draw(by=who, now=NOW, region=region, title="冬季双随机抽查", wanted=Wanted(**wanted))


def visited(cast, *, by=None, now=NOW, pick=None, acted_at=None, **more) -> Visit:
    who = by or cast.officer
    seen = {
        "inspectors": [cast.officer.staff, cast.leader.staff],
        "looked": {"ledgers_kept": Answer.BAD, "staff_on_duty": Answer.GOOD},
        "result": Result.PROBLEMS,
        **more,
    }
    if "place" not in seen and "unit" not in seen:
        seen["place"] = place().id
    with scope.enter(who):
        return record_visit(by=who, now=now, seen=Seen(**seen), pick=pick, acted_at=acted_at)


def raised(cast, *, by=None, visit=None, unit=None, due=DAY, **more) -> Finding:
    who = by or cast.officer
    about = visit or visited(cast)
    fault = Fault(
        what=more.pop("what", "台账缺三天"),
        severity=Severity.SERIOUS,
        unit=unit or cast.clerk_a.unit,
        due_at=NOW + due,
        wanted="补齐台账",
        **more,
    )
    with scope.enter(who):
        return raise_finding(by=who, now=NOW, visit=about.id, fault=fault)


def put_right(cast, finding: Finding, *, now=NOW) -> Finding:
    """The unit signs for the task and says that it is done."""
    with scope.enter(cast.clerk_a):
        row = Finding.objects.get(id=finding.id)
        if row.task.received_at is None:
            receive_task(by=cast.clerk_a, now=now, task=row.task_id)
        complete_task(by=cast.clerk_a, now=now, task=row.task_id, note="已补齐")
        return Finding.objects.select_related("task").get(id=finding.id)
