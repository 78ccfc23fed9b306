"""The journal events of persons and households. Names, numbers and reasons stand in the sidecar, never in payloads."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_PERSON = "people.person"
_HOUSEHOLD = "people.household"


@journal.register
class PersonRegistered(journal.Payload):
    kind: ClassVar[str] = "people.person_registered"
    title: ClassVar[str] = _("登记人员")
    subject_type: ClassVar[str] = _PERSON
    known: bool
    temporary_number: str | None = None


@journal.register
class PersonCorrected(journal.Payload):
    kind: ClassVar[str] = "people.person_corrected"
    title: ClassVar[str] = _("更正人员信息")
    subject_type: ClassVar[str] = _PERSON
    fields: list[str]


@journal.register
class PersonIdentified(journal.Payload):
    kind: ClassVar[str] = "people.person_identified"
    title: ClassVar[str] = _("查明身份")
    subject_type: ClassVar[str] = _PERSON
    temporary_number: str


@journal.register
class PersonUnmasked(journal.Payload):
    kind: ClassVar[str] = "people.person_unmasked"
    title: ClassVar[str] = _("查看完整信息")
    subject_type: ClassVar[str] = _PERSON
    field: str


@journal.register
class SheetUnmasked(journal.Payload):
    """Some people were read in full at once, for the entry into a national `system`; the reason stands beside."""

    kind: ClassVar[str] = "people.sheet_unmasked"
    title: ClassVar[str] = _("取出全名抄录单")
    subject_type: ClassVar[str] = "people.sheet"
    system: str
    count: int
    persons: list[UUID]


@journal.register
class DocumentRecorded(journal.Payload):
    kind: ClassVar[str] = "people.document_recorded"
    title: ClassVar[str] = _("登记证件")
    subject_type: ClassVar[str] = _PERSON
    document: UUID
    document_kind: str


@journal.register
class CategoryAdded(journal.Payload):
    kind: ClassVar[str] = "people.category_added"
    title: ClassVar[str] = _("列入困难群体类别")
    subject_type: ClassVar[str] = "people.category"
    person: UUID | None
    household: UUID | None
    code: str
    since: date
    until: date | None


@journal.register
class CategoryEnded(journal.Payload):
    kind: ClassVar[str] = "people.category_ended"
    title: ClassVar[str] = _("退出困难群体类别")
    subject_type: ClassVar[str] = "people.category"
    person: UUID | None
    household: UUID | None
    code: str
    until: date


@journal.register
class HouseholdFormed(journal.Payload):
    kind: ClassVar[str] = "people.household_formed"
    title: ClassVar[str] = _("建立家庭档案")
    subject_type: ClassVar[str] = _HOUSEHOLD
    head: UUID
    formed_on: date


@journal.register
class HouseholdJoined(journal.Payload):
    kind: ClassVar[str] = "people.household_joined"
    title: ClassVar[str] = _("家庭增加成员")
    subject_type: ClassVar[str] = _HOUSEHOLD
    person: UUID
    since: date


@journal.register
class HouseholdLeft(journal.Payload):
    kind: ClassVar[str] = "people.household_left"
    title: ClassVar[str] = _("成员离开家庭")
    subject_type: ClassVar[str] = _HOUSEHOLD
    person: UUID
    until: date
    dissolved: bool


@journal.register
class HouseholdMoved(journal.Payload):
    kind: ClassVar[str] = "people.household_moved"
    title: ClassVar[str] = _("家庭迁移")
    subject_type: ClassVar[str] = _HOUSEHOLD
    from_region: int
    to_region: int
    persons: int


@journal.register
class PeopleImported(journal.Payload):
    """One event for a whole list."""

    kind: ClassVar[str] = "people.people_imported"
    title: ClassVar[str] = _("批量登记人员")
    subject_type: ClassVar[str] = "people.import"
    persons: int
    households: int


@journal.register
class PairsProposed(journal.Payload):
    """One event for a whole run that changed anything."""

    kind: ClassVar[str] = "people.pairs_proposed"
    title: ClassVar[str] = _("查找疑似重复的人")
    subject_type: ClassVar[str] = "people.linkage"
    persons: int
    proposed: int
    reopened: int
    taken_off: int


@journal.register
class PairDecided(journal.Payload):
    kind: ClassVar[str] = "people.pair_decided"
    title: ClassVar[str] = _("核对疑似重复的人")
    subject_type: ClassVar[str] = "people.pair"
    person_a: UUID
    person_b: UUID
    pair_state: str


@journal.register
class PairReopened(journal.Payload):
    """A decision was taken back, or what was compared changed; `pair_state` is what held."""

    kind: ClassVar[str] = "people.pair_reopened"
    title: ClassVar[str] = _("重新核对疑似重复的人")
    subject_type: ClassVar[str] = "people.pair"
    person_a: UUID
    person_b: UUID
    pair_state: str
    data_changed: bool
