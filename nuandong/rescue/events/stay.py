"""Events of stays. Subject: the stay; flags and identities are codes, names stand with the person."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds_stay import BedException, BroughtBy, Care, Cause, Decision, Flag, Identity, Security, Zone


class _OfStay(journal.Payload):
    subject_type: ClassVar[str] = "rescue.stay"


@journal.register
class PersonArrived(_OfStay):
    """`sheet_later`: the hand-over sheet was promised; why stands in the sidecar."""

    kind: ClassVar[str] = "rescue.person_arrived"
    title: ClassVar[str] = _("到站")
    brought_by: BroughtBy
    encounter: UUID | None
    sheet_later: bool = False


@journal.register
class HandoverSheetKept(_OfStay):
    kind: ClassVar[str] = "rescue.handover_sheet_kept"
    title: ClassVar[str] = _("补交交接表")


@journal.register
class SecurityRefused(_OfStay):
    kind: ClassVar[str] = "rescue.security_refused"
    title: ClassVar[str] = _("拒绝安检")


@journal.register
class PersonAdmitted(_OfStay):
    """The clock of the stay starts at its `acted_at`. `medically_cleared`: a doctor let somebody ill come in."""

    kind: ClassVar[str] = "rescue.person_admitted"
    title: ClassVar[str] = _("入站")
    identity: Identity
    flags: list[Flag]
    security: Security
    medically_cleared: bool = False


@journal.register
class PersonRegistered(_OfStay):
    kind: ClassVar[str] = "rescue.person_registered"
    title: ClassVar[str] = _("求助登记")
    cause: Cause
    identity: Identity


@journal.register
class IdentityFound(_OfStay):
    """Carries what a plan needs to stop the clocks of people without identity."""

    kind: ClassVar[str] = "rescue.identity_found"
    title: ClassVar[str] = _("查明身份")
    identity: Identity
    flags: list[Flag]


@journal.register
class StayChanged(_OfStay):
    """All flags as they stand now, and the identity."""

    kind: ClassVar[str] = "rescue.stay_changed"
    title: ClassVar[str] = _("变更在站情况")
    identity: Identity
    flags: list[Flag]


@journal.register
class BelongingsDeposited(_OfStay):
    kind: ClassVar[str] = "rescue.belongings_deposited"
    title: ClassVar[str] = _("物品保管")
    lines: int
    prohibited: int


@journal.register
class BelongingsReturned(_OfStay):
    kind: ClassVar[str] = "rescue.belongings_returned"
    title: ClassVar[str] = _("返还物品")
    lines: int
    to_other: bool


@journal.register
class BedSetUp(journal.Payload):
    kind: ClassVar[str] = "rescue.bed_set_up"
    title: ClassVar[str] = _("设置床位")
    subject_type: ClassVar[str] = "rescue.bed"
    zone: Zone


@journal.register
class BedClosed(journal.Payload):
    kind: ClassVar[str] = "rescue.bed_closed"
    title: ClassVar[str] = _("停用床位")
    subject_type: ClassVar[str] = "rescue.bed"


@journal.register
class BedAssigned(_OfStay):
    kind: ClassVar[str] = "rescue.bed_assigned"
    title: ClassVar[str] = _("安排床位")
    bed: UUID
    zone: Zone
    exception: BedException | None
    companion: UUID | None
    beside: UUID | None


@journal.register
class BedReleased(_OfStay):
    kind: ClassVar[str] = "rescue.bed_released"
    title: ClassVar[str] = _("退出床位")
    bed: UUID


@journal.register
class CareGiven(_OfStay):
    """`care` is the kind of care; `kind` names the event."""

    kind: ClassVar[str] = "rescue.care_given"
    title: ClassVar[str] = _("在站照料")
    care: Care


@journal.register
class StayReviewed(_OfStay):
    """The review after ten days; `filed`: the longer stay was filed with the higher department."""

    kind: ClassVar[str] = "rescue.stay_reviewed"
    title: ClassVar[str] = _("滞站审核")
    filed: bool


@journal.register
class PlacementApplied(_OfStay):
    kind: ClassVar[str] = "rescue.placement_applied"
    title: ClassVar[str] = _("申请安置")


@journal.register
class AbsenceReported(_OfStay):
    """The police were told at once; `told_police` says when, as words in the sidecar say whom."""

    kind: ClassVar[str] = "rescue.absence_reported"
    title: ClassVar[str] = _("去向不明，报警查找")
    may_leave_alone: bool


@journal.register
class PersonCameBack(_OfStay):
    kind: ClassVar[str] = "rescue.person_came_back"
    title: ClassVar[str] = _("返站")


@journal.register
class LeaveRequested(_OfStay):
    kind: ClassVar[str] = "rescue.leave_requested"
    title: ClassVar[str] = _("申请离站")
    exit: str


@journal.register
class LeaveDecided(_OfStay):
    kind: ClassVar[str] = "rescue.leave_decided"
    title: ClassVar[str] = _("签批离站")
    exit: str
    decision: Decision


@journal.register
class PersonLeft(_OfStay):
    """`days`: Shanghai days in the station, the day of entry counted; 0 for whoever never entered. Cash in fen."""

    kind: ClassVar[str] = "rescue.person_left"
    title: ClassVar[str] = _("离站")
    exit: str
    reason: str
    days: int
    voucher: str
    cash_fen: int
    by_decision: bool
