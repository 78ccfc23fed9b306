"""The journal events of relief, one file per part; all are registered by importing them here."""

from nuandong.relief.events import (
    applying,
    deciding,
    finding,
    funding,
    goods,
    keeping,
    ledger,
    noticing,
    papers,
    paying,
)

__all__ = ["applying", "deciding", "finding", "funding", "goods", "keeping", "ledger", "noticing", "papers", "paying"]
