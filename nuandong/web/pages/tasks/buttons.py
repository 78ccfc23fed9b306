"""The buttons of a task: what this person's side may do with it in its state, and why not now."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop
from nuandong.org import permissions
from nuandong.tasks.moving import ASSIGN, DO
from nuandong.tasks.policies import task as policies
from nuandong.tasks.states import OPEN, WORKING, OriginKind, TaskState
from nuandong.web.form_page import why_not

if TYPE_CHECKING:
    from nuandong.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Act:
    """One button: its page, words and icon, whose it is, and the states in which it is worth showing."""

    page: str
    words: str
    icon: str
    permission: str
    states: Collection[TaskState]


_DONE: Final = (TaskState.DONE,)
_DECIDE: Final = frozenset({"task-accept", "task-return"})
_OF_THE_OPINION: Final = frozenset({"task-receive", "task-complete", "task-accept", "task-return"})
"""What is done on the page of an item of public opinion, which its task follows."""
ACTS: Final = (
    Act("task-receive", gettext_noop("签收"), "signature", DO, (TaskState.ASSIGNED,)),
    Act("task-complete", gettext_noop("完成"), "check", DO, WORKING),
    Act("task-report", gettext_noop("报告进度"), "progress-check", DO, WORKING),
    Act("task-explain", gettext_noop("说明迟办原因"), "message-2", DO, OPEN),
    Act("task-accept", gettext_noop("验收"), "check", ASSIGN, _DONE),
    Act("task-return", gettext_noop("退回"), "arrow-back-up", ASSIGN, _DONE),
    Act("task-extend", gettext_noop("延期"), "calendar-time", ASSIGN, OPEN),
    Act("task-recall", gettext_noop("撤回"), "x", ASSIGN, OPEN),
)
_SIDES: Final[dict[str, Callable[["Task", Actor], None]]] = {DO: policies.check_owner, ASSIGN: policies.check_giver}


def buttons(row: "Task", by: Actor, now: datetime) -> list[dict[str, Any]]:
    """What to press, the first the likeliest; `why_not` is empty where it can be pressed."""
    found = []
    for act in ACTS:
        if row.origin == OriginKind.OPINION and act.page in _OF_THE_OPINION:
            continue
        if row.state not in act.states or not permissions.allows(by, act.permission, region=row.region):
            continue
        if why_not(partial(_SIDES[act.permission], row, by)) or (act.page == "task-explain" and row.due_at >= now):
            continue
        alone = why_not(partial(policies.check_acceptor, row, by)) if act.page in _DECIDE else ""
        url = reverse(act.page, args=[row.id])
        found.append({"url": url, "words": _(act.words), "icon": act.icon, "why_not": alone})
    return found
