"""Spaces that were typed or set around numbers, taken out for reading; places are led back to the text."""

import re
from typing import Final

from nuandong.plans.importing.shadow import shadow_of

_FIGURE: Final = r"[\dx_*]"
_SIGN: Final = r"[一-鿿，。、；：:()%\-]"
_CHINESE: Final = r"[一二两三四五六七八九十百千半]"
_SPACES: Final = re.compile(
    rf"(?<={_FIGURE}) +(?={_SIGN})|(?<={_SIGN}) +(?={_FIGURE})"  # 不少于 2 次, 12 月 1 日
    r"|(?<=[年月日号天元斤床套件]) +(?=-|至|到)"
    rf"|(?<=[每于少至多约各低过]) +(?={_CHINESE})|(?<={_CHINESE}) +(?=[次遍趟轮回元天户人])"
)


def without_spaces(text: str) -> tuple[str, tuple[int, ...]]:
    """The text without spaces beside numbers, and for each of its places (the end too) the place in `text`."""
    dropped = {place for found in _SPACES.finditer(shadow_of(text)) for place in range(*found.span())}
    kept = [place for place in range(len(text)) if place not in dropped]
    return "".join(text[place] for place in kept), (*kept, len(text))
