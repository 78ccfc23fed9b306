"""`nuandong plan import`: what a plan document lays down, as JSON, as text, or as a draft plan file."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from nuandong.geo.kinds import KEY_LOCATIONS
from nuandong.kernel.errors import Invalid
from nuandong.plans.importing.document import Document
from nuandong.plans.importing.draft_works import with_works
from nuandong.plans.importing.drafting import draft
from nuandong.plans.importing.finding import Found, find
from nuandong.plans.importing.reading import MAX_BYTES, read_document, refused
from nuandong.plans.importing.telling import told

_SOURCE = "900"
"""Number of the text in a draft: whoever keeps the document gives it another."""


def document(name: str) -> Document:
    """The document at a path; raises Invalid where it cannot be read."""
    path = Path(name)
    with readable(name):
        if path.stat().st_size > MAX_BYTES:
            raise refused("document_too_big")
        return read_document(path.read_bytes(), path.name)


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Says of a file that cannot be read which it is and why."""
    try:
        yield
    except OSError as error:
        raise Invalid(
            "plans.file_unreadable",
            _("读不了文件“%(path)s”：%(why)s。"),
            _("请核对文件名和读取权限。"),
            path=name[:200],
            why=error.strerror or type(error).__name__,
        ) from error


def as_json(read: Document) -> str:
    """{"plans": [{title, paragraphs, findings, silent, pages_not_read}]}, see docs/plan-files.md."""
    return json.dumps({"plans": [found.as_json() for found in find(read)]}, ensure_ascii=False, indent=2)


def as_text(read: Document) -> Iterator[str]:
    """One line for a plan, one for each finding in the order of the text, one for the silent paragraphs.

    Pages without text come first.
    """
    if read.unread:
        yield _("没有读出文字的页（可能是扫描件）：%(numbers)s") % {"numbers": "、".join(map(str, read.unread))}
    for found in find(read):
        yield _("%(title)s：%(paragraphs)d 段，%(findings)d 项发现，其中 %(doubtful)d 项存疑") % {
            "title": found.plan.title,
            "paragraphs": found.plan.size,
            "findings": len(found.findings),
            "doubtful": sum(not one.sure for one in found.findings),
        }
        yield from (f"  ¶{one.paragraph:<4}{'  ' if one.sure else '? '}{told(one)}" for one in found.findings)
        yield from _silence(found)


def as_draft(read: Document, number: int) -> str:
    """A draft plan file of one plan of the document. Raises Invalid where it has no such plan."""
    found = find(read)
    if number > len(found):
        raise Invalid(
            "plans.document_has_fewer",
            _("文档里只有 %(count)d 份方案。"),
            _("请改用 --plan 1 至 %(count)d。"),
            field="plan",
            count=len(found),
        )
    places = frozenset(str(kind) for kind in KEY_LOCATIONS)
    return draft(with_works(found[number - 1]), source=f"{_SOURCE}#{number}", name=f"import-{number}", places=places)


def _silence(found: Found) -> Iterator[str]:
    if found.silent:
        yield "  " + _("没有发现的段落：%(numbers)s") % {"numbers": "、".join(map(str, found.silent))}
