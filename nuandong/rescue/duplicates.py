"""Clues that may be about the same person: near in place and time, in the same words, or from the same telephone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from nuandong.geo.coordinates import Point, distance_m
from nuandong.kernel.text import halfwidth
from nuandong.rescue import reference
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import ClueState

_SHORTEST: Final = 3
"""Fewer letters than this name no place: 桥下 is under every bridge."""
_MOST: Final = 2000


@dataclass(frozen=True, slots=True)
class Near:
    """Another clue, how far away in metres (None: no coordinates) and in minutes, and what else agrees."""

    clue: Clue
    metres: int | None
    minutes: int
    same_words: bool
    same_caller: bool


def near_duplicates(
    *,
    at: datetime,
    point: Point | None = None,
    place_text: str = "",
    place: UUID | None = None,
    caller_blind: bytes | None = None,
    excluding: UUID | None = None,
) -> list[Near]:
    """Clues of the entered scope that this one may repeat, the likeliest first; to be shown, never to block.

    Within 500 m and 2 hours, or at a place of the same words, or from the same telephone in that time
    (library/rescue/response.yaml). `point` is WGS-84; duplicates already merged and clues handed over are left out.
    """
    rules = reference.response()
    window = timedelta(minutes=rules.duplicate_minutes)
    around = Clue.objects.filter(acted_at__range=(at - window, at + window), duplicate_of=None)
    around = around.exclude(state=ClueState.HANDED_OVER)
    if excluding is not None:
        around = around.exclude(id=excluding)
    words = _plain(place_text)
    found = []
    for clue in around.order_by("-acted_at")[:_MOST]:
        metres = _metres(point, clue)
        near = Near(
            clue=clue,
            metres=metres,
            minutes=round(abs((clue.acted_at - at).total_seconds()) / 60),
            same_words=_alike(words, _plain(clue.place_text)) or (place is not None and clue.place_id == place),
            same_caller=caller_blind is not None
            and clue.caller_blind is not None
            and bytes(clue.caller_blind) == caller_blind,
        )
        if near.same_words or near.same_caller or (metres is not None and metres <= rules.duplicate_metres):
            found.append(near)
    return sorted(found, key=_likeliest)


def near_to(clue: Clue) -> list[Near]:
    """The near-duplicates of a clue that is saved already."""
    return near_duplicates(
        at=clue.acted_at,
        point=None if clue.lat is None or clue.lon is None else Point(clue.lat, clue.lon),
        place_text=clue.place_text,
        place=clue.place_id,
        caller_blind=None if clue.caller_blind is None else bytes(clue.caller_blind),
        excluding=clue.id,
    )


def _metres(point: Point | None, clue: Clue) -> int | None:
    if point is None or clue.lat is None or clue.lon is None:
        return None
    return round(distance_m(point, Point(clue.lat, clue.lon)))


def _plain(words: str) -> str:
    return "".join(char for char in halfwidth(words).casefold() if char.isalnum())


def _alike(one: str, other: str) -> bool:
    """The same words, or one said within the other: 火车站 and 火车站出站口."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST and short in long


def _likeliest(near: Near) -> tuple[int, int, int]:
    agreeing = near.same_caller + near.same_words + (near.metres is not None)
    return -agreeing, near.metres if near.metres is not None else 10**6, near.minutes
