"""One-time codes by time (RFC 6238): six digits, thirty seconds, SHA-1, as every authenticator app expects."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP, HOTPHashTypes

STEP_SECONDS: Final = 30
DIGITS: Final = 6
SECRET_BYTES: Final = 20
DRIFT_STEPS: Final = 1
"""Codes of one step before and after are accepted: phone clocks drift (RFC 6238 §5.2)."""


def new_secret() -> bytes:
    """A fresh random secret of 160 bits (RFC 4226 §4, R6)."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    """The number of the thirty-second step of a moment since the Unix epoch."""
    return int(now.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, *, digits: int = DIGITS, algorithm: HOTPHashTypes | None = None) -> str:
    """The code of a step."""
    hotp = HOTP(secret, digits, algorithm or SHA1(), enforce_key_length=False)  # noqa: S303  RFC 6238's default
    return hotp.generate(step).decode()


def matching_step(secret: bytes, code: str, now: datetime, *, after: int) -> int | None:
    """The step whose code this is, among the current one and its neighbours, later than `after`; None if it is none.

    Compares in constant time. `after` is the last step accepted: the same code is never good twice (RFC 6238 §5.2).
    """
    current = step_at(now)
    found = None
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > after:
            found = step
    return found


def enrolment_uri(secret: bytes, username: str, issuer: str) -> str:
    """The otpauth address that authenticator apps read from a QR code."""
    label = quote(f"{issuer}:{username}")
    key = b32encode(secret).decode().rstrip("=")
    parameters = {"secret": key, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(parameters)}"
