"""The journal events of a season's evaluation. Its words stay in its table."""

from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


@journal.register
class EvaluationWritten(journal.Payload):
    """A draft was begun or changed."""

    kind: ClassVar[str] = "relief.evaluation_written"
    title: ClassVar[str] = _("起草年度绩效评估")
    subject_type: ClassVar[str] = "relief.evaluation"
    season: UUID
    number: int
    affected_persons: int
    targets: int


@journal.register
class EvaluationSigned(journal.Payload):
    """A second person signed; `digest` is the SHA-256 of figures, targets and words."""

    kind: ClassVar[str] = "relief.evaluation_signed"
    title: ClassVar[str] = _("签发年度绩效评估")
    subject_type: ClassVar[str] = "relief.evaluation"
    season: UUID
    number: int
    digest: str
