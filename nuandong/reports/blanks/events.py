"""The journal events of blanks. Subject: the blank."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.text import gettext_noop as _


class _OfBlank(journal.Payload):
    subject_type: ClassVar[str] = "reports.blank"
    report: str


@journal.register
class BlankUploaded(_OfBlank):
    """`edition` counts the files of one blank from 1; `digest` is the SHA-256 of the file."""

    kind: ClassVar[str] = "reports.blank_uploaded"
    title: ClassVar[str] = _("上传上级空表")
    edition: int
    digest: str


@journal.register
class BlankMapped(_OfBlank):
    """`mapping` counts the mappings of an edition from 1, `bound` the places that hold something."""

    kind: ClassVar[str] = "reports.blank_mapped"
    title: ClassVar[str] = _("对应上级空表")
    edition: int
    mapping: int
    bound: int


@journal.register
class BlankFilled(_OfBlank):
    """`content_digest` is the digest of the report's content, `draft` says that nobody had signed it."""

    kind: ClassVar[str] = "reports.blank_filled"
    title: ClassVar[str] = _("填好上级空表")
    filling: UUID
    period_from: date
    period_to: date
    draft: bool
    content_digest: str
    places_filled: int
    places_empty: int
