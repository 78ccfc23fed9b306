"""What was done for a person: stays at the station and meetings outdoors."""

from datetime import datetime
from typing import Any
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue.selectors_person import encounters_of_person
from nuandong.rescue.selectors_stay import stays_of_person
from nuandong.web.pages.people import showing


def helped(by: Actor, person: UUID) -> list[dict[str, Any]] | None:
    """Stays and meetings outdoors together, the latest first; None for whoever may see neither."""
    seen = (permissions.allows(by, "rescue.stay.see"), permissions.allows(by, "rescue.encounter.see"))
    if not any(seen):
        return None
    stays = stays_of_person(person, by=by) if seen[0] else []
    met = encounters_of_person(person, by=by) if seen[1] else []
    return sorted([*map(showing.stay_item, stays), *map(showing.encounter_item, met)], key=_moment, reverse=True)


def _moment(item: dict[str, Any]) -> datetime:
    moment: datetime = item["at"]
    return moment
