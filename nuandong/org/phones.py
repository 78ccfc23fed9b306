"""Telephone numbers of staff: normalised, masked, sealed."""

import re
from typing import Final
from uuid import UUID

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth
from nuandong.org.models import Staff
from nuandong.vault import api as vault

_MOBILE: Final = re.compile(r"1[3-9]\d{9}")
_FIXED: Final = re.compile(r"0\d{2,3}\d{7,8}|\d{7,8}")
_SPACERS: Final = str.maketrans("", "", " -()\t")
_PURPOSE: Final = "org.staff.phone"


def clean_phone(text: str) -> str:
    """Digits only: a mainland mobile number, or a fixed line with or without area code; empty stays empty."""
    digits = halfwidth(text).translate(_SPACERS).removeprefix("+86")
    if digits and not (_MOBILE.fullmatch(digits) or _FIXED.fullmatch(digits)):
        raise Invalid(
            "org.phone_form",
            _("电话号码的格式不对。"),
            _("请填写 11 位手机号，或带区号的固定电话。"),
            field="phone",
        )
    return digits


def mask_phone(digits: str) -> str:
    """`138****1234`; of shorter numbers only the last three digits stay."""
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 11 else "****" + digits[-3:]


def sealed_phone(staff: UUID, digits: str) -> dict[str, bytes | str | None]:
    """The three columns that hold a phone; all empty without one."""
    if not digits:
        return {"phone_sealed": None, "phone_masked": "", "phone_blind": None}
    return {
        "phone_sealed": vault.seal(Staff._meta.db_table, "phone_sealed", staff, digits),
        "phone_masked": mask_phone(digits),
        "phone_blind": vault.blind(_PURPOSE, digits),
    }


def same_phone(staff: Staff, digits: str) -> bool:
    """Whether the stored phone is this one, without opening it."""
    if staff.phone_blind is None or not digits:
        return staff.phone_blind is None and not digits
    return bytes(staff.phone_blind) == vault.blind(_PURPOSE, digits)


def open_phone(staff: Staff) -> str:
    """The number in clear, for the outbox that rings people up; empty without one."""
    if staff.phone_sealed is None:
        return ""
    return vault.open_sealed(Staff._meta.db_table, "phone_sealed", staff.id, bytes(staff.phone_sealed))
