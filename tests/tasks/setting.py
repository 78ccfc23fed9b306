"""The stage of the task tests: the cast's units and people; two more offices of the county; a task in any state."""

from datetime import timedelta

from nuandong.kernel.actors import Actor
from nuandong.org import scope
from nuandong.tasks.actions.accept_task import accept_task
from nuandong.tasks.actions.assign_task import assign_task
from nuandong.tasks.actions.complete_task import complete_task
from nuandong.tasks.actions.recall_task import recall_task
from nuandong.tasks.actions.receive_task import receive_task
from nuandong.tasks.actions.return_task import return_task
from nuandong.tasks.models import Task
from nuandong.tasks.states import TaskState
from tests.cast import NOW
from tests.duty.setting import enrol

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TITLE = "取暖情况摸底"


def furnish(cast) -> None:
    """Units and people of those who act."""
    enrol(cast.officer, cast.leader, cast.clerk_a, cast.clerk_b, cast.outsider)


def given(cast, *, to: Actor | None = None, now=NOW, due=DAY, by: Actor | None = None, **more) -> Task:
    """A task the county gives a township, due a day from now."""
    owner = to or cast.clerk_a
    giver = by or cast.officer
    with scope.enter(giver):
        return assign_task(
            by=giver,
            now=now,
            region=more.pop("region", owner.region),
            unit=owner.unit,
            title=more.pop("title", TITLE),
            due_at=now + due,
            deliverable="摸底表一份",
            **more,
        )


def brought_to(cast, state: TaskState, *, now=NOW, **more) -> Task:
    """A task in a state, by the acts that lead there."""
    task = given(cast, now=now, **more)
    with scope.enter(cast.clerk_a):
        if state not in {TaskState.ASSIGNED, TaskState.RECALLED}:
            task = receive_task(by=cast.clerk_a, now=now, task=task.id)
        if state in {TaskState.DONE, TaskState.ACCEPTED, TaskState.RETURNED}:
            task = complete_task(by=cast.clerk_a, now=now, task=task.id, note="已摸底 412 户")
    with scope.enter(cast.officer):
        if state is TaskState.RECALLED:
            task = recall_task(by=cast.officer, now=now, task=task.id, reason="方案调整")
        if state is TaskState.ACCEPTED:
            task = accept_task(by=cast.officer, now=now, task=task.id)
        if state is TaskState.RETURNED:
            task = return_task(by=cast.officer, now=now, task=task.id, reason="缺三个村")
    return task
