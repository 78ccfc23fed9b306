"""The journal events of units, staff, posts and accounts. Names and reasons stand in the sidecar, never in payloads."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class UnitCreated(journal.Payload):
    kind: ClassVar[str] = "org.unit_created"
    title: ClassVar[str] = _("新增单位")
    subject_type: ClassVar[str] = "org.unit"
    unit_kind: str
    parent: UUID | None


@journal.register
class UnitChanged(journal.Payload):
    kind: ClassVar[str] = "org.unit_changed"
    title: ClassVar[str] = _("修改单位")
    subject_type: ClassVar[str] = "org.unit"
    fields: list[str]
    active: bool


@journal.register
class StaffHired(journal.Payload):
    kind: ClassVar[str] = "org.staff_hired"
    title: ClassVar[str] = _("录入人员")
    subject_type: ClassVar[str] = "org.staff"
    unit: UUID


@journal.register
class StaffChanged(journal.Payload):
    kind: ClassVar[str] = "org.staff_changed"
    title: ClassVar[str] = _("修改人员")
    subject_type: ClassVar[str] = "org.staff"
    fields: list[str]


@journal.register
class PhoneRevealed(journal.Payload):
    kind: ClassVar[str] = "org.phone_revealed"
    title: ClassVar[str] = _("查看同事电话")
    subject_type: ClassVar[str] = "org.staff"


@journal.register
class StaffLeft(journal.Payload):
    kind: ClassVar[str] = "org.staff_left"
    title: ClassVar[str] = _("人员离任")
    subject_type: ClassVar[str] = "org.staff"
    posts_ended: int


@journal.register
class StaffTransferred(journal.Payload):
    kind: ClassVar[str] = "org.staff_transferred"
    title: ClassVar[str] = _("人员调动")
    subject_type: ClassVar[str] = "org.staff"
    from_unit: UUID
    to_unit: UUID
    posts_ended: int


@journal.register
class StaffImported(journal.Payload):
    kind: ClassVar[str] = "org.staff_imported"
    title: ClassVar[str] = _("批量导入人员")
    subject_type: ClassVar[str] = "org.import"
    rows: int
    hired: int
    appointed: int
    accounts: int


@journal.register
class WorkHandedOver(journal.Payload):
    kind: ClassVar[str] = "org.work_handed_over"
    title: ClassVar[str] = _("工作移交")
    subject_type: ClassVar[str] = "org.handover"
    giver: UUID
    taker: UUID
    witness: UUID
    things: int


@journal.register
class PostAppointed(journal.Payload):
    kind: ClassVar[str] = "org.post_appointed"
    title: ClassVar[str] = _("任职")
    subject_type: ClassVar[str] = "org.staff"
    post: UUID
    role: str
    unit: UUID
    post_region: int
    valid_from: datetime
    valid_until: datetime | None
    deputy: bool


@journal.register
class PostEnded(journal.Payload):
    kind: ClassVar[str] = "org.post_ended"
    title: ClassVar[str] = _("免职")
    subject_type: ClassVar[str] = "org.staff"
    post: UUID
    role: str
    ends_at: datetime


@journal.register
class DelegationGiven(journal.Payload):
    kind: ClassVar[str] = "org.delegation_given"
    title: ClassVar[str] = _("委托代班")
    subject_type: ClassVar[str] = "org.staff"
    delegation: UUID
    taker: UUID
    post: UUID
    permissions: list[str]
    valid_from: datetime
    valid_until: datetime
    absence: str


@journal.register
class DelegationEnded(journal.Payload):
    kind: ClassVar[str] = "org.delegation_ended"
    title: ClassVar[str] = _("收回委托")
    subject_type: ClassVar[str] = "org.staff"
    delegation: UUID


@journal.register
class RoleChanged(journal.Payload):
    kind: ClassVar[str] = "org.role_changed"
    title: ClassVar[str] = _("修改角色权限")
    subject_type: ClassVar[str] = "org.role"
    role: str
    added: list[str]
    removed: list[str]


@journal.register
class AccountCreated(journal.Payload):
    kind: ClassVar[str] = "org.account_created"
    title: ClassVar[str] = _("开通账号")
    subject_type: ClassVar[str] = "org.account"
    staff: UUID


@journal.register
class AccountClosed(journal.Payload):
    kind: ClassVar[str] = "org.account_closed"
    title: ClassVar[str] = _("停用账号")
    subject_type: ClassVar[str] = "org.account"
    staff: UUID


@journal.register
class AccountReopened(journal.Payload):
    kind: ClassVar[str] = "org.account_reopened"
    title: ClassVar[str] = _("恢复账号")
    subject_type: ClassVar[str] = "org.account"
    staff: UUID


@journal.register
class PasswordChanged(journal.Payload):
    kind: ClassVar[str] = "org.password_changed"
    title: ClassVar[str] = _("修改密码")
    subject_type: ClassVar[str] = "org.account"
    sessions_ended: int


@journal.register
class PasswordReset(journal.Payload):
    kind: ClassVar[str] = "org.password_reset"
    title: ClassVar[str] = _("重置密码")
    subject_type: ClassVar[str] = "org.account"
    sessions_ended: int


@journal.register
class AccountLocked(journal.Payload):
    kind: ClassVar[str] = "org.account_locked"
    title: ClassVar[str] = _("账号锁定")
    subject_type: ClassVar[str] = "org.account"
    lock: str
    failures: int


@journal.register
class LockoutLifted(journal.Payload):
    kind: ClassVar[str] = "org.lockout_lifted"
    title: ClassVar[str] = _("解除账号锁定")
    subject_type: ClassVar[str] = "org.account"


@journal.register
class SecondFactorEnrolled(journal.Payload):
    kind: ClassVar[str] = "org.second_factor_enrolled"
    title: ClassVar[str] = _("启用动态口令")
    subject_type: ClassVar[str] = "org.account"


@journal.register
class SecondFactorRemoved(journal.Payload):
    kind: ClassVar[str] = "org.second_factor_removed"
    title: ClassVar[str] = _("停用动态口令")
    subject_type: ClassVar[str] = "org.account"


@journal.register
class PinSet(journal.Payload):
    kind: ClassVar[str] = "org.pin_set"
    title: ClassVar[str] = _("设置快捷码")
    subject_type: ClassVar[str] = "org.account"


@journal.register
class SignedIn(journal.Payload):
    kind: ClassVar[str] = "org.signed_in"
    title: ClassVar[str] = _("登录")
    subject_type: ClassVar[str] = "org.account"
    session: UUID
    means: str


@journal.register
class PersonSwitched(journal.Payload):
    kind: ClassVar[str] = "org.person_switched"
    title: ClassVar[str] = _("换人操作")
    subject_type: ClassVar[str] = "org.account"
    session: UUID
    previous: UUID
    machine: UUID


@journal.register
class WordsRead(journal.Payload):
    kind: ClassVar[str] = "org.words_read"
    title: ClassVar[str] = _("查看记录文字")
    subject_type: ClassVar[str] = "journal.event"
