"""States of a task, which act moves it where, and where it comes from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskState(models.TextChoices):
    ASSIGNED = "assigned", _("待签收")
    RECEIVED = "received", _("办理中")
    DONE = "done", _("待验收")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已办结")
    RECALLED = "recalled", _("已撤回")


class OriginKind(models.TextChoices):
    MANUAL = "manual", _("手工下达")
    PLAN = "plan", _("方案分解")
    FINDING = "finding", _("督查问题")
    OPINION = "opinion", _("舆情")


_OWNER: Final = {"complete_task": TaskState.DONE, "recall_task": TaskState.RECALLED}

TASK: Final[Mapping[TaskState, Mapping[str, TaskState]]] = MappingProxyType(
    {
        TaskState.ASSIGNED: {"receive_task": TaskState.RECEIVED, "recall_task": TaskState.RECALLED},
        TaskState.RECEIVED: _OWNER,
        TaskState.RETURNED: _OWNER,
        TaskState.DONE: {"accept_task": TaskState.ACCEPTED, "return_task": TaskState.RETURNED},
        TaskState.ACCEPTED: {},
        TaskState.RECALLED: {},
    }
)
"""State → act → next state."""

WORKING: Final = (TaskState.RECEIVED, TaskState.RETURNED)
"""The owner works on it and reports."""
OPEN: Final = (TaskState.ASSIGNED, *WORKING)
"""The owner has still to do it; past its time it is late."""
