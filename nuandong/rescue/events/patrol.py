"""Events of patrol rounds. Subject: the round."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds import Mode


class _OfRound(journal.Payload):
    subject_type: ClassVar[str] = "rescue.patrol_round"


@journal.register
class PatrolStarted(_OfRound):
    kind: ClassVar[str] = "rescue.patrol_started"
    title: ClassVar[str] = _("开始巡查")
    team: UUID
    joint_units: list[UUID]
    mode: Mode


@journal.register
class PatrolPointChecked(_OfRound):
    """`found` is how many people in need were met there."""

    kind: ClassVar[str] = "rescue.patrol_point_checked"
    title: ClassVar[str] = _("巡查点位打卡")
    place: UUID
    place_kind: str
    found: int


@journal.register
class PatrolCompleted(_OfRound):
    """`points` counts different key locations; `joint`: a partner department went along; `crew`: how many people were
    out, partners among them (not said by older events)."""

    kind: ClassVar[str] = "rescue.patrol_completed"
    title: ClassVar[str] = _("完成巡查")
    team: UUID
    points: int
    night: bool
    joint: bool
    found: int
    crew: int | None = None
