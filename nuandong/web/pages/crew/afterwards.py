"""What is still to be done about somebody met, now or after the encounter came to its end, for its page."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from nuandong.kernel.actors import Actor
from nuandong.org import permissions, separation
from nuandong.org import selectors as org
from nuandong.rescue import selectors_due, selectors_encounter
from nuandong.rescue.actions.countersign_encounter import COUNTERSIGN
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.rescue.lookups_station import stay_of
from nuandong.rescue.states.encounter import EncounterState
from nuandong.rescue.states.stay import StayState
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import cases

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter


def afterwards(request: SignedRequest, row: "Encounter") -> dict[str, Any]:
    """Hospital cases, the leader's signature, the review, and what follows from it."""
    actor = request.actor
    in_hospital = selectors_due.cases_met(row.id) if row.outcome == Outcome.TO_HOSPITAL else []
    unsigned = row.late_entry and row.countersigned_at is None
    unreviewed = row.review_due is not None and row.reviewed_at is None
    may_sign = unsigned and permissions.allows(actor, COUNTERSIGN, region=row.region)
    return {
        "cases": cases.lines(in_hospital, actor),
        "may_supplement": row.state == EncounterState.OPEN
        and permissions.allows(actor, "rescue.encounter.record", region=row.region),
        "signer": org.names_of([row.countersigned_by]).get(row.countersigned_by) if row.countersigned_by else "",
        "may_sign": may_sign,
        "own": may_sign and not separation.can_act(actor, case=row.id, act=COUNTERSIGN),
        "may_review": unreviewed and permissions.allows(actor, "rescue.stay.register", region=row.region),
        "end_help": end_of_help(row, actor),
    }


def end_of_help(row: "Encounter", by: Actor) -> str:
    """Where the help ends for somebody whom the review found not eligible; empty while nobody must, or may, do that."""
    if row.review_eligible is not False or not permissions.allows(by, "rescue.stay.discharge", region=row.region):
        return ""
    stay = selectors_encounter.stay_after(row)
    if stay is None or (state := stay_of(stay).state) == StayState.LEFT:
        return ""
    # At the door one is turned away; whoever is in needs the leader's signature to be sent off.
    return reverse("stay-ask", args=[stay, "not_helped" if state == StayState.ARRIVED else "terminated"])
