"""Money is a whole number of fen (1/100 yuan); nothing here knows a float."""

import re
from collections.abc import Sequence
from typing import Final, NewType

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth

Fen = NewType("Fen", int)

_YUAN: Final = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def parse_yuan(text: str, *, field: str | None = None) -> Fen:
    """Read an amount such as "120" or "120.50" yuan; anything less plain raises `Invalid`.

    Signs, thousands separators and a third decimal are refused rather than guessed.
    """
    found = _YUAN.fullmatch(halfwidth(text).strip())
    if found is None:
        raise Invalid(
            "money_unreadable",
            _("金额写法不对。"),
            _("请只写数字，最多两位小数，例如 120 或 120.50（单位：元）。"),
            field=field,
        )
    yuan, decimals = found[1], found[2] or ""
    return Fen(int(yuan) * 100 + int(decimals.ljust(2, "0")))


def format_yuan(amount: int) -> str:
    """Write fen as yuan with two decimals, e.g. 12050 as "120.50"."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def read_yuan(amount: int) -> str:
    """Fen as people read yuan, with thousands marks: 123456 as "1,234.56"."""
    sign, rest = ("-", -amount) if amount < 0 else ("", amount)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def shares_by_largest_remainder(total: int, weights: Sequence[int]) -> list[Fen]:
    """Split `total` fen in proportion to `weights`, so that the shares add up to `total` exactly.

    Each gets the whole fen of his exact share; what is left goes, one fen each, to the largest
    remainders, and among equal remainders to the earlier. Negative input or no weight raises ValueError.
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("total and weights must not be negative")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("no weight to share by")
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return [Fen(share) for share in shares]
