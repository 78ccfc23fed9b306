"""Comparing passwords and PINs at the same cost whether the account exists or not."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password

from nuandong.org.passwords import MAX_LENGTH


def matches(secret: str, stored: str) -> bool:
    """Whether the secret fits the stored argon2 hash. A text longer than any password is cut off and refused."""
    good = check_password(secret[:MAX_LENGTH], stored)
    return good and len(secret) <= MAX_LENGTH


def burn(secret: str) -> None:
    """Spend the time of a comparison, so that an unknown user name answers no faster than a known one."""
    matches(secret, _nobody())


@cache
def _nobody() -> str:
    return make_password("nobody has this password")
