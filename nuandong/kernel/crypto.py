"""Sealing and keyed hashing, with international or Chinese commercial algorithms.

A sealed value: version (1 byte), algorithm (1), key id (4), nonce (12), ciphertext with tag (16 more
than the plaintext). The first six bytes are authenticated together with the caller's context (AAD).
Nonces are random: one key is good for some 2^32 values, so rotate long before.
"""

import hmac as _stdlib_hmac
import secrets
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher as _Mode
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from nuandong.kernel.errors import DomainError
from nuandong.kernel.text import gettext_noop as _

UNKNOWN_KEY: Final = "crypto_unknown_key"
"""The code of the refusal when the key that sealed a value is not in the ring."""
VERSION: Final = 1
KEY_ID_BYTES: Final = 4
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
BLIND_BYTES: Final = 16
HEADER_BYTES: Final = 2 + KEY_ID_BYTES
OVERHEAD_BYTES: Final = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


class CryptoError(DomainError):
    """A value could not be sealed or opened, or the key file cannot be used."""


class Algorithm(IntEnum):
    """Authenticated encryption; the number is the byte in the sealed value."""

    AES_256_GCM = 1
    SM4_GCM = 2

    @property
    def key_bytes(self) -> int:
        return 32 if self is Algorithm.AES_256_GCM else 16


_ALGORITHMS: Final = frozenset(map(int, Algorithm))


class BlindAlgorithm(IntEnum):
    """Keyed hashing for equality search."""

    HMAC_SHA256 = 1
    HMAC_SM3 = 2


class Cipher:
    """One key of one algorithm. `encrypt` must never see the same nonce twice."""

    def __init__(self, algorithm: Algorithm, key: bytes) -> None:
        if len(key) != algorithm.key_bytes:
            raise ValueError(f"{algorithm.name} needs a key of {algorithm.key_bytes} bytes, not {len(key)}")
        self.algorithm = algorithm
        self._key = key
        self._aead = AESGCM(key) if algorithm is Algorithm.AES_256_GCM else None

    def encrypt(self, nonce: bytes, plaintext: bytes, aad: bytes) -> bytes:
        """Ciphertext followed by its 16-byte tag."""
        if self._aead is not None:
            return self._aead.encrypt(nonce, plaintext, aad)
        encryptor = _Mode(algorithms.SM4(self._key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(aad)
        body = encryptor.update(plaintext) + encryptor.finalize()
        return body + encryptor.tag

    def decrypt(self, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
        """The plaintext; raises `CryptoError` when key, context or bytes are not those of the sealing."""
        try:
            if self._aead is not None:
                return self._aead.decrypt(nonce, ciphertext, aad)
            body, tag = ciphertext[:-TAG_BYTES], ciphertext[-TAG_BYTES:]
            decryptor = _Mode(algorithms.SM4(self._key), modes.GCM(nonce, tag)).decryptor()
            decryptor.authenticate_additional_data(aad)
            return decryptor.update(body) + decryptor.finalize()
        except InvalidTag:
            raise CryptoError(
                "crypto_not_authentic",
                _("密文打不开：密钥、所在位置或内容与加密时不一致。"),
                _("数据可能被改动或挪动过，请从备份核对这一条，并查看系统日志。"),
            ) from None


def new_key(algorithm: Algorithm) -> bytes:
    """A fresh random key of the right length."""
    return secrets.token_bytes(algorithm.key_bytes)


def seal(cipher: Cipher, key_id: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Encrypt under a fresh nonce, in the form described at the top of this file."""
    return seal_many(cipher, key_id, [plaintext], [aad])[0]


def seal_many(cipher: Cipher, key_id: bytes, plaintexts: Sequence[bytes], aads: Sequence[bytes]) -> list[bytes]:
    """Encrypt each under a nonce of its own, as `seal`; randomness is asked for once."""
    if len(key_id) != KEY_ID_BYTES:
        raise ValueError(f"a key id has {KEY_ID_BYTES} bytes")
    header = bytes((VERSION, cipher.algorithm)) + key_id
    random = secrets.token_bytes(NONCE_BYTES * len(plaintexts))
    nonces = (random[at : at + NONCE_BYTES] for at in range(0, len(random), NONCE_BYTES))
    return [
        header + nonce + cipher.encrypt(nonce, plaintext, header + aad)
        for nonce, plaintext, aad in zip(nonces, plaintexts, aads, strict=True)
    ]


def key_id_of(sealed: bytes) -> bytes:
    """The id of the key a value was sealed with; raises `CryptoError` if it is cut off or of another format."""
    if len(sealed) < OVERHEAD_BYTES:
        raise CryptoError(
            "crypto_truncated",
            _("密文不完整：只有 %(length)d 字节。"),
            _("请从备份恢复这一条。"),
            length=len(sealed),
        )
    if sealed[0] != VERSION or sealed[1] not in _ALGORITHMS:
        raise CryptoError(
            "crypto_format",
            _("密文格式不认识（版本 %(version)d，算法 %(algorithm)d）。"),
            _("它可能由更新的版本写入，请升级程序后再打开。"),
            version=sealed[0],
            algorithm=sealed[1],
        )
    return sealed[2:HEADER_BYTES]


def unseal(cipher: Cipher, sealed: bytes, aad: bytes) -> bytes:
    """Open a sealed value with the key it names; `CryptoError` says why where it cannot be opened."""
    key_id_of(sealed)
    header, nonce = sealed[:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    return cipher.decrypt(nonce, sealed[HEADER_BYTES + NONCE_BYTES :], header + aad)


def keyed_hash(algorithm: BlindAlgorithm, key: bytes, message: bytes) -> bytes:
    """The full 32-byte HMAC."""
    return _hash_of(algorithm)(key, message)


def _hash_of(algorithm: BlindAlgorithm) -> Callable[[bytes, bytes], bytes]:
    return _hmac_sha256 if algorithm is BlindAlgorithm.HMAC_SHA256 else _hmac_sm3


def _hmac_sha256(key: bytes, message: bytes) -> bytes:
    # A fifth of the time of an object of its own: a list of a hundred thousand has a million search keys.
    return _stdlib_hmac.digest(key, message, "sha256")


def _hmac_sm3(key: bytes, message: bytes) -> bytes:
    mac = hmac.HMAC(key, hashes.SM3())
    mac.update(message)
    return mac.finalize()


def blinds(algorithm: BlindAlgorithm, key: bytes, purpose: str, texts: Iterable[str]) -> list[bytes]:
    """A 16-byte keyed hash of each text for equality search; equal texts of different purposes differ."""
    if "\0" in purpose:
        raise ValueError("a purpose holds no NUL")
    made, before = _hash_of(algorithm), f"{purpose}\0".encode()
    return [made(key, before + text.encode())[:BLIND_BYTES] for text in texts]
