"""Events of dispatches. The subject is the clue, whose clock they stop; `dispatch` says which crew."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


class _OfCrew(journal.Payload):
    subject_type: ClassVar[str] = "rescue.clue"
    dispatch: UUID
    team: UUID


@journal.register
class CrewOrdered(_OfCrew):
    """`estimate_minutes` is None when the way could not be estimated; `overridden`: not the first of the list."""

    kind: ClassVar[str] = "rescue.crew_ordered"
    title: ClassVar[str] = _("派出队伍")
    estimate_minutes: int | None
    overridden: bool


class _Reported(_OfCrew):
    """`relayed`: said by voice and typed by somebody outside the crew."""

    relayed: bool


@journal.register
class CrewAccepted(_Reported):
    kind: ClassVar[str] = "rescue.crew_accepted"
    title: ClassVar[str] = _("队伍接单")


@journal.register
class CrewDeclined(_Reported):
    kind: ClassVar[str] = "rescue.crew_declined"
    title: ClassVar[str] = _("队伍拒单")


@journal.register
class CrewDeparted(_Reported):
    kind: ClassVar[str] = "rescue.crew_departed"
    title: ClassVar[str] = _("队伍出发")


@journal.register
class CrewOnScene(_Reported):
    kind: ClassVar[str] = "rescue.crew_on_scene"
    title: ClassVar[str] = _("队伍到场")


@journal.register
class CrewDone(_Reported):
    kind: ClassVar[str] = "rescue.crew_done"
    title: ClassVar[str] = _("现场处置完成")


@journal.register
class CrewCancelled(_OfCrew):
    kind: ClassVar[str] = "rescue.crew_cancelled"
    title: ClassVar[str] = _("撤回队伍")
