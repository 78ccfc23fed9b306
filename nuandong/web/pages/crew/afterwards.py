"""What is still to be done about somebody met after the encounter came to its end, for its page."""

from typing import TYPE_CHECKING, Any

from nuandong.rescue import selectors_due
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.web.http import SignedRequest
from nuandong.web.pages.stays import cases

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter


def afterwards(request: SignedRequest, row: "Encounter") -> dict[str, Any]:
    """The hospital cases of an encounter."""
    in_hospital = selectors_due.cases_met(row.id) if row.outcome == Outcome.TO_HOSPITAL else []
    return {"cases": cases.lines(in_hospital, request.actor)}
