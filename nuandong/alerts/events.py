"""The journal events of warnings. Subject: the thread, so that what replaces a warning speaks of the same subject.

The time of the act is when the issuer sent the message (or the warning ran out, or was ended): a version of a warning
holds from its `from` until its `until`, or until the next event of its subject, whichever is first.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import ConfigDict, Field

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


class _Content(journal.Payload):
    """What a warning says: our event key, the colour, 12-digit division codes, the time it holds."""

    # "from" is a word of Python: the field is `starts_at` here and "from" wherever the payload is written or read.
    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True, validate_by_alias=True)
    subject_type: ClassVar[str] = "alerts.warning"

    warning: UUID
    event: str
    level: str
    regions: list[int]
    starts_at: datetime = Field(alias="from")
    until: datetime
    until_assumed: bool


@journal.register
class WarningReceived(_Content):
    kind = "alerts.warning_received"
    title = _("收到气象预警")

    relayed: bool


@journal.register
class WarningUpdated(_Content):
    kind = "alerts.warning_updated"
    title = _("气象预警更新")

    relayed: bool


@journal.register
class WarningCancelled(_Content):
    kind = "alerts.warning_cancelled"
    title = _("气象预警解除")


@journal.register
class WarningExpired(_Content):
    kind = "alerts.warning_expired"
    title = _("气象预警到期")


@journal.register
class WarningEnded(_Content):
    kind = "alerts.warning_ended"
    title = _("人工结束气象预警")


@journal.register
class RehearsalReceived(_Content):
    kind = "alerts.rehearsal_received"
    title = _("收到演练或测试预警")
