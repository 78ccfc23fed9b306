"""The endings an encounter may have: a form for each, or why not."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from nuandong.duty import selectors as duty
from nuandong.geo.codes import Level, at_level
from nuandong.geo.facilities import facilities_around
from nuandong.geo.kinds import PlaceKind
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.rescue import selectors_encounter
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.supplies import selectors as supplies
from nuandong.web import behalf
from nuandong.web.http import SignedRequest
from nuandong.web.pages.crew.forms import Choices, EndForm
from nuandong.web.pages.stock import choices as stock
from nuandong.web.wording import refusal

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter

ICONS = {
    Outcome.TO_STATION: "building-community",
    Outcome.TO_HOSPITAL: "ambulance",
    Outcome.TO_POLICE: "shield-check",
    Outcome.SUPPLIES_ONLY: "package",
    Outcome.GUIDED_HOME: "home",
    Outcome.REFUSED: "hand-stop",
    Outcome.LEFT_BEFORE: "user-off",
    Outcome.LEFT_MIDWAY: "walk",
    Outcome.DECEASED: "alert-octagon",
}


def endings(request: SignedRequest, row: "Encounter", bound: EndForm | None) -> list[dict[str, Any]]:
    """Every outcome with its form, or with the words of the rule that forbids it."""
    offered = offer(request, row)
    lines = []
    for outcome in Outcome:
        error = selectors_encounter.impossible(row, outcome)
        mine = bound is not None and bound.data.get("outcome") == outcome
        form = bound if mine else behalf.offer(request, EndForm(outcome=outcome, **offered), moment=True)
        why = refusal(error) if error else ""
        lines.append(
            {
                "code": outcome.value,
                "title": str(outcome.label),
                "icon": ICONS[outcome],
                "form": form,
                "why_not": "" if mine else why,
                "open": mine,
            }
        )
    return sorted(lines, key=lambda line: bool(line["why_not"]))


def offer(request: SignedRequest, row: "Encounter") -> dict[str, Any]:
    """What the forms of the endings are made with: the choices of the selects and the goods that have sizes."""
    kits, sized, _contents = stock.kits()
    return {"choices": {**_choices(request, row), "kit": [kit for kit in kits if kit[0]]}, "sized": sized}


def _choices(request: SignedRequest, row: "Encounter") -> dict[str, Choices]:
    """What the selects of the endings offer: hospitals of the county, people on duty, stores with my own first."""
    actor, now = request.actor, request.now
    county = at_level(row.region, Level.COUNTY)
    team = duty.my_team(actor.staff, now)
    hospitals = facilities_around(row.region, [PlaceKind.HOSPITAL])
    own_name = org.names_of([actor.staff]).get(actor.staff, _("我"))
    people: dict[UUID, str] = {actor.staff: own_name}
    people |= {member.staff: member.name for member in (team.members if team else ())}
    people |= {one.staff: one.name for one in duty.people_on_duty(now, county)}
    holders = [team.team, *([team.vehicle.id] if team.vehicle else [])] if team else []
    stores = {store.id: store.name for store in supplies.carried_by(holders)} if holders else {}
    if permissions.allows(actor, "supplies.stock.see"):
        stores |= {store.id: store.name for store in supplies.stores(by=actor) if store.id not in stores}
    leaders = duty.next_leaders(now, row.region)
    return {
        "hospital": [("", _("请选择")), *((str(one.id), one.name) for one in hospitals)],
        "tracker": [(str(code), name) for code, name in people.items()],
        "store": [("", _("请选择")), *((str(code), name) for code, name in stores.items())],
        "confirmed_by": [("", _("不涉及")), *((str(one.staff), one.name) for one in leaders)],
    }
