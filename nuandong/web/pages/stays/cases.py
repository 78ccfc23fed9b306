"""Cases of people in hospital as lists and pages show them, wherever the person was taken from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import hospitals
from nuandong.rescue.reference_station import station
from nuandong.web.encounters import who

if TYPE_CHECKING:
    from nuandong.rescue.models import HospitalCase


def lines(cases: Sequence["HospitalCase"], by: Actor) -> list[dict[str, Any]]:
    """The cases with their followers by name, and which acts this person may do."""
    names = org.names_of([one.tracker for one in cases])
    payers, where = station().payers, hospitals.names(cases)
    return [
        {
            "row": one,
            "hospital": where.get(one.hospital_id, ""),
            "tracker": names.get(one.tracker, ""),
            "payer": _(payers[one.payer].title) if one.payer in payers else one.payer,
            "verdict": verdict(one),
            "may_care": permissions.allows(by, "rescue.stay.care", region=one.region),
            "may_settle": permissions.allows(by, "rescue.stay.register", region=one.region),
        }
        for one in cases
    ]


def verdict(case: "HospitalCase") -> str:
    """What was found in hospital, in words; empty before."""
    if case.eligible is None:
        return ""
    return _("属于救助对象") if case.eligible else _("不属于救助对象")


def called(case: "HospitalCase") -> str:
    """Who lies there: the number of the stay, else the categories of the person met."""
    return case.stay.number if case.stay else who(case.encounter.categories if case.encounter else ())


def origin(case: "HospitalCase", by: Actor) -> str:
    """The page of the stay or of the encounter the case came from; empty where it may not be seen."""
    if case.stay_id:
        return reverse("stay", args=[case.stay_id]) if by.may("rescue.stay.see") else ""
    return reverse("encounter", args=[case.encounter_id])
