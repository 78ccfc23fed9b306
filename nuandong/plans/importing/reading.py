"""A file somebody hands over, as plans with paragraphs."""

from pathlib import PurePath
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.limited import TooMuchError, run_limited
from nuandong.plans.importing.characters import is_traditional, repaired, simplified
from nuandong.plans.importing.document import Document
from nuandong.plans.importing.draft_works import find_all
from nuandong.plans.importing.extracting import MAX_CHARACTERS, Extract, extract
from nuandong.plans.importing.finding import Found
from nuandong.plans.importing.layout import plans_of

MAX_BYTES: Final = 20 * 1024 * 1024


def read_document(data: bytes, name: str) -> Document:
    """Read a plan document: Word (.docx), PDF with text, or plain text in UTF-8, UTF-16, GB18030 or Big5.

    What a file is its content says, not its name. The content is taken apart in a child process with limits. Raises
    Invalid for anything too large, broken, without text, or of another kind.
    """
    if len(data) > MAX_BYTES:
        raise refused("document_too_big")
    try:
        found = run_limited(extract, data, memory_mb=768, cpu_seconds=20, wall_seconds=40)
    except TooMuchError:
        found = Extract(refusal="document_unreadable")
    if found.refusal:
        raise refused(found.refusal)
    lines = [repaired(line) for line in found.lines]
    text = "\n".join(lines)
    traditional = is_traditional(text)
    if traditional:
        lines = simplified(text).split("\n")
    plans = plans_of(lines, PurePath(name).stem[:60] or "")
    if not any(plan.paragraphs for plan in plans):
        raise refused("document_empty")
    return Document(PurePath(name).name, plans, traditional, found.unread)


def find_limited(document: Document) -> tuple[Found, ...]:
    """What every plan of a document lays down and orders, looked for in a child process with limits: a hostile text
    takes long.

    Raises Invalid for a document that takes too much.
    """
    try:
        return run_limited(find_all, document, memory_mb=768, cpu_seconds=30, wall_seconds=60)
    except TooMuchError:
        raise refused("document_unreadable") from None


def refused(reason: str) -> Invalid:
    """The error for one of the reasons `extract` and `read_document` know."""
    message, advice = {
        "document_too_big": (
            _("文件太大，方案文档最多 20 MB、%(limit)d 个字。"),
            _("请去掉图片，或只保留方案正文后再导入。"),
        ),
        "document_empty": (
            _("文件里没有文字。"),
            _("扫描件要先识别成文字；图片里的字读不出来。请改用 Word 或文本文件。"),
        ),
        "document_no_text": (
            _("这个 PDF 里没有可以读出的文字，可能是扫描件。"),
            _("扫描件要先识别成文字；图片里的字读不出来。请改用 Word 或文本文件。"),
        ),
        "document_locked": (
            _("这个文件设了打开密码，读不了。"),
            _("请用 Word、WPS 或 PDF 阅读器打开，取消密码后另存，再导入。"),
        ),
        "document_old_word": (
            _("这是旧版 Word（.doc、.rtf）或 WPS 文件，读不了。"),
            _("请用 Word 或 WPS 打开，另存为 .docx 后再导入。"),
        ),
        "document_kind": (_("这个文件不是方案文档。"), _("请导入 Word（.docx）、PDF 或文本（.txt）文件。")),
    }.get(
        reason,
        (_("这个文件读不了，可能已损坏。"), _("请用 Word 打开并另存为 .docx，或复制成文本文件后再导入。")),
    )
    return Invalid(f"plans.{reason}", message, advice, field="document", limit=MAX_CHARACTERS)
