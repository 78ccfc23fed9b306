"""What lies on record about who somebody is."""

from datetime import datetime
from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.people import selectors as people
from nuandong.rescue.events.stay import IdentityFound
from nuandong.rescue.kin_holding import withdraw_live_notice
from nuandong.rescue.kinds_stay import Flag, Identity
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.identity import paper_holds


def proved(person: UUID, *, by: Actor, now: datetime, papers_checked: bool) -> bool:
    """Whether a name stands on more than words: compared with a paper now, or a valid paper is on record."""
    return papers_checked or paper_holds(people.documents(person, by=by), today=local_date(now))


def note_identity(stay: Stay, identity: Identity, *, by: Actor, now: datetime, acted_at: datetime | None) -> None:
    """Keep what was found out about a stay, write its event, and end the search of somebody whose identity is sure."""
    stay.identity = identity.value
    stay.save(update_fields=["identity", "sex", "age"])
    payload = IdentityFound(identity=identity, flags=[Flag(one) for one in stay.flags])
    journal.record(payload, by=by, now=now, acted_at=acted_at, region=stay.region, subject=stay.id)
    if identity is Identity.KNOWN:
        withdraw_live_notice(stay, by=by, now=now)
