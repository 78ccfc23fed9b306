"""Telephone numbers of callers, and the sealed words of clues."""

import re
from typing import Final
from uuid import UUID

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org.phones import mask_phone
from nuandong.rescue.models import Clue
from nuandong.vault import api as vault

TABLE: Final = Clue._meta.db_table
# Wider than the numbers of staff: whoever rings at night may use a short number or a foreign card.
_NUMBER: Final = re.compile(r"\d{3,15}")
_SPACERS: Final = str.maketrans("", "", " -()\t+")
_PURPOSE: Final = "rescue.clue.caller"


def clean_caller(text: str) -> str:
    """Digits only; empty stays empty. Raises Invalid for what cannot be a telephone number."""
    digits = halfwidth(text).translate(_SPACERS)
    if len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
    if digits and not _NUMBER.fullmatch(digits):
        raise Invalid(
            "rescue.caller_form",
            _("来电号码的格式不对。"),
            _("请只填写数字；听不清号码时可以留空。"),
            field="caller",
        )
    return digits


def sealed_caller(clue: UUID, digits: str) -> dict[str, bytes | str | None]:
    """The three columns that hold the number of a caller; all empty without one."""
    if not digits:
        return {"caller_sealed": None, "caller_masked": "", "caller_blind": None}
    return {
        "caller_sealed": vault.seal(TABLE, "caller_sealed", clue, digits),
        "caller_masked": mask_phone(digits),
        "caller_blind": caller_key(digits),
    }


def caller_key(digits: str) -> bytes:
    """What one telephone has in common in every row that holds it: clues that came from it, and its informant."""
    return vault.blind(_PURPOSE, digits)


def open_caller(clue: Clue) -> str:
    """The number in full; empty without one. Whoever shows it writes the event."""
    return _opened("caller_sealed", clue.id, clue.caller_sealed)


def seal_text(column: str, clue: UUID, text: str) -> bytes | None:
    """Words for one of the sealed columns of a clue; None for no words."""
    return vault.seal(TABLE, column, clue, text) if text else None


def open_words(clue: Clue) -> str:
    """What the caller said, in the operator's words."""
    return _opened("words_sealed", clue.id, clue.words_sealed)


def open_remark(clue: Clue) -> str:
    """What was said about its ending."""
    return _opened("remark_sealed", clue.id, clue.remark_sealed)


def _opened(column: str, clue: UUID, sealed: bytes | memoryview | None) -> str:
    return "" if sealed is None else vault.open_sealed(TABLE, column, clue, bytes(sealed))
