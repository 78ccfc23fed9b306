"""Numbers as plans write them: Arabic, Chinese, mixed, with 半 and 两."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final

_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "俩": 2,
    **{char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
FIGURES: Final = "0123456789" + "".join(_DIGITS) + "".join(_TENS)
_HALF: Final = Decimal("0.5")
CHINESE: Final = "零〇一二两三四五六七八九十百千"
# Figures of banks; 伍, 陆 and 拾 end words too (队伍, 大陆, 收拾).
_CAPITAL: Final = r"(?:(?<![队大收])[伍陆拾]|[壹贰叁肆柒捌玖])[零壹贰叁肆伍陆柒捌玖拾佰仟]{0,6}"
# Figures with words for tens between them: 3万5千元, 1万2500元, 2千5百元.
_MIXED: Final = r"(?:\d{1,4}万(?:\d千(?:\d百)?|\d{4})|\d千\d百)(?=[元块])"
_MIXED_PARTS: Final = re.compile(r"(?:(\d{1,4})万)?(?:(\d)千)?(?:(\d)百)?(\d{4})?")
NUMBER: Final = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|{_MIXED}|\d{{1,9}}(?:\.\d{{1,2}})?"
    rf"|(?:[{CHINESE}]{{1,5}}万(?=[{CHINESE}]*[千百]))?[{CHINESE}]{{1,7}}"
    rf"|(?:{_CAPITAL}万(?=[零壹贰叁肆伍陆柒捌玖]))?{_CAPITAL}|半)"
)
"""A pattern for a number, without a multiplier such as 万."""


def number(text: str) -> Decimal | None:
    """The value of 30, 1,200, 0.5, 三十, 两, 二十四, 半, 3万 or 一百二; None where it is none."""
    text = text.strip().replace(",", "")
    factor = Decimal(1)
    for sign, value in (("万", 10_000), ("亿", 100_000_000)):
        if text.endswith(sign) and len(text) > 1:
            text, factor = text[:-1], factor * value
    if text == "半":
        return _HALF * factor
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        try:
            return Decimal(text) * factor
        except InvalidOperation:
            return None
    if re.search(r"\d[千百]|\d万\d", text):
        return _mixed(text)
    if "万" in text:
        thousands, _sign, rest = text.partition("万")
        above, below = _chinese(thousands), _chinese(rest)
        return None if above is None or below is None else (above * 10_000 + below) * factor
    whole = _chinese(text)
    return None if whole is None else Decimal(whole) * factor


def whole_number(text: str) -> int | None:
    """The same for counts; None for fractions too."""
    value = number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def plain(value: Decimal) -> int | float:
    """A value as JSON shows it."""
    return int(value) if value == value.to_integral_value() else float(value)


def _mixed(text: str) -> Decimal | None:
    """3万5千, 1万2500, 2千5百."""
    if (found := _MIXED_PARTS.fullmatch(text)) is None:
        return None
    myriads, thousands, hundreds, rest = (int(part or 0) for part in found.groups())
    return Decimal(myriads * 10_000 + thousands * 1_000 + hundreds * 100 + rest)


def _chinese(text: str) -> int | None:
    if not text or any(char not in _DIGITS and char not in _TENS for char in text):
        return None
    if len(text) > 1 and not any(char in _TENS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))  # 二〇二五
    total, digit = 0, None
    for char in text:
        if char in _TENS:
            total += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            if digit:
                return None
            digit = _DIGITS[char]
    return total + (digit or 0)
