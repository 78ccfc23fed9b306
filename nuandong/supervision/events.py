"""The journal events of supervision."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field, StringConstraints

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.supervision.kinds import Result, Severity

Hexadecimal = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


@journal.register
class DrawMade(journal.Payload):
    """Lots were drawn; `drawn` in the order of the lot, `digest` that of both pools, `seed` what they were drawn by."""

    kind: ClassVar[str] = "supervision.draw_made"
    title: ClassVar[str] = _("随机抽取督查对象和人员")
    subject_type: ClassVar[str] = "supervision.draw"
    wanted: int = Field(ge=1)
    of: int = Field(ge=1)
    seed: Hexadecimal
    digest: Hexadecimal
    drawn: list[UUID]
    inspectors: list[UUID]
    """Each pick's, one pick after the other."""


@journal.register
class VisitRecorded(journal.Payload):
    """Somebody looked at a place or a unit without saying so before."""

    kind: ClassVar[str] = "supervision.visit_recorded"
    title: ClassVar[str] = _("登记督查")
    subject_type: ClassVar[str] = "supervision.visit"
    place: UUID | None
    unit: UUID | None
    inspectors: list[UUID]
    result: Result
    looked: int = Field(ge=0)
    wrong: list[str]
    """Codes of the checklist that were found wanting."""
    by_lot: bool
    files: list[UUID]


class _OfFinding(journal.Payload):
    subject_type: ClassVar[str] = "supervision.finding"
    unit: UUID


@journal.register
class FindingRaised(_OfFinding):
    """A unit has to put something right; what it is lies in the sidecar. `visit` found it, or a check that runs by
    itself: the prohibition `ban` of a plan, and the event that shows it."""

    kind: ClassVar[str] = "supervision.finding_raised"
    title: ClassVar[str] = _("提出督查问题")
    visit: UUID | None = None
    ban: str = ""
    shown_by: UUID | None = None
    severity: Severity
    due_at: datetime
    task: UUID


@journal.register
class FindingRechecked(_OfFinding):
    """Somebody looked again; where it is still wrong, `task` is the one that stands from now on."""

    kind: ClassVar[str] = "supervision.finding_rechecked"
    title: ClassVar[str] = _("复查督查问题")
    passed: bool
    task: UUID


@journal.register
class FindingClosed(_OfFinding):
    """It is right; `in_time` whether the unit had said so by its time."""

    kind: ClassVar[str] = "supervision.finding_closed"
    title: ClassVar[str] = _("督查问题销号")
    in_time: bool


@journal.register
class FindingMended(_OfFinding):
    """The check does not find it any more, or (`gone` false) finds it again."""

    kind: ClassVar[str] = "supervision.finding_mended"
    title: ClassVar[str] = _("自动检查复核")
    gone: bool
