"""Sealed words of rows: one way in, one way out."""

from typing import Final
from uuid import UUID

from django.db import models

from nuandong.kernel.text import clean_text
from nuandong.vault import api as vault

WORDS: Final = 2000
"""No note is longer, in code points."""


def seal(table: type[models.Model], column: str, row: UUID, text: str, *, limit: int = WORDS) -> bytes | None:
    """The words for a sealed column, cleaned; None for no words. Raises Invalid when they are too long."""
    words = clean_text(text, limit, field=column.removesuffix("_sealed"))
    return vault.seal(table._meta.db_table, column, row, words) if words else None


def opened(row: models.Model, column: str) -> str:
    """The words of a sealed column, "" where there are none."""
    sealed = getattr(row, column)
    return "" if sealed is None else vault.open_sealed(row._meta.db_table, column, row.pk, bytes(sealed))
