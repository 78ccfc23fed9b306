"""One cell to one value: a function for each type, giving the value or the code of what is wrong. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from nuandong.kernel.errors import Invalid
from nuandong.kernel.idcard import IdNumber, parse_id_number
from nuandong.kernel.luhn import passes_luhn
from nuandong.kernel.money import parse_yuan
from nuandong.kernel.sheets import plain_heading
from nuandong.kernel.text import clean_line, halfwidth
from nuandong.people.details import NAME_LIMIT, Details, checked
from nuandong.people.names import is_plain
from nuandong.relief.forms.library import codes_by_word

Read = tuple[Any, str]
"""The value and "", or None and the code of a fault; a warning has both."""
_ROUNDED: Final = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_CUT: Final = re.compile(r"[0-9]{15}0{3}")
_DAY: Final = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})日?")
_COUNT: Final = re.compile(r"([0-9]{1,7})(?:\.0+)?(?:人|口|户|件|床|套|公斤|千克|kg)?", re.IGNORECASE)
_ACCOUNT: Final = re.compile(r"[0-9]{12,23}")
# What most cells are: nothing in them has to be cleaned.
_PLAIN_PHONE: Final = re.compile(r"[0-9]{7,15}")
_PLAIN_LINE: Final = re.compile(r"[\u4e00-\u9fff0-9A-Za-z#-]{1,100}")
_PLAIN_COUNT: Final = re.compile(r"[0-9]{1,7}")
_SEXES: Final = {"男": "male", "女": "female", "男性": "male", "女性": "female", "1": "male", "2": "female"}
_ID_CODES: Final = {
    "id_number_shape": "id_shape",
    "id_number_check": "id_check",
    "id_number_region": "id_region",
    "id_number_birth": "id_birth",
}
_NO_NAME = "name_unreadable"
TEXT_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Rules:
    """What reading depends on besides the cell: the day of it, and whether invented numbers pass."""

    today: date
    demo: bool


def name(text: str, rules: Rules) -> Read:
    if len(text) <= NAME_LIMIT and is_plain(text):
        return text, ""
    try:
        return checked(Details(name="".join(text.split("\n"))), today=rules.today).name, ""
    except Invalid as error:
        return None, "text_too_long" if error.code == "text_too_long" else _NO_NAME


def id_number(text: str, rules: Rules) -> Read:
    compact = "".join(halfwidth(text).split()).lstrip("'").upper()
    if _ROUNDED.fullmatch(compact):
        return None, "id_rounded"
    try:
        found: IdNumber = parse_id_number(compact, on=rules.today, allow_demo=rules.demo)
    except Invalid as error:
        cut = error.code == "id_number_check" and _CUT.fullmatch(compact)
        return None, "id_rounded" if cut else _ID_CODES[error.code]
    return found, ""


def sex(text: str, rules: Rules) -> Read:
    found = _SEXES.get("".join(halfwidth(text).split()))
    return found, "" if found else "sex_unknown"


def day(text: str, rules: Rules) -> Read:
    found = _DAY.fullmatch("".join(halfwidth(text).split()).partition("T")[0])
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None, "" if found else "day_unreadable"
    except ValueError:
        return None, "day_unreadable"


def phone(text: str, rules: Rules) -> Read:
    """A number that cannot be one is left out with a warning: the ledger must not fail for it."""
    if _PLAIN_PHONE.fullmatch(text):
        return text, ""
    try:
        return checked(Details(phone=text.removesuffix(".0")), today=rules.today).phone, ""
    except Invalid:
        return "", "phone_shape"


def line(text: str, rules: Rules) -> Read:
    if _PLAIN_LINE.fullmatch(text):
        return text, ""
    try:
        return clean_line(text, TEXT_LIMIT), ""
    except Invalid:
        return None, "text_too_long"


def count(text: str, rules: Rules) -> Read:
    if _PLAIN_COUNT.fullmatch(text):
        return int(text), ""
    found = _COUNT.fullmatch("".join(halfwidth(text).split()))
    return (int(found[1]), "") if found else (None, "count_unreadable")


def money(text: str, rules: Rules) -> Read:
    """Fen. A mark of thousands and the word yuan are left out; a sign or a third decimal is not guessed at."""
    plain = "".join(halfwidth(text).split()).removesuffix("元").lstrip("¥￥")
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    whole, dot, rest = plain.partition(".")
    try:
        return parse_yuan(f"{whole}{dot}{rest.rstrip('0')}".rstrip(".")), ""
    except Invalid:
        return None, "money_unreadable"


def account(text: str, rules: Rules) -> Read:
    """Left out with a warning where it cannot be one, as a phone number is."""
    compact = re.sub(r"[\s-]", "", halfwidth(text)).lstrip("'")
    if _ROUNDED.fullmatch(compact):
        return None, "account_rounded"
    if _ACCOUNT.fullmatch(compact) is None:
        return "", "account_shape"
    return compact, "" if passes_luhn(compact) else "account_luhn"


def choice(listed: str) -> Callable[[str, Rules], Read]:
    """The reader of a code list."""

    def read(text: str, rules: Rules) -> Read:
        known = codes_by_word(listed)
        plain = plain_heading(text)
        found = known.get(plain) or known.get("".join(halfwidth(text).split()).lower())
        return found, "" if found else "list_unknown"

    return read


READERS: Final[dict[str, Callable[[str, Rules], Read]]] = {
    "name": name,
    "id_number": id_number,
    "sex": sex,
    "day": day,
    "phone": phone,
    "address": line,
    "text": line,
    "count": count,
    "money": money,
    "account": account,
    "region": line,
    "relation": choice("relations"),
}
