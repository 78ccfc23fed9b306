"""Identity numbers after GB 11643: reading, checking, and completing them for demo data."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.text import gettext_noop as _
from nuandong.kernel.text import halfwidth

DEMO_PREFIX: Final = "99"

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NOUGHTS: Final = ord("0") * sum(_WEIGHTS)
_CHECKS: Final = "10X98765432"
_OLDEST: Final = date(1800, 1, 1)
# First two digits in use: provinces, Hong Kong, Macau and Taiwan (81-83 are residence permits), foreigners (91).
_PREFIXES: Final = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91)
)


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A checked number in its 18-character form; `legacy` if it was given with 15 digits."""

    number: str
    birth: date
    sex: Sex
    legacy: bool
    demo: bool


def parse_id_number(
    text: str, *, on: date | None = None, allow_demo: bool = False, field: str | None = None
) -> IdNumber:
    """Check an identity number of 18 characters, or an old one of 15 digits.

    Spaces and full-width forms are tolerated, a final x is taken as X. `on` is the day of the check:
    with it, a birth in the future is refused. Numbers with the unassignable prefix 99 pass only with
    `allow_demo`. Every refusal is `Invalid` with a code of its own.
    """
    compact = "".join(halfwidth(text).split()).upper()
    legacy = re.fullmatch(r"[0-9]{15}", compact) is not None
    if not legacy and re.fullmatch(r"[0-9]{17}[0-9X]", compact) is None:
        raise Invalid(
            "id_number_shape",
            _("身份证号应为 18 位（旧证 15 位）。"),
            _("请核对位数，最后一位可以是 X；没有证件的请选“无证件”。"),
            field=field,
        )
    number = complete(f"{compact[:6]}19{compact[6:]}") if legacy else compact
    if number[17] != _check(number[:17]):
        raise Invalid("id_number_check", _("身份证号校验位不对。"), _("请对照证件逐位核对。"), field=field)
    demo = number.startswith(DEMO_PREFIX)
    if int(number[:2]) not in _PREFIXES and not (demo and allow_demo):
        raise Invalid("id_number_region", _("身份证号前两位不是有效地区。"), _("请对照证件核对前六位。"), field=field)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdNumber(number, _birth(number, on, field), sex, legacy, demo)


def check_character(first17: str) -> str:
    """The 18th character for 17 ASCII digits; anything else raises ValueError."""
    if re.fullmatch(r"[0-9]{17}", first17) is None:
        raise ValueError("need 17 digits")
    return _check(first17)


def _check(first17: str) -> str:
    # Over bytes, and the weight of seventeen noughts taken off: lists of a hundred thousand are checked in one go.
    return _CHECKS[(sum(map(mul, first17.encode(), _WEIGHTS)) - _NOUGHTS) % 11]


def complete(first17: str) -> str:
    """17 digits with their check character."""
    return first17 + check_character(first17)


def demo_id_number(birth: date, sex: Sex, *, serial: int) -> str:
    """An invented number with prefix 99; `serial` 0..4,999,999 tells people of one birthday and sex apart."""
    district, order = divmod(serial, 500)
    if not 0 <= district <= 9999:
        raise ValueError("serial must be 0 to 4999999")
    last3 = order * 2 + (1 if sex is Sex.MALE else 0)
    return complete(f"{DEMO_PREFIX}{district:04d}{birth:%Y%m%d}{last3:03d}")


def _birth(number: str, on: date | None, field: str | None) -> date:
    advice = _("请对照证件核对第 7 至 14 位。")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Invalid("id_number_birth", _("身份证号里的出生日期不存在。"), advice, field=field) from None
    if birth < _OLDEST or (on is not None and birth > on):
        raise Invalid("id_number_birth", _("身份证号里的出生日期不合理。"), advice, field=field)
    return birth
