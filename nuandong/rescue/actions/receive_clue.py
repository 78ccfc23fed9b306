from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from nuandong.geo.codes import validate
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.ids import new_id
from nuandong.org import permissions
from nuandong.rescue import conditions, numbering
from nuandong.rescue.details import ClueDetails, check_says_something
from nuandong.rescue.duplicates import Near, near_to
from nuandong.rescue.events.clue import ClueReceived
from nuandong.rescue.informants import ringing
from nuandong.rescue.kinds import Channel
from nuandong.rescue.models import Clue
from nuandong.rescue.policies.dispatch import check_time


@dataclass(frozen=True, slots=True)
class Received:
    """The saved clue, and others that may be about the same person: to be shown, nothing was held back for them."""

    clue: Clue
    near: tuple[Near, ...]


@transaction.atomic
def receive_clue(
    *,
    by: Actor,
    now: datetime,
    channel: Channel,
    details: ClueDetails,
    region: int | None = None,
    acted_at: datetime | None = None,
) -> Received:
    """Save a clue; words, a place, a telephone number or a recording alone is enough.

    `region` (12-digit code) is where the person is, by default the region of the key location named, else of the
    actor's unit. The clock of the arrival starts at `acted_at`, when the caller spoke (default now). The receiver
    answers for the clue first; a call from the telephone of an informant counts as his. Raises Forbidden, OutOfScope,
    NotFound for the place, Invalid with its field. Source: RES-012, RES-026, RES-028, RES-029.
    """
    place = details.chosen_place()
    region = validate(region or (place.region if place else by.region), field="region")
    permissions.check(by, "rescue.clue.receive", region=region)
    identity = new_id(now)
    columns = details.columns(identity, place)
    check_says_something(columns)
    spoken = check_time(acted_at or now, now=now, not_before=None)
    clue = Clue.objects.create(
        id=identity,
        region=region,
        number=numbering.next_number(region, now),
        channel=channel,
        received_at=now,
        acted_at=spoken,
        clock_started_at=spoken,
        first_contact=by.staff,
        weather_severe=conditions.severe(region, spoken),
        track_code=numbering.track_code(),
        informant=ringing(columns["caller_blind"], region=region, at=spoken),
        **columns,
    )
    payload = ClueReceived(
        channel=channel,
        reporter=clue.reporter_kind,
        remote=clue.remote,
        hints=clue.hints,
        count=clue.people_count,
        severe=clue.weather_severe,
    )
    said = {"words": details.words, "place": clue.place_text}
    text = {key: words for key, words in said.items() if words}
    journal.record(payload, by=by, now=now, acted_at=spoken, region=region, subject=clue.id, text=text or None)
    return Received(clue, tuple(near_to(clue)))
