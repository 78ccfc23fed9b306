"""Events of encounters, follow-ups and hospital cases. Categories are codes, never what somebody is called."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _
from nuandong.rescue.kinds_encounter import FollowUpOutcome, Outcome


class _OfEncounter(journal.Payload):
    subject_type: ClassVar[str] = "rescue.encounter"


@journal.register
class EncounterRecorded(_OfEncounter):
    """`late`: entered beyond the limit for later entry; `severe`: rescue first, review afterwards."""

    kind: ClassVar[str] = "rescue.encounter_recorded"
    title: ClassVar[str] = _("现场救助记录")
    categories: list[str]
    clue: UUID | None
    patrol_round: UUID | None
    severe: bool
    late: bool


@journal.register
class EncounterSupplemented(_OfEncounter):
    """`fields` names what was added or corrected; `dropped` the categories taken away, the reason is in the sidecar."""

    kind: ClassVar[str] = "rescue.encounter_supplemented"
    title: ClassVar[str] = _("补充现场救助记录")
    fields: list[str]
    categories: list[str]
    dropped: list[str]


@journal.register
class EncounterClosed(_OfEncounter):
    """`kit`: goods were given, or offered and turned down; `kit_given`: they were taken.

    `ground` is the legal ground when somebody was taken along against his word.
    """

    kind: ClassVar[str] = "rescue.encounter_closed"
    title: ClassVar[str] = _("现场救助办结")
    categories: list[str]
    outcome: Outcome
    willing: bool | None
    kit: bool
    kit_given: bool
    leaflet: bool
    ground: str
    severe: bool
    follow_up_due: datetime | None


@journal.register
class EncounterCountersigned(_OfEncounter):
    kind: ClassVar[str] = "rescue.encounter_countersigned"
    title: ClassVar[str] = _("补录记录复核")
    in_time: bool


@journal.register
class EncounterReviewed(_OfEncounter):
    """The review that followed a rescue in severe weather (RES-024)."""

    kind: ClassVar[str] = "rescue.encounter_reviewed"
    title: ClassVar[str] = _("先救助后审查：补审")
    eligible: bool


@journal.register
class DepartmentNotified(_OfEncounter):
    kind: ClassVar[str] = "rescue.department_notified"
    title: ClassVar[str] = _("通报部门")
    department: str


@journal.register
class FollowUpDone(_OfEncounter):
    """`next_due`: when the next visit falls due; None when the case is resolved."""

    kind: ClassVar[str] = "rescue.follow_up_done"
    title: ClassVar[str] = _("跟踪劝导")
    follow_up: UUID
    outcome: FollowUpOutcome
    next_due: datetime | None


@journal.register
class FollowUpMoved(_OfEncounter):
    kind: ClassVar[str] = "rescue.follow_up_moved"
    title: ClassVar[str] = _("移交跟踪劝导")
    follow_up: UUID
    taker: UUID


class _OfHospitalCase(journal.Payload):
    subject_type: ClassVar[str] = "rescue.hospital_case"


@journal.register
class HospitalEntered(_OfHospitalCase):
    """`tracker` is the officer who follows the case, `payer` a code of the payer rules."""

    kind: ClassVar[str] = "rescue.hospital_entered"
    title: ClassVar[str] = _("送医救治")
    encounter: UUID | None
    stay: UUID | None
    hospital: UUID
    tracker: UUID
    payer: str


@journal.register
class HospitalVerified(_OfHospitalCase):
    kind: ClassVar[str] = "rescue.hospital_verified"
    title: ClassVar[str] = _("到院甄别核实")
    eligible: bool


@journal.register
class HospitalTrackerChanged(_OfHospitalCase):
    kind: ClassVar[str] = "rescue.hospital_tracker_changed"
    title: ClassVar[str] = _("更换住院跟踪人")
    tracker: UUID


@journal.register
class HospitalLeft(_OfHospitalCase):
    """`certificate`: the hospital's discharge certificate was seen."""

    kind: ClassVar[str] = "rescue.hospital_left"
    title: ClassVar[str] = _("出院")
    certificate: bool


@journal.register
class HospitalBillSettled(_OfHospitalCase):
    """Amounts in fen."""

    kind: ClassVar[str] = "rescue.hospital_bill_settled"
    title: ClassVar[str] = _("医疗费用结算")
    bill_fen: int
    paid_fen: int
    payer: str
