"""Pinyin of names: readings per character, cutting typed letters into syllables, groups of sounds told apart badly."""

import re
from functools import lru_cache
from typing import Final

from pypinyin import Style
from pypinyin import pinyin as _lookup

from nuandong.kernel.surnames import READINGS

_FINALS: Final = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
    "": "a ai an ang ao e ei en er o ou",
}
SYLLABLES: Final = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
_LONGEST: Final = 6
_MAX_SYLLABLES: Final = 12
_MAX_CUTS: Final = 8
_LETTERS: Final = re.compile(r"[^a-z]")


def normal(letters: str) -> str:
    """Lower-case letters only; ü in its spellings (v, yu, and ue after l and n) becomes v."""
    lowered = letters.casefold().replace("ü", "v").replace("u:", "v")
    return re.sub(r"([ln])(?:yu|u(?=e))", r"\1v", _LETTERS.sub("", lowered))


@lru_cache(maxsize=30_000)
def reading(char: str) -> str:
    """The usual reading of one character without tone; Latin letters read as themselves, the rest as nothing."""
    if char.isascii():
        return char if char.isalpha() else ""
    found = _lookup(char, style=Style.NORMAL, errors="ignore", v_to_u=False)
    return normal(found[0][0]) if found else ""


@lru_cache(maxsize=10_000)
def surname_readings(surname: str) -> tuple[tuple[str, ...], ...]:
    """All readings of a surname, each a tuple of syllables, the usual one first."""
    listed = READINGS.get(surname)
    if listed:
        return tuple(tuple(one.split()) for one in listed)
    return (tuple(filter(None, map(reading, surname))),)


def readings(surname: str, given: str) -> list[tuple[str, ...]]:
    """All readings of a whole name: every one of the surname, the usual one of the given name."""
    rest = tuple(filter(None, map(reading, given)))
    return [syllables + rest for syllables in surname_readings(surname)]


def initials(syllables: tuple[str, ...]) -> str:
    return "".join(syllable[0] for syllable in syllables)


def cuts(letters: str) -> list[tuple[str, ...]]:
    """The ways to read typed letters as whole syllables (xian: xian, xi'an), at most eight; none if it is no pinyin."""
    found: list[tuple[str, ...]] = []

    def walk(at: int, taken: tuple[str, ...]) -> None:
        if len(found) >= _MAX_CUTS or len(taken) > _MAX_SYLLABLES:
            return
        if at == len(letters):
            found.append(taken)
            return
        for size in range(min(_LONGEST, len(letters) - at), 0, -1):
            if letters[at : at + size] in SYLLABLES:
                walk(at + size, (*taken, letters[at : at + size]))

    if letters:
        walk(0, ())
    return found


_MERGED_START: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"))
_HU_FINALS: Final = {"hui": "hei", "hun": "hen"}


@lru_cache(maxsize=5_000)
def sound_group(syllable: str) -> str:
    """One spelling for sounds that dialect speakers merge: n/l/r, z/zh, c/ch, s/sh, f/h, an/ang, en/eng, in/ing.

    huang and fang meet as well, since h before u is where f is heard.
    """
    sound = syllable.replace("v", "u")
    for spoken, written in _MERGED_START:
        if sound.startswith(spoken):
            sound = written + sound[len(spoken) :]
            break
    if sound.startswith("f"):
        sound = "h" + sound[1:]
    sound = _HU_FINALS.get(sound, sound)
    if re.match(r"hu[aoe]", sound):
        sound = "h" + sound[2:]
    return re.sub(r"([aei])ng$", r"\1n", sound)


def sounds(syllables: tuple[str, ...]) -> str:
    return "-".join(map(sound_group, syllables))
