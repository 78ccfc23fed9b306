"""The levels of `fields` for one pair in Python: for each field its levels in their order, the first that holds counts.

The conditions are those of the SQL in `fields`, which is the judge; a test compares the two on thousands of pairs.
"""

from collections.abc import Callable, Mapping
from typing import Final

from nuandong.batch.linkage.alone import Comparable
from nuandong.batch.linkage.fields import EMPTY, FIELDS

RARE: Final = 4
COMMON: Final = 40
_NEAR_DAYS: Final = 800
_ALIKE: Final = 0.8


def judged(left: Comparable, right: Comparable, *, sharing: int) -> dict[str, str]:
    """Field → the name of the level that applies, `fields.EMPTY` where a side says nothing; `sharing` is how many have
    the name of the two, where it is one name."""
    return {field.name: _JUDGES[field.name](left, right, sharing) for field in FIELDS}


def _name(left: Comparable, right: Comparable, sharing: int) -> str:
    if left.name is None or right.name is None:
        return EMPTY
    if left.name == right.name:
        return "same_rare" if sharing <= RARE else "same" if sharing <= COMMON else "same_common"
    if left.name_sound == right.name_sound:
        return "same_sound"
    if left.name_shape == right.name_shape:
        return "look_alike"
    if left.name_dialect == right.name_dialect:
        return "dialect_sound"
    if _turned(left, right):
        return "turned"
    surname, other = left.letters[0] == right.letters[0], _one_other(left, right)
    if surname and other:
        return "one_other"
    if surname and _shorter(left.name, right.name):
        return "shorter"
    return "surname_other" if other else "surname" if surname else "other"


def _turned(left: Comparable, right: Comparable) -> bool:
    (first, second, third, fourth), (one, two, three, four) = left.letters, right.letters
    if first == one and second == three and third == two and fourth == four:
        return True
    if third == three == "" and first == two and second == one:
        return True
    return left.name == (right.name or "")[1:] + one or right.name == (left.name or "")[1:] + first


def _one_other(left: Comparable, right: Comparable) -> bool:
    name, other = left.name or "", right.name or ""
    if len(name) == len(other) and 3 <= len(name) <= 4:
        return sum(a != b for a, b in zip(left.letters, right.letters, strict=True)) == 1
    return min(len(name), len(other)) >= 5 and _distance(name.encode(), other.encode()) <= 3


def _shorter(name: str, other: str) -> bool:
    near = abs(len(name) - len(other)) == 1 and min(len(name), len(other)) >= 2
    return near and (other[1:] in name or name[1:] in other)


def _id_number(left: Comparable, right: Comparable, _sharing: int) -> str:
    number, other = left.id_number, right.id_number
    if number is None or other is None:
        return EMPTY
    if number == other:
        return "same"
    cut = any(not one.id_right and (one.id_number or "")[-3:] == "000" for one in (left, right))
    if number[:15] == other[:15] and cut:
        return "lost_end"
    if not (left.id_right and right.id_right):
        return "slip" if _slip(number, other, 8) else "other"
    return "same_day_other" if number[:14] == other[:14] else "other_right"


def _birth(left: Comparable, right: Comparable, _sharing: int) -> str:
    if left.birth is None or right.birth is None:
        return EMPTY
    day, other = left.birth, right.birth
    if day == other:
        return "same"
    if day.year == other.year and (day.month, day.day) == (other.day, other.month):
        return "turned"
    kept = day.year == other.year or (day.month, day.day) == (other.month, other.day)
    digits = zip(f"{day:%Y%m%d}", f"{other:%Y%m%d}", strict=True)
    if kept and sum(one != two for one, two in digits) == 1:
        return "one_digit"
    apart = abs((day - other).days)
    if 15 <= apart <= 60:
        return "lunar"
    return "year" if day.year == other.year else "near" if apart <= _NEAR_DAYS else "other"


def _sex(left: Comparable, right: Comparable, _sharing: int) -> str:
    if left.sex is None or right.sex is None:
        return EMPTY
    return "same" if left.sex == right.sex else "other"


def _address(left: Comparable, right: Comparable, _sharing: int) -> str:
    if (left.region or left.address) is None or (right.region or right.address) is None:
        return EMPTY
    one_place = left.region is None or right.region is None or left.region == right.region
    if one_place and left.address is not None and right.address is not None:
        if left.address == right.address:
            return "same"
        if _part(left.address, right.address):
            return "part"
    here, there = left.region or "", right.region or ""
    if here == there and len(here) == 12:
        return "village"
    if len(here) >= 9 and here[:9] == there[:9]:
        return "township"
    return "county" if here and here[:6] == there[:6] else "other"


def _part(address: str, other: str) -> bool:
    if address.startswith(other) or other.startswith(address):
        return True
    ours, theirs = set(address.encode()), set(other.encode())
    return len(ours & theirs) / len(ours | theirs) >= _ALIKE


def _digits(number: str | None, other: str | None, half: int) -> str:
    if number is None or other is None:
        return EMPTY
    return "same" if number == other else "slip" if _slip(number, other, half) else "other"


def _slip(number: str, other: str, half: int) -> bool:
    """One digit wrong, missing or too many, or two neighbours changed round; one `half` of the number is whole then."""
    if number[:half] != other[:half] and number[-half:] != other[-half:]:
        return False
    if abs(len(number) - len(other)) > 1:
        return False
    short, long = sorted((number, other), key=len)
    at = next((place for place, (one, two) in enumerate(zip(short, long, strict=False)) if one != two), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    turned = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return turned or short[at + 1 :] == long[at + 1 :]


def _distance(one: bytes, other: bytes) -> int:
    """How many bytes have to be put in, taken out or changed to make the other of one."""
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, 1):
        before, row[0] = row[0], place
        for at, wanted in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (sign != wanted))
    return row[-1]


_JUDGES: Final[Mapping[str, Callable[[Comparable, Comparable, int], str]]] = {
    "name": _name,
    "id_number": _id_number,
    "birth_date": _birth,
    "sex": _sex,
    "address": _address,
    "card": lambda left, right, _sharing: _digits(left.card, right.card, 9),
    "phone": lambda left, right, _sharing: _digits(left.phone, right.phone, 5),
}
