"""What each Chinese character of a name is compared by: simplified form, sound, dialect sound, look-alikes."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import pyarrow as pa
from opencc import OpenCC

from nuandong.kernel.pinyin import reading, sound_group
from nuandong.kernel.reference import LIBRARY, Entry, read

LOOKALIKES: Final = LIBRARY / "linkage" / "lookalikes.yaml"
# The basic block and extension A: names of the registry are written in them; rarer characters are compared as they are.
_BLOCKS: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


class Lookalikes(Entry):
    """Groups of characters that one takes for another in handwriting or small print."""

    groups: tuple[str, ...]


@cache
def table() -> pa.Table:
    """Columns `char`, `plain` (simplified), `sound` (pinyin without tone), `dialect`, `shape` for every character."""
    chars = [chr(code) for block in _BLOCKS for code in block]
    plain = _simplified(chars)
    shapes = {char: group[0] for group in read(LOOKALIKES, Lookalikes).groups for char in group}
    sounds = {char: reading(char) or char for char in set(plain)}
    return pa.table(
        {
            "char": chars,
            "plain": plain,
            "sound": [sounds[char] for char in plain],
            "dialect": [sound_group(sounds[char]) for char in plain],
            "shape": [shapes.get(char, char) for char in plain],
        }
    )


def _simplified(chars: Iterable[str]) -> list[str]:
    """One character each: a phrase table could make two of one."""
    # Separated by line breaks no two characters are read as a phrase.
    converted = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return [new if len(new) == 1 else old for old, new in zip(chars, converted, strict=True)]
