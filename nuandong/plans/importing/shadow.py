"""The form in which patterns read a text: one character for each, so that places in it are places in the text."""

import re
from typing import Final

_HALF: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x09: 0x20}
_SAME: Final = {ord(char): ord(one) for one, many in {"-": "~～–—―－─━﹣", "x": "×✕ΧXＸ"}.items() for char in many}
_DIGIT_FORMS: Final = {ord(char): ord(str(index)) for index, char in enumerate("０１２３４５６７８９")}
# 一 typed for a dash between numbers or days; a small circle or a box typed for a lost sign.
_FALSE_DASH: Final = re.compile(r"(?<=[日号月年\d])一(?=\d)")
_LOST: Final = "□■�"
# A day left to be filled in: boxes or spaces before 年, 月 and 日.
_BLANK_DAY: Final = re.compile(
    r"(?:[□■]{1,8} ?年 ?)?[□■]{1,8} ?月 ?[□■]{1,8} ?[日号]|[□■]{2,8} ?年 ?[□■]{1,8} ?月"
    r"|(?:(?:(?<![\d ])|(?<=20)) {1,9})?年 {1,9}月 {1,9}(?=[日号])"
)
_COMMA: Final = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),")
_SEMICOLON: Final = str.maketrans({";": "；", "!": "！", "?": "？"})


def shadow_of(text: str) -> str:
    """Digits, letters and brackets half-width, dashes as "-", commas and semicolons full-width; same length."""
    shadow = text.translate(_HALF | _SAME | _DIGIT_FORMS)
    shadow = _FALSE_DASH.sub("-", shadow)
    shadow = _COMMA.sub("，", shadow).translate(_SEMICOLON)
    shadow = _BLANK_DAY.sub(lambda found: re.sub("[□■ ]", "_", found[0]), shadow)
    if shadow[-1:] in _LOST and shadow:
        shadow = shadow[:-1] + "。"
    for char in _LOST:
        shadow = shadow.replace(char, "，")
    return shadow
