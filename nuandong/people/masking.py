"""Masked forms: what a list, a board or a notice may show of a person (facts on public notices)."""

import re
from typing import Final

from nuandong.kernel.text import halfwidth
from nuandong.people.names import DOT, all_han, fold, is_han, split, tidy

GONE: Final = "已销毁"
"""How the temporary number of somebody begins whose data was destroyed, and what lists call him."""

STAR: Final = "*"
# Digits never pass: a house number before the word "village" would tell the door.
_VILLAGE: Final = re.compile(r"[^0-9]*(?:村|社区|嘎查|居委会|居民委员会)")
_TOWNSHIP: Final = re.compile(r"[^0-9]*(?:街道|乡|镇|苏木)")
_COUNTY: Final = re.compile(r"[^0-9]*(?:县|旗|(?<!小)区|市)")


def mask_name(name: str) -> str:
    """The surname stays: 张*, 欧阳**; of other names the first letter of each word, of a single character nothing."""
    written = tidy(name)
    if len(written) <= 1:
        return STAR * len(written)
    if all_han(written):
        shown = len(split(fold(written))[0]) if len(fold(written)) == len(written) else 1
        return written[:shown] + STAR * (len(written) - shown)
    if DOT in written and any(map(is_han, written)):
        first, rest = written[0], written[1:]
        return first + "".join(char if char == DOT else STAR for char in rest)
    return " ".join(word[0] + STAR * (len(word) - 1) for word in written.split())


def mask_number(number: str) -> str:
    """Only the last four of an identity, document or card number; of one with less than eight characters nothing."""
    shown = number[-4:] if len(number) >= 8 else ""
    return STAR * (len(number) - len(shown)) + shown


def mask_id_middle(number: str) -> str:
    """For papers that must let neighbours tell two people apart: first six and last four, the birth date hidden."""
    return f"{number[:6]}{STAR * 8}{number[-4:]}" if len(number) == 18 else mask_number(number)


def mask_phone(phone: str) -> str:
    """138****1234; of other numbers the last two digits at most."""
    if re.fullmatch(r"1[0-9]{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    shown = phone[-2:] if len(phone) >= 7 else ""
    return STAR * (len(phone) - len(shown)) + shown


def mask_address(address: str) -> str:
    """An address down to the village or community; the group, street and door are left out.

    Where no village can be told, down to the township, else the county; an address without either shows nothing.
    """
    for pattern in (_VILLAGE, _TOWNSHIP, _COUNTY):
        if found := pattern.match(halfwidth(address)):
            return found[0]
    return STAR * 3 if address else ""


def called(masked: str, temporary: str | None) -> str:
    """How a list calls somebody: the masked name; that it is destroyed; nothing for who never had one."""
    return GONE if not masked and (temporary or "").startswith(GONE) else masked
