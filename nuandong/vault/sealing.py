"""Sealing single values with the master keyring, which lies in a file outside the database."""

from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from nuandong.kernel.crypto import UNKNOWN_KEY, Algorithm, BlindAlgorithm, CryptoError
from nuandong.kernel.keyring import Keyring

ALGORITHMS = {
    "aes-256-gcm": (Algorithm.AES_256_GCM, BlindAlgorithm.HMAC_SHA256),
    "sm4-gcm": (Algorithm.SM4_GCM, BlindAlgorithm.HMAC_SM3),
}


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """The keys of this installation; read once per process. Raises CryptoError saying what to restore."""
    return Keyring.load(settings.NUANDONG_KEY_FILE)


def create_key_file() -> None:
    """Make the key file of a new installation; does nothing where there is one."""
    path = settings.NUANDONG_KEY_FILE
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    algorithm, blind_algorithm = ALGORITHMS[settings.NUANDONG_CIPHER]
    Keyring.create(path, algorithm=algorithm, blind_algorithm=blind_algorithm)


def aad(table: str, column: str, row: UUID | int | str) -> bytes:
    """What a sealed value is bound to: moved to another row or column it does not open. `row` is an id, or its text."""
    return f"{table}|{column}|{row}".encode()


def seal(table: str, column: str, row: UUID | int | str, text: str) -> bytes:
    """Encrypt one text for its place in the database."""
    return seal_bytes(table, column, row, text.encode())


def seal_many(table: str, column: str, rows: Sequence[str], texts: Sequence[str]) -> list[bytes]:
    """Encrypt the texts of one column, each for its own row; `rows` are ids as text."""
    place = f"{table}|{column}|"
    return keyring().seal_many([text.encode() for text in texts], [f"{place}{row}".encode() for row in rows])


def open_sealed(table: str, column: str, row: UUID | int | str, sealed: bytes) -> str:
    """The text of a sealed value; CryptoError when it was changed, moved, or its key is missing."""
    return open_bytes(table, column, row, sealed).decode()


def seal_bytes(table: str, column: str, row: UUID | int | str, content: bytes) -> bytes:
    return keyring().seal(content, aad(table, column, row))


def open_bytes(table: str, column: str, row: UUID | int | str, sealed: bytes) -> bytes:
    place = aad(table, column, row)
    try:
        return keyring().open(sealed, place)
    except CryptoError as error:
        if error.code != UNKNOWN_KEY:
            raise
    # Another process may have taken a new key into use since this one read the file.
    keyring.cache_clear()
    return keyring().open(sealed, place)


def blind(purpose: str, text: str) -> bytes:
    """A 16-byte keyed hash: equal texts of one purpose are equal, and nothing else can be learned."""
    return keyring().blind(purpose, text)


def blinds(purpose: str, texts: Sequence[str]) -> list[bytes]:
    """The keyed hash of each text, as `blind`."""
    return keyring().blinds(purpose, texts)
