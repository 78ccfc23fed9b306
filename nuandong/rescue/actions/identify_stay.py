from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.kernel.errors import NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.people import selectors as people
from nuandong.people.actions.identify_person import identify_person
from nuandong.people.documents import Paper
from nuandong.rescue.kinds_stay import Identity
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.models import Stay
from nuandong.rescue.policies.identity import identity_of
from nuandong.rescue.proof import note_identity, proved


@transaction.atomic
def identify_stay(
    *,
    by: Actor,
    now: datetime,
    stay: UUID,
    version: int,
    name: str,
    details: dict[str, str | int | date | None] | None = None,
    papers: Sequence[Paper] = (),
    reason: str = "",
    papers_checked: bool = False,
    acted_at: datetime | None = None,
) -> Stay:
    """Give somebody in the station the identity that was found: the person's record gets the name (`version` is that
    record's) and the clocks of the unidentified stop. With a valid paper, or one that was seen (`papers_checked`), the
    identity is known and the kin notice comes off the page; else it is doubtful and the police are to verify it.

    Raises what `people.identify_person` raises, and NotNow when the identity is known. Source: RES-038, RES-039.
    """
    row = stay_of(stay, lock=True)
    permissions.check(by, "rescue.stay.register", region=row.region)
    if row.identity == Identity.KNOWN:
        raise NotNow("rescue.identity_known", _("身份已经核实。"), _("信息有误的，请更正人员信息。"))
    identify_person(
        by=by,
        now=now,
        person=row.person_id,
        version=version,
        name=name,
        details=details,
        papers=papers,
        reason=reason,
        acted_at=acted_at,
    )
    card = people.card(row.person_id, by=by)
    age = card.age(local_date(now))
    row.sex, row.age = card.sex, row.age if age is None else age
    sure = proved(row.person_id, by=by, now=now, papers_checked=papers_checked)
    note_identity(row, identity_of(named=True, proved=sure), by=by, now=now, acted_at=acted_at)
    return row
