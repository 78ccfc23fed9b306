"""Data keys: one a season, wrapped by the master key, destroyed when the law wants the words of a season gone."""

from datetime import datetime
from functools import lru_cache

from nuandong.kernel import crypto
from nuandong.kernel.clock import local_date
from nuandong.kernel.crypto import Algorithm, Cipher, CryptoError
from nuandong.kernel.text import gettext_noop as _
from nuandong.vault.models import DataKey
from nuandong.vault.sealing import keyring, open_bytes, seal_bytes

SEASON_TURNS = 7
"""A season runs from July to June: no winter is cut by the turn of the year."""
_TABLE = ("vault_datakey", "wrapped")


class SeasonCipher:
    """Seals and opens the texts of one season."""

    def __init__(self, season: int, cipher: Cipher) -> None:
        self._cipher = cipher
        self._key_id = season.to_bytes(crypto.KEY_ID_BYTES)

    def seal(self, plain: bytes, *, aad: bytes) -> bytes:
        return crypto.seal(self._cipher, self._key_id, plain, aad)

    def open(self, sealed: bytes, *, aad: bytes) -> bytes:
        return crypto.unseal(self._cipher, bytes(sealed), aad)


def season_of(at: datetime) -> int:
    """The year in which the season of a moment began."""
    day = local_date(at)
    return day.year if day.month >= SEASON_TURNS else day.year - 1


def data_cipher(season: int, *, now: datetime | None = None) -> SeasonCipher:
    """The cipher of a season; with `now` it is made on first use. CryptoError when it was destroyed or never made."""
    row = DataKey.objects.filter(season=season).first()
    if row is None and now is not None:
        row = _make(season, now)
    if row is None or row.wrapped is None:
        raise CryptoError(
            "vault.season_destroyed",
            _("%(season)d 年度的文字密钥不存在或已按规定销毁。"),
            _("该年度的文字记录已不能读取；事件本身仍可核对。"),
            season=season,
        )
    return SeasonCipher(season, _unwrap(season, bytes(row.wrapped)))


@lru_cache(maxsize=8)
def _unwrap(season: int, wrapped: bytes) -> Cipher:
    plain = open_bytes(*_TABLE, season, wrapped)
    return Cipher(Algorithm(plain[0]), plain[1:])


def _make(season: int, now: datetime) -> DataKey | None:
    algorithm = Algorithm(keyring().seal(b"", b"")[1])  # the algorithm byte of whatever the active key seals
    wrapped = seal_bytes(*_TABLE, season, bytes([algorithm]) + crypto.new_key(algorithm))
    # Two first writers of a season: one row wins, both read it back.
    DataKey.objects.bulk_create([DataKey(season=season, wrapped=wrapped, created_at=now)], ignore_conflicts=True)
    return DataKey.objects.filter(season=season).first()


def destroy_season(season: int, *, now: datetime) -> None:
    """Destroy a season's data key: its journal texts can be read no more. Backups made before still hold the key."""
    DataKey.objects.filter(season=season, destroyed_at=None).update(wrapped=None, destroyed_at=now)
    _unwrap.cache_clear()
