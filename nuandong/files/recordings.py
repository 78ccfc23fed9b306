"""Which sound recording a file is, by its first bytes. Nothing is decoded: a recording is kept byte for byte."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Sound:
    """A kind of recording: the media type it is handed out with, and how such a file is called."""

    mime: str
    suffix: str


MP3: Final = Sound("audio/mpeg", "mp3")
AAC: Final = Sound("audio/aac", "aac")
MP4: Final = Sound("audio/mp4", "m4a")
GPP: Final = Sound("audio/3gpp", "3gp")
AMR: Final = Sound("audio/amr", "amr")
WAV: Final = Sound("audio/wav", "wav")
OGG: Final = Sound("audio/ogg", "ogg")
WEBM: Final = Sound("audio/webm", "webm")
KINDS: Final = (MP3, AAC, MP4, GPP, AMR, WAV, OGG, WEBM)
SUFFIXES: Final = {kind.mime: kind.suffix for kind in KINDS}
_SHORTEST: Final = 64
"""A header without a sound behind it is no recording."""
_PREFIXES: Final = ((b"ID3", MP3), (b"#!AMR", AMR), (b"OggS", OGG), (b"\x1aE\xdf\xa3", WEBM))
_MP4_BRANDS: Final = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso5", b"iso6", b"MSNV", b"dash")


def kind_of(data: bytes) -> Sound | None:
    """The kind of recording, None for everything else."""
    if len(data) < _SHORTEST:
        return None
    for prefix, kind in _PREFIXES:
        if data.startswith(prefix):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return WAV
    if data[4:8] == b"ftyp":
        return GPP if data[8:10] == b"3g" else MP4 if data[8:12] in _MP4_BRANDS else None
    return _framed(data[0], data[1], data[2])


def _framed(first: int, second: int, third: int) -> Sound | None:
    """MP3 and AAC without a tag: the first frame begins with eleven or twelve bits set (ISO 11172-3, 13818-7)."""
    if first != 0xFF or second & 0xE0 != 0xE0:
        return None
    if second & 0xF6 == 0xF0:
        return AAC
    # Of the layers only the third is MP3; UTF-16 text would pass as the first.
    layer, version, bitrate, rate = second >> 1 & 3, second >> 3 & 3, third >> 4, third >> 2 & 3
    return MP3 if layer == 1 and version != 1 and bitrate not in {0, 15} and rate != 3 else None
