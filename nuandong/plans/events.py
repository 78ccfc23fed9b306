"""The journal events of plans. Texts and reasons of decisions stand in the sidecar."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class PlanStored(journal.Payload):
    """Subject: the stored version."""

    kind: ClassVar[str] = "plans.plan_stored"
    title: ClassVar[str] = _("存入方案文件")
    subject_type: ClassVar[str] = "plans.plan_version"
    plan: str
    plan_hash: str


@journal.register
class PlanActivated(journal.Payload):
    """Subject: the activation. `regions` are the county- and township-level divisions that answer for the plan."""

    kind: ClassVar[str] = "plans.plan_activated"
    title: ClassVar[str] = _("启用方案")
    subject_type: ClassVar[str] = "plans.activation"
    plan: str
    plan_hash: str
    region: int
    regions: list[int]
    starts_on: date
    ends_on: date
    filled: list[str] = []
    """Names of the days that the plan leaves open (`Plan.unknowns`), and on which day each falls, in the same order."""
    filled_on: list[date] = []


@journal.register
class WindowExtended(journal.Payload):
    kind: ClassVar[str] = "plans.window_extended"
    title: ClassVar[str] = _("延长方案期限")
    subject_type: ClassVar[str] = "plans.activation"
    ends_on: date


@journal.register
class ActivationEnded(journal.Payload):
    kind: ClassVar[str] = "plans.activation_ended"
    title: ClassVar[str] = _("结束方案")
    subject_type: ClassVar[str] = "plans.activation"
    ends_on: date


class _Decision(journal.Payload):
    """Subject: the instance; the four parts of its key stand in the payload, so that the decision explains itself."""

    subject_type: ClassVar[str] = "plans.instance"
    activation: UUID
    obligation: str
    scope: str
    anchor: str


@journal.register
class InstanceWaived(_Decision):
    kind: ClassVar[str] = "plans.instance_waived"
    title: ClassVar[str] = _("豁免一项义务")


@journal.register
class MissExplained(_Decision):
    kind: ClassVar[str] = "plans.miss_explained"
    title: ClassVar[str] = _("说明未做到的原因")


@journal.register
class ImportStarted(journal.Payload):
    """Subject: the import. Numbers of findings, of doubtful ones, and of paragraphs without any."""

    kind: ClassVar[str] = "plans.import_started"
    title: ClassVar[str] = _("导入方案文档")
    subject_type: ClassVar[str] = "plans.plan_import"
    findings: int
    doubtful: int
    silent: int


@journal.register
class ImportReviewed(journal.Payload):
    kind: ClassVar[str] = "plans.import_reviewed"
    title: ClassVar[str] = _("核对导入的方案")
    subject_type: ClassVar[str] = "plans.plan_import"
    kept: int
    dropped: int
    changed: int


@journal.register
class ImportStored(journal.Payload):
    kind: ClassVar[str] = "plans.import_stored"
    title: ClassVar[str] = _("存入导入的方案")
    subject_type: ClassVar[str] = "plans.plan_import"
    plan_hash: str


@journal.register
class ImportDropped(journal.Payload):
    kind: ClassVar[str] = "plans.import_dropped"
    title: ClassVar[str] = _("放弃导入的方案")
    subject_type: ClassVar[str] = "plans.plan_import"
