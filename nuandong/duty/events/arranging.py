"""The journal events of arranging duty: seasons, tests of reachability, swaps."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


class _OfSeason(journal.Payload):
    """`lines` places with turns, from the day `first` to the day `last`, both included."""

    subject_type: ClassVar[str] = "duty.roster_draft"
    first: date
    last: date
    lines: int


@journal.register
class SeasonDrafted(_OfSeason):
    kind: ClassVar[str] = "duty.season_drafted"
    title: ClassVar[str] = _("起草整季值班表")


@journal.register
class SeasonChanged(_OfSeason):
    kind: ClassVar[str] = "duty.season_changed"
    title: ClassVar[str] = _("修改整季值班表草稿")


@journal.register
class SeasonDropped(_OfSeason):
    kind: ClassVar[str] = "duty.season_dropped"
    title: ClassVar[str] = _("作废整季值班表草稿")


@journal.register
class SeasonPublished(_OfSeason):
    """`holes` times without anybody or without a leader were known when it was published."""

    kind: ClassVar[str] = "duty.season_published"
    title: ClassVar[str] = _("发布整季值班表")
    shifts: int
    holes: int


class _OfReach(journal.Payload):
    subject_type: ClassVar[str] = "duty.reach_test"


@journal.register
class ReachTestStarted(_OfReach):
    """`asked` people have `minutes` to answer; of the roster of a night or of a team."""

    kind: ClassVar[str] = "duty.reach_test_started"
    title: ClassVar[str] = _("开始通讯联络测试")
    night: date | None
    team: UUID | None
    asked: int
    minutes: int


@journal.register
class ReachConfirmed(_OfReach):
    """`seconds` after he was asked; `relayed`: by voice, noted by whoever wrote this."""

    kind: ClassVar[str] = "duty.reach_confirmed"
    title: ClassVar[str] = _("回应联络测试")
    staff: UUID
    seconds: int
    in_time: bool
    relayed: bool


@journal.register
class ReachTestClosed(_OfReach):
    kind: ClassVar[str] = "duty.reach_test_closed"
    title: ClassVar[str] = _("联络测试到时")
    asked: int
    in_time: int


class _OfSwap(journal.Payload):
    """`asker` gives the shift, `asked` takes it; `in_return` is the shift of the latter that the former takes."""

    subject_type: ClassVar[str] = "duty.swap_request"
    shift: UUID
    in_return: UUID | None
    asker: UUID
    asked: UUID


@journal.register
class SwapAsked(_OfSwap):
    kind: ClassVar[str] = "duty.swap_asked"
    title: ClassVar[str] = _("申请换班")


@journal.register
class SwapAccepted(_OfSwap):
    kind: ClassVar[str] = "duty.swap_accepted"
    title: ClassVar[str] = _("同意换班")


@journal.register
class SwapDeclined(_OfSwap):
    kind: ClassVar[str] = "duty.swap_declined"
    title: ClassVar[str] = _("谢绝换班")


@journal.register
class SwapWithdrawn(_OfSwap):
    kind: ClassVar[str] = "duty.swap_withdrawn"
    title: ClassVar[str] = _("收回换班申请")


@journal.register
class SwapExpired(_OfSwap):
    kind: ClassVar[str] = "duty.swap_expired"
    title: ClassVar[str] = _("换班申请过时")


@journal.register
class SwapUndone(_OfSwap):
    kind: ClassVar[str] = "duty.swap_undone"
    title: ClassVar[str] = _("撤销换班")
