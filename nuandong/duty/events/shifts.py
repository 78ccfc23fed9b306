"""The journal events of duty.

The position of a team is no event: it comes every minute, it follows people rather than their work, and nothing is
proved by it. Only the last one is kept, in `TeamPosition`, and it goes when the shift ends; that a crew was somewhere
in time is proved by its own acts (on scene, patrol point checked).
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class TeamFormed(journal.Payload):
    kind: ClassVar[str] = "duty.team_formed"
    title: ClassVar[str] = _("组建队伍")
    subject_type: ClassVar[str] = "duty.team"
    team_kind: str
    unit: UUID
    abilities: list[str]


@journal.register
class TeamChanged(journal.Payload):
    kind: ClassVar[str] = "duty.team_changed"
    title: ClassVar[str] = _("变更队伍")
    subject_type: ClassVar[str] = "duty.team"
    fields: list[str]
    active: bool


@journal.register
class MemberJoined(journal.Payload):
    kind: ClassVar[str] = "duty.member_joined"
    title: ClassVar[str] = _("加入队伍")
    subject_type: ClassVar[str] = "duty.team"
    staff: UUID


@journal.register
class MemberLeft(journal.Payload):
    kind: ClassVar[str] = "duty.member_left"
    title: ClassVar[str] = _("退出队伍")
    subject_type: ClassVar[str] = "duty.team"
    staff: UUID


@journal.register
class VehicleRegistered(journal.Payload):
    kind: ClassVar[str] = "duty.vehicle_registered"
    title: ClassVar[str] = _("登记车辆")
    subject_type: ClassVar[str] = "duty.vehicle"
    unit: UUID
    seats: int
    equipment: list[str]


@journal.register
class VehicleRetired(journal.Payload):
    kind: ClassVar[str] = "duty.vehicle_retired"
    title: ClassVar[str] = _("停用车辆")
    subject_type: ClassVar[str] = "duty.vehicle"


@journal.register
class VehicleTaken(journal.Payload):
    kind: ClassVar[str] = "duty.vehicle_taken"
    title: ClassVar[str] = _("出车")
    subject_type: ClassVar[str] = "duty.vehicle"
    shift: UUID
    driver: UUID
    km_out: int


@journal.register
class VehicleUsed(journal.Payload):
    """`km` kilometres driven, `fuel_cl` centilitres of fuel taken."""

    kind: ClassVar[str] = "duty.vehicle_used"
    title: ClassVar[str] = _("用车记录")
    subject_type: ClassVar[str] = "duty.vehicle"
    shift: UUID
    driver: UUID
    km: int
    fuel_cl: int


@journal.register
class KeysPassed(journal.Payload):
    kind: ClassVar[str] = "duty.keys_passed"
    title: ClassVar[str] = _("移交车钥匙")
    subject_type: ClassVar[str] = "duty.vehicle"
    driver: UUID


@journal.register
class PostSetUp(journal.Payload):
    kind: ClassVar[str] = "duty.post_set_up"
    title: ClassVar[str] = _("设立值班岗位")
    subject_type: ClassVar[str] = "duty.post"
    post: str
    unit: UUID
    with_leader: bool
    around_the_clock: bool


@journal.register
class PostClosed(journal.Payload):
    kind: ClassVar[str] = "duty.post_closed"
    title: ClassVar[str] = _("撤销值班岗位")
    subject_type: ClassVar[str] = "duty.post"
    post: str


class _OfShift(journal.Payload):
    """`post` is the code of the post, None for a team's shift; `team_kind` its kind. Plans ask for one or the other."""

    subject_type: ClassVar[str] = "duty.shift"
    post: str | None
    team: UUID | None
    team_kind: str | None = None
    leader: bool
    staff: UUID


@journal.register
class ShiftPlanned(_OfShift):
    kind: ClassVar[str] = "duty.shift_planned"
    title: ClassVar[str] = _("排班")
    starts_at: datetime
    ends_at: datetime


@journal.register
class ShiftStarted(_OfShift):
    kind: ClassVar[str] = "duty.shift_started"
    title: ClassVar[str] = _("上岗")


@journal.register
class ShiftEnded(_OfShift):
    kind: ClassVar[str] = "duty.shift_ended"
    title: ClassVar[str] = _("下岗")


@journal.register
class ShiftMissed(_OfShift):
    kind: ClassVar[str] = "duty.shift_missed"
    title: ClassVar[str] = _("缺勤")


@journal.register
class ShiftCancelled(_OfShift):
    kind: ClassVar[str] = "duty.shift_cancelled"
    title: ClassVar[str] = _("取消班次")


@journal.register
class ShiftRelieved(_OfShift):
    """`staff` was to work the shift, `relief` takes it over as the shift `by_shift`."""

    kind: ClassVar[str] = "duty.shift_relieved"
    title: ClassVar[str] = _("替班")
    relief: UUID
    by_shift: UUID


@journal.register
class ShiftHandedOver(_OfShift):
    kind: ClassVar[str] = "duty.shift_handed_over"
    title: ClassVar[str] = _("交班")
    to_shift: UUID
    open_items: int


@journal.register
class HandoverConfirmed(_OfShift):
    kind: ClassVar[str] = "duty.handover_confirmed"
    title: ClassVar[str] = _("接班")
    from_shift: UUID
    open_items: int


@journal.register
class PhoneRevealed(journal.Payload):
    kind: ClassVar[str] = "duty.phone_revealed"
    title: ClassVar[str] = _("查看值班电话")
    subject_type: ClassVar[str] = "org.staff"
    staff: UUID
