"""The master key file: several sealing keys, one of them active, and a separate key for blind indexes.

The file is JSON, mode 0600, and lies outside the database and its backups. Without it nothing personal
can be read again. Rotation adds a key; old keys stay and keep opening what they sealed. The key of the
blind index is never rotated silently: every stored search key would have to be recomputed.
"""

import base64
import binascii
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self

from nuandong.kernel.crypto import (
    KEY_ID_BYTES,
    UNKNOWN_KEY,
    Algorithm,
    BlindAlgorithm,
    Cipher,
    CryptoError,
    blinds,
    key_id_of,
    new_key,
    seal,
    seal_many,
    unseal,
)
from nuandong.kernel.text import gettext_noop as _

_FORMAT: Final = 1
_BLIND_KEY_BYTES: Final = 32


class Keyring:
    """The keys in memory; made by `create` or `load`, never changed except by `rotate`."""

    def __init__(
        self,
        path: Path,
        keys: Mapping[bytes, tuple[Algorithm, bytes]],
        active: bytes,
        blind_key: tuple[BlindAlgorithm, bytes],
    ) -> None:
        self._path = path
        self._keys = dict(keys)
        self._ciphers = {key_id: Cipher(algorithm, key) for key_id, (algorithm, key) in keys.items()}
        self._active = active
        self._blind = blind_key

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._keys)} keys, active {self.active}>"

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        algorithm: Algorithm = Algorithm.AES_256_GCM,
        blind_algorithm: BlindAlgorithm = BlindAlgorithm.HMAC_SHA256,
    ) -> Self:
        """Make new keys and write them; an existing file is never overwritten (`CryptoError`)."""
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        blind_key = (blind_algorithm, secrets.token_bytes(_BLIND_KEY_BYTES))
        ring = cls(path, {key_id: (algorithm, new_key(algorithm))}, key_id, blind_key)
        ring._write(replace=False)
        return ring

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a key file; a missing, readable-by-others or damaged file raises `CryptoError`."""
        try:
            mode = path.stat().st_mode
            content = json.loads(path.read_text(encoding="ascii"))
        except FileNotFoundError:
            raise CryptoError(
                "keyring_missing",
                _("找不到密钥文件 %(file)s。"),
                _("请从单独保管的密钥备份恢复；新系统请先生成密钥文件。"),
                file=path.name,
            ) from None
        except (ValueError, OSError) as error:
            raise _damaged(path) from error
        if stat.S_IMODE(mode) & 0o077:
            raise CryptoError(
                "keyring_exposed",
                _("密钥文件 %(file)s 的权限太宽，其他用户可以读取。"),
                _("请执行 chmod 600，并考虑更换密钥。"),
                file=path.name,
            )
        return cls._parsed(path, content)

    @property
    def active(self) -> str:
        """The id, in hexadecimal, of the key that seals new values."""
        return self._active.hex()

    @property
    def key_ids(self) -> tuple[str, ...]:
        """All key ids in hexadecimal, oldest first."""
        return tuple(key_id.hex() for key_id in self._keys)

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """Seal with the active key."""
        return seal(self._ciphers[self._active], self._active, plaintext, aad)

    def seal_many(self, plaintexts: Sequence[bytes], aads: Sequence[bytes]) -> list[bytes]:
        """Seal each in its own context with the active key."""
        return seal_many(self._ciphers[self._active], self._active, plaintexts, aads)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """Open with whichever key the value names; every failure is a `CryptoError` that says why."""
        key_id = key_id_of(sealed)
        cipher = self._ciphers.get(key_id)
        if cipher is None or cipher.algorithm != sealed[1]:
            raise CryptoError(
                UNKNOWN_KEY,
                _("没有打开这条密文的密钥（编号 %(key_id)s）。"),
                _("请把含有该密钥的密钥文件备份恢复到原处。"),
                key_id=key_id.hex(),
            )
        return unseal(cipher, sealed, aad)

    def blind(self, purpose: str, text: str) -> bytes:
        """A 16-byte keyed hash for equality search."""
        return self.blinds(purpose, [text])[0]

    def blinds(self, purpose: str, texts: Sequence[str]) -> list[bytes]:
        """The keyed hash of each text."""
        return blinds(*self._blind, purpose, texts)

    def rotate(self, algorithm: Algorithm | None = None) -> str:
        """Add a key, write the file, then make the key active; returns its id. Old keys keep opening."""
        chosen = algorithm or self._keys[self._active][0]
        key_id = secrets.token_bytes(KEY_ID_BYTES)
        while key_id in self._keys:
            key_id = secrets.token_bytes(KEY_ID_BYTES)
        grown = Keyring(self._path, {**self._keys, key_id: (chosen, new_key(chosen))}, key_id, self._blind)
        grown._write(replace=True)
        self._keys, self._ciphers, self._active = grown._keys, grown._ciphers, key_id
        return self.active

    @classmethod
    def _parsed(cls, path: Path, content: Any) -> Self:
        try:
            if content["format"] != _FORMAT:
                raise ValueError("format")
            keys = {
                bytes.fromhex(entry["id"]): (Algorithm[entry["algorithm"]], _bytes(entry["key"]))
                for entry in content["keys"]
            }
            active = bytes.fromhex(content["active"])
            blind_key = (BlindAlgorithm[content["blind"]["algorithm"]], _bytes(content["blind"]["key"]))
            if active not in keys or any(len(key_id) != KEY_ID_BYTES for key_id in keys):
                raise ValueError("active")
            return cls(path, keys, active, blind_key)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(path) from error

    def _write(self, *, replace: bool) -> None:
        algorithm, blind_key = self._blind
        content = {
            "format": _FORMAT,
            "active": self.active,
            "keys": [
                {"id": key_id.hex(), "algorithm": kind.name, "key": base64.b64encode(key).decode()}
                for key_id, (kind, key) in self._keys.items()
            ],
            "blind": {"algorithm": algorithm.name, "key": base64.b64encode(blind_key).decode()},
        }
        _write_private(self._path, json.dumps(content, indent=1).encode(), replace=replace)


def _write_private(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a 0600 file so that a crash leaves either the old or the new one, whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(name).replace(path)
        else:
            # A hard link, unlike a rename, refuses to take the place of an existing file.
            os.link(name, path)
    except FileExistsError:
        raise CryptoError(
            "keyring_exists",
            _("密钥文件 %(file)s 已经存在，没有覆盖。"),
            _("覆盖会使已有数据永远无法读取；如要更换密钥，请用轮换。"),
            file=path.name,
        ) from None
    finally:
        Path(name).unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _damaged(path: Path) -> CryptoError:
    return CryptoError(
        "keyring_damaged",
        _("密钥文件 %(file)s 读不出来或已损坏。"),
        _("请从单独保管的密钥备份恢复，不要新建。"),
        file=path.name,
    )
