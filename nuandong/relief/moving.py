"""Applications from one state to the next, many at once: only those that are still where the act begins."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Application
from nuandong.relief.steps import APPLICATION, ApplicationState


def beginnings(act: str) -> list[ApplicationState]:
    """The states in which an act can be done."""
    return [state for state, acts in APPLICATION.items() if act in acts]


def can_move(state: str, act: str) -> bool:
    return act in APPLICATION[ApplicationState(state)]


def move(applications: Collection[UUID], act: str, *, now: datetime, **more: Any) -> None:
    """All of them by an act, or none: `more` is set with it. Raises NotNow when one is in another state."""
    moved = 0
    for state in beginnings(act):
        rows = Application.objects.filter(id__in=applications, state=state)
        moved += rows.update(state=APPLICATION[state][act], moved_at=now, version=F("version") + 1, **more)
    if moved != len(set(applications)):
        raise NotNow(
            "relief.application_not_now",
            _("有 %(count)d 户现在的状态不能这样办理。"),
            _("可能刚刚有同事办过；请刷新页面查看。"),
            count=len(set(applications)) - moved,
        )
