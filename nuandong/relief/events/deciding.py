"""The journal events of seasons, county decisions and freezes."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _

_SEASON = "relief.season"
_DECISION = "relief.decision"


@journal.register
class SeasonOpened(journal.Payload):
    kind: ClassVar[str] = "relief.season_opened"
    title: ClassVar[str] = _("开启冬春救助年度")
    subject_type: ClassVar[str] = _SEASON
    year: int
    standard: str
    standard_version: str
    procedure: str


@journal.register
class SeasonLimitSet(journal.Payload):
    """What a person in need gets at most before a reason is asked; None: no limit. The document is its text."""

    kind: ClassVar[str] = "relief.season_limit_set"
    title: ClassVar[str] = _("设定人均限额")
    subject_type: ClassVar[str] = _SEASON
    year: int
    limit_fen: int | None
    before_fen: int | None


@journal.register
class SeasonClosed(journal.Payload):
    kind: ClassVar[str] = "relief.season_closed"
    title: ClassVar[str] = _("关闭冬春救助年度")
    subject_type: ClassVar[str] = _SEASON
    year: int


@journal.register
class DisasterRecorded(journal.Payload):
    """A season of its own was opened for the temporary relief after a new disaster."""

    kind: ClassVar[str] = "relief.disaster_recorded"
    title: ClassVar[str] = _("登记新灾、启动临时救助")
    subject_type: ClassVar[str] = _SEASON
    follows: UUID
    year: int
    hazard: str
    struck_on: date
    places: list[int]
    standard: str
    standard_version: str
    procedure: str


@journal.register
class DecisionDrafted(journal.Payload):
    """`left` households at the county were not taken into the list."""

    kind: ClassVar[str] = "relief.decision_drafted"
    title: ClassVar[str] = _("起草县级审定")
    subject_type: ClassVar[str] = _DECISION
    season: UUID
    number: int
    households: int
    total_fen: int
    left: int


@journal.register
class DecisionSent(journal.Payload):
    kind: ClassVar[str] = "relief.decision_sent"
    title: ClassVar[str] = _("送签县级审定")
    subject_type: ClassVar[str] = _DECISION
    households: int
    total_fen: int
    signatures: int
    list_hash: str


@journal.register
class DecisionSigned(journal.Payload):
    kind: ClassVar[str] = "relief.decision_signed"
    title: ClassVar[str] = _("签批县级审定")
    subject_type: ClassVar[str] = _DECISION
    list_hash: str
    signed: int
    needed: int


@journal.register
class DecisionTaken(journal.Payload):
    """The last signature: every household of the list has its entitlement."""

    kind: ClassVar[str] = "relief.decision_taken"
    title: ClassVar[str] = _("县级审定生效")
    subject_type: ClassVar[str] = _DECISION
    season: UUID
    households: int
    persons: int
    total_fen: int


@journal.register
class DecisionRecalled(journal.Payload):
    kind: ClassVar[str] = "relief.decision_recalled"
    title: ClassVar[str] = _("撤回送签的审定")
    subject_type: ClassVar[str] = _DECISION
    signed: int


@journal.register
class DecisionDropped(journal.Payload):
    kind: ClassVar[str] = "relief.decision_dropped"
    title: ClassVar[str] = _("作废审定草稿")
    subject_type: ClassVar[str] = _DECISION
    households: int


@journal.register
class ApplicationRefused(journal.Payload):
    kind: ClassVar[str] = "relief.application_refused"
    title: ClassVar[str] = _("县级不予救助")
    subject_type: ClassVar[str] = "relief.application"


@journal.register
class FreezeSet(journal.Payload):
    kind: ClassVar[str] = "relief.freeze_set"
    title: ClassVar[str] = _("审计冻结")
    subject_type: ClassVar[str] = "relief.freeze"
    season: int


@journal.register
class FreezeLifted(journal.Payload):
    kind: ClassVar[str] = "relief.freeze_lifted"
    title: ClassVar[str] = _("解除审计冻结")
    subject_type: ClassVar[str] = "relief.freeze"
    season: int
