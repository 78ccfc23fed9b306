"""Pages by key, never by offset: one row more than shown is asked for, and the last key starts the next page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

T = TypeVar("T")
SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The rows of one page; `next` is the key to continue from (None on the last), `first` whether it is the newest."""

    rows: list[T]
    next: str | None
    first: bool


def page_of(rows: Sequence[T], *, key: Callable[[T], object], cursor: object | None, size: int = SIZE) -> Page[T]:
    """Cut a page out of `rows`, which the selector fetched with limit `size + 1` from `cursor` on."""
    shown = list(rows[:size])
    return Page(rows=shown, next=str(key(shown[-1])) if len(rows) > size else None, first=cursor is None)


def uuid_cursor(text: str | None) -> UUID | None:
    """The `before` of an address; a mangled one means the first page, for addresses are pasted and cut."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
