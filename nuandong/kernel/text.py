"""Words typed by people: marking them for translation and cleaning them."""

import re
import unicodedata

from nuandong.kernel.errors import Invalid


def gettext_noop(message: str) -> str:
    """Mark a Chinese msgid for the catalogues; it is translated where it is shown."""
    return message


_ = gettext_noop

# Full-width ASCII block and the ideographic space, as input methods produce them.
_HALFWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# Bidirectional controls reorder what is shown; zero-width and interlinear marks hide differences.
_INVISIBLE = frozenset(
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
)
# What most lines are: nothing in them has to be cleaned.
_PLAIN = re.compile("[\u4e00-\u9fff0-9A-Za-z#-]*")
_LINE_BREAKS = frozenset("\n\r\t\v\f\x85\u2028\u2029")


def halfwidth(text: str) -> str:
    """Turn full-width digits, letters, punctuation and spaces into their ASCII forms."""
    return text.translate(_HALFWIDTH)


def clean_line(text: str, limit: int, *, field: str | None = None) -> str:
    """One line: NFC, no control or bidi characters, runs of white space as one space, trimmed.

    `limit` counts code points after cleaning; a longer text raises `Invalid`.
    """
    if len(text) <= limit and _PLAIN.fullmatch(text):
        return text
    spaced = "".join(" " if char in _LINE_BREAKS else char for char in _bounded(text, limit, field))
    return _within(" ".join(_visible(spaced, keep="").split()), limit, field)


def clean_text(text: str, limit: int, *, field: str | None = None) -> str:
    """Several lines: as `clean_line`, but line breaks (as "\\n") and inner spaces stay."""
    unified = _bounded(text, limit, field).replace("\r\n", "\n")
    unified = "".join("\n" if char in _LINE_BREAKS and char != "\t" else char for char in unified)
    lines = (line.rstrip() for line in _visible(unified, keep="\n\t").split("\n"))
    return _within("\n".join(lines).strip(), limit, field)


def _bounded(text: str, limit: int, field: str | None) -> str:
    # A hostile ten-megabyte text is refused before any work is spent on it.
    if len(text) > 10 * limit + 1000:
        raise _too_long(limit, len(text), field)
    return text


def _visible(text: str, keep: str) -> str:
    shown = "".join(
        char
        for char in text
        if char in keep or (char not in _INVISIBLE and unicodedata.category(char) not in {"Cc", "Cs", "Cn", "Co"})
    )
    # Composed last: what was removed may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", shown)


def _within(text: str, limit: int, field: str | None) -> str:
    if len(text) > limit:
        raise _too_long(limit, len(text), field)
    return text


def _too_long(limit: int, length: int, field: str | None) -> Invalid:
    return Invalid(
        "text_too_long",
        _("文字太长：%(length)d 个字，最多 %(limit)d 个字。"),
        _("请缩短文字，或分几次填写。"),
        field=field,
        limit=limit,
        length=length,
    )
