"""What other modules call: `from nuandong.journal import api as journal`."""

from nuandong.journal.consumers import consume
from nuandong.journal.kinds import Payload, kind_of, register, registered
from nuandong.journal.reading import events, get, history, mark, read_after, sheet_of, texts, version, voider
from nuandong.journal.recording import Draft, record, record_many
from nuandong.journal.types import START, Cursor, Event

__all__ = [
    "START",
    "Cursor",
    "Draft",
    "Event",
    "Payload",
    "consume",
    "events",
    "get",
    "history",
    "kind_of",
    "mark",
    "read_after",
    "record",
    "record_many",
    "register",
    "registered",
    "sheet_of",
    "texts",
    "version",
    "voider",
]
