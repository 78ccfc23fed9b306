"""Shares of a whole as plans write them, in percent."""

from collections.abc import Mapping
from decimal import Decimal

from nuandong.plans.importing.numerals import number


def share_of(groups: Mapping[str, str | None]) -> Decimal | None:
    """95%, 百分之百, 四分之一, 八成 or 一半 in percent, rounded to a tenth; None where it is no share."""
    if below := groups.get("below"):
        whole, part = number(below), number(groups.get("share") or "")
        return round(part * 100 / whole, 1) if whole and part and part < whole else None
    if tenth := groups.get("tenth"):
        tens = number(tenth)
        more = Decimal(5) if groups.get("half") else number(groups.get("more") or "") or Decimal(0)
        return None if tens is None else tens * 10 + more
    if groups.get("half_of"):
        return Decimal(50)
    written = groups.get("digits") or groups.get("n") or ""
    return Decimal(100) if written == "百" else number(written)
