"""What each Chinese character of a name is compared by: simplified form, sound, dialect sound, look-alikes."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import pyarrow as pa
from opencc import OpenCC

from nuandong.batch.linkage.lookalikes import shapes
from nuandong.kernel.pinyin import reading, sound_group

# The basic block and extension A: names of the registry are written in them; rarer characters are compared as they are.
_BLOCKS: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))


@cache
def table() -> pa.Table:
    """Columns `char`, `plain` (simplified), `sound` (pinyin without tone), `dialect`, `shape` for every character."""
    chars = [chr(code) for block in _BLOCKS for code in block]
    plain = _simplified(chars)
    alike = shapes()
    sounds = {char: reading(char) or char for char in set(plain)}
    return pa.table(
        {
            "char": chars,
            "plain": plain,
            "sound": [sounds[char] for char in plain],
            "dialect": [sound_group(sounds[char]) for char in plain],
            "shape": [alike.get(char, char) for char in plain],
        }
    )


@cache
def by_char() -> dict[str, dict[str, str]]:
    """The rows of `table` by their character."""
    return {row["char"]: row for row in table().to_pylist()}


def _simplified(chars: Iterable[str]) -> list[str]:
    """One character each: a phrase table could make two of one."""
    # Separated by line breaks no two characters are read as a phrase.
    converted = OpenCC("t2s").convert("\n".join(chars)).split("\n")
    return [new if len(new) == 1 else old for old, new in zip(chars, converted, strict=True)]
