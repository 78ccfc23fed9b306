"""Channels of publicity, sources of public opinion and times to answer (library/publicity), read once and checked."""

from functools import cache
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from nuandong.kernel import reference
from nuandong.kernel.errors import Invalid
from nuandong.kernel.reference import Title
from nuandong.kernel.text import gettext_noop as _
from nuandong.publicity.kinds import Seriousness
from nuandong.tasks.kinds_of_work import kinds

CHANNELS: Final = reference.LIBRARY / "publicity" / "channels.yaml"
OPINIONS: Final = reference.LIBRARY / "publicity" / "opinions.yaml"

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
_Unit = Annotated[str, StringConstraints(max_length=6)]


class Channel(reference.Entry):
    """One channel; what the fields mean stands in the file."""

    title: Title
    copies: _Unit = ""
    reached: _Unit = ""
    works: tuple[Code, ...] = Field(min_length=1)

    @property
    def counts_whole(self) -> bool:
        """Whether those reached are a part of a whole that is asked for: 100 % of the households."""
        return any(kinds()[work].base for work in self.works)


class _Channels(reference.Entry):
    channels: dict[Code, Channel] = Field(min_length=1)
    also: tuple[Code, ...]


class Source(reference.Entry):
    title: Title


class Deadline(reference.Entry):
    hours: int = Field(ge=1, le=240)
    source: str = ""
    note: str = ""


class _Opinions(reference.Entry):
    sources: dict[Code, Source] = Field(min_length=1)
    deadlines: dict[Seriousness, Deadline]


def channels() -> dict[str, Channel]:
    """Every channel by its code, in the order of the file."""
    return _channels().channels


def channel_of(code: str) -> Channel:
    """The channel of a code; Invalid for one the file does not have."""
    found = channels().get(code)
    if found is None:
        raise Invalid(
            "publicity.channel_unknown",
            _("没有这个宣传渠道。"),
            _("请从列表中选择。"),
            field="channel",
            given=code[:40],
        )
    return found


@cache
def works() -> frozenset[str]:
    """The kinds of work an announcement can count as."""
    return frozenset(work for channel in channels().values() for work in channel.works) | frozenset(_channels().also)


@cache
def _channels() -> _Channels:
    found = reference.read(CHANNELS, _Channels)
    named = {work for channel in found.channels.values() for work in channel.works} | set(found.also)
    if unknown := named - kinds().keys():
        raise reference.broken(CHANNELS, f"works: {min(unknown)}")
    return found


@cache
def opinions() -> _Opinions:
    """Where opinion is found, and the time to answer by seriousness; broken where one has no time."""
    found = reference.read(OPINIONS, _Opinions)
    if set(found.deadlines) != set(Seriousness):
        raise reference.broken(OPINIONS, "deadlines")
    return found
