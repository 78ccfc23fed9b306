"""Calling the doors between counties (functions of the database, see migrations/_doors.py)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.rescue import numbering
from nuandong.rescue.callers import open_caller, open_words, seal_text
from nuandong.rescue.events.clue import ClueReceived, ClueReturned
from nuandong.rescue.kinds import Closing
from nuandong.rescue.models import Clue
from nuandong.rescue.states.clue import ClueState

_PAYLOAD: Final = {"rescue_hand_over_clue": 10, "rescue_return_clue": 3}
"""The doors, and which of their parameters is the payload of the event."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the public may see of a clue: no place, no words, no names. `elsewhere`: another county deals with it."""

    number: str
    state: ClueState
    closing: Closing | None
    received_at: datetime
    on_scene_at: datetime | None
    closed_at: datetime | None
    elsewhere: bool


def hand_over(clue: Clue, *, to_region: int, remark: str, by: Actor, now: datetime) -> UUID | None:
    """Open the clue in another county with its clock running on; None if it was not open any more.

    What is sealed is bound to its row, so it is sealed anew for the new one.
    """
    identity = new_id(now)
    place = clue.place_text or (clue.place.name if clue.place else "")
    payload = ClueReceived(
        channel=clue.channel,
        reporter=clue.reporter_kind,
        remote=clue.remote,
        hints=clue.hints,
        count=clue.people_count,
        severe=clue.weather_severe,
        origin=clue.id,
    )
    passed = _call(
        "rescue_hand_over_clue",
        clue.id,
        identity,
        to_region,
        numbering.next_number(to_region, now),
        numbering.track_code(),
        place,
        seal_text("caller_sealed", identity, open_caller(clue)),
        seal_text("words_sealed", identity, open_words(clue)),
        seal_text("remark_sealed", identity, remark),
        new_id(now),
        _json(payload),
        by.staff,
        by.typist,
        by.unit,
        now,
    )
    return identity if passed else None


def give_back(clue: Clue, *, origin: UUID, remark: str, by: Actor, now: datetime) -> bool:
    """Open the clue again where it came from; False if it was taken on, or changed on the other side."""
    return _call(
        "rescue_return_clue",
        clue.id,
        seal_text("remark_sealed", origin, remark),
        new_id(now),
        _json(ClueReturned(from_region=clue.region)),
        by.staff,
        by.typist,
        by.unit,
        now,
    )


@transaction.atomic
def track_public(code: str, *, now: datetime) -> Tracked | None:
    """The masked state of a clue for whoever has its code, wherever it went; None for a wrong code.

    Needs no scope. The caller limits how often one address may ask. Source: product C1.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM rescue_track_clue(%s, %s, %s)", [code.strip().upper()[:12], new_id(now), now])
        row = cursor.fetchone()
    if row is None:
        return None
    number, state, closing, received, arrived, closed, elsewhere = row
    return Tracked(
        number, ClueState(state), Closing(closing) if closing else None, received, arrived, closed, elsewhere
    )


def _json(payload: journal.Payload) -> str:
    return json.dumps(payload.model_dump(mode="json"), ensure_ascii=False)


def _call(function: str, *values: Any) -> bool:
    marks = ", ".join("%s::jsonb" if place == _PAYLOAD[function] else "%s" for place in range(len(values)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({marks})", values)
        (passed,) = cursor.fetchone()
    return bool(passed)
