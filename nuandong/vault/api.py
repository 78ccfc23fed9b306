"""What other modules call: `from nuandong.vault import api as vault`."""

from nuandong.vault.datakeys import data_cipher, destroy_season, season_of
from nuandong.vault.sealing import blind, blinds, keyring, open_bytes, open_sealed, seal, seal_bytes, seal_many

__all__ = [
    "blind",
    "blinds",
    "data_cipher",
    "destroy_season",
    "keyring",
    "open_bytes",
    "open_sealed",
    "seal",
    "seal_bytes",
    "seal_many",
    "season_of",
]
