from nuandong.journal.models.consumer import Consumer
from nuandong.journal.models.event import JournalEvent
from nuandong.journal.models.seal import Seal
from nuandong.journal.models.text import JournalText

__all__ = ["Consumer", "JournalEvent", "JournalText", "Seal"]
