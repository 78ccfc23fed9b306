"""Applications, packs and meetings in words."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.relief import amounts, moving, policies_applying, selectors_applying, surveys
from nuandong.relief.forms.library import choices
from nuandong.relief.steps import ENDED, ApplicationState, PackState, Step
from nuandong.web import wording
from nuandong.web.http import SignedRequest

if TYPE_CHECKING:
    from nuandong.relief.models import Application, Pack

_PLACES: Final = {
    ApplicationState.REPORTED: 1,
    ApplicationState.RETURNED: 1,
    ApplicationState.ASSESSED: 2,
    ApplicationState.WITH_TOWNSHIP: 2,
    ApplicationState.REVIEWED: 3,
    ApplicationState.WITH_COUNTY: 3,
    ApplicationState.DECIDED: 4,
}
"""Which of the four steps is on."""
_PACK_TONES: Final = {
    PackState.OPEN: wording.INFO,
    PackState.WITH_TOWNSHIP: wording.SOON_TONE,
    PackState.WITH_COUNTY: wording.OK,
    PackState.CLOSED: wording.MUTE,
}


def tone_of(state: str) -> str:
    if state == ApplicationState.DECIDED:
        return wording.OK
    if state in ENDED:
        return wording.MUTE
    return wording.LATE if state == ApplicationState.RETURNED else wording.INFO


def category_of(code: str) -> str:
    found = choices("household_types").get(code)
    return wording.said(found.title) if found else ""


def lines(rows: "Sequence[Application]", request: SignedRequest) -> list[dict[str, Any]]:
    """Applications of a list; one query for the names of places."""
    places = _places([one.region for one in rows], request)
    return [
        {
            "row": one,
            "place": places.get(one.region, str(one.region)),
            "tone": tone_of(one.state),
            "category": category_of(one.category),
        }
        for one in rows
    ]


def pack_lines(rows: "Sequence[Pack]", request: SignedRequest) -> list[dict[str, Any]]:
    places = _places([one.region for one in rows], request)
    return [
        {"row": one, "place": places.get(one.region, str(one.region)), "tone": _PACK_TONES[PackState(one.state)]}
        for one in rows
    ]


def application(row: "Application", request: SignedRequest) -> dict[str, Any]:
    """One application: how far it is, what was found, how its amount came about, who acted."""
    survey = surveys.opened(row.id, row.reason_sealed)
    loss = choices("loss_types").get(survey.loss_type)
    hands = selectors_applying.hands_of(row.id)
    who = org.names_of([one.staff for one in hands])
    titles = {one.name: one for one in amounts.asked(row.season)}
    return {
        **lines([row], request)[0],
        "steps": steps(row),
        "loss": wording.said(loss.title) if loss else "",
        "self_help": surveys.SelfHelp(survey.self_help).label if survey.self_help else "",
        "why": survey.why,
        "facts": [
            (wording.said(column.title), _said(row.facts.get(name), column.codes)) for name, column in titles.items()
        ],
        "told": amounts.told(row.season, row, _),
        "votes": selectors_applying.votes_of(application=row.id),
        "hands": [(Step(one.step).label, who.get(one.staff, ""), one.at) for one in hands],
        "may": may(row, request),
    }


def _said(value: Any, codes: Any) -> str:
    if value is None:
        return _("没有填写")
    return wording.said(codes[value]) if codes and value in codes else str(value)


def steps(row: "Application") -> list[dict[str, str]]:
    """The four steps, which are over and which is on; empty for a case that has ended otherwise."""
    now = _PLACES.get(ApplicationState(row.state))
    if now is None:
        return []
    marks = ["done" if place < now else "now" if place == now else "next" for place in range(4)]
    return [{"title": str(Step(place + 1).label), "state": mark} for place, mark in enumerate(marks)]


def may(row: "Application", request: SignedRequest) -> dict[str, bool]:
    """Which buttons there are."""

    def allowed(permission: str) -> bool:
        return permissions.allows(request.actor, permission, region=row.region)

    return {
        "revise": policies_applying.can_revise(row) and allowed(policies_applying.REPORT),
        "withdraw": moving.can_move(row.state, "withdraw") and allowed(policies_applying.REPORT),
        "reopen": moving.can_move(row.state, "reopen") and allowed(policies_applying.ASSESS),
        "undo": moving.can_move(row.state, "undo") and allowed(policies_applying.REVIEW),
        "return": row.state in {ApplicationState.WITH_TOWNSHIP, ApplicationState.REVIEWED}
        and allowed(policies_applying.REVIEW),
    }


def pack(row: "Pack", request: SignedRequest) -> dict[str, Any]:
    """One pack: its households, what is missing, what may be done with it."""
    homes, kept = selectors_applying.pack_homes(row, local_date(request.now))

    def allowed(permission: str) -> bool:
        return permissions.allows(request.actor, permission, region=row.region)

    return {
        **pack_lines([row], request)[0],
        "homes": [line | {"kept": wording.said(kept.get(line["row"].id, ""))} for line in lines(homes, request)],
        "total": sum(one.amount_fen or 0 for one in homes),
        "persons": sum(one.persons for one in homes),
        "lacking": [wording.said(one) for one in policies_applying.missing_papers(row)]
        if row.state == PackState.OPEN
        else [],
        "may_submit": row.state == PackState.OPEN and allowed(policies_applying.SUBMIT),
        "may_review": row.state == PackState.WITH_TOWNSHIP and allowed(policies_applying.REVIEW),
        "left": sum(one.state == ApplicationState.WITH_TOWNSHIP for one in homes),
    }


def place_of(region: int, request: SignedRequest) -> str:
    return _places([region], request).get(region, str(region))


def names_of(regions: Collection[int], request: SignedRequest) -> dict[int, str]:
    """The names of divisions on the day, without those above them; one query."""
    return geo.names(set(regions), local_date(request.now)) if regions else {}


def _places(regions: Sequence[int], request: SignedRequest) -> dict[int, str]:
    return geo.name_paths(set(regions), local_date(request.now), top=Level.TOWNSHIP) if regions else {}
