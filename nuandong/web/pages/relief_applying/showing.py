"""Applications, packs and meetings in words."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.kernel.money import format_yuan
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.people import selectors as people
from nuandong.relief import (
    amounts,
    groups,
    household_kinds,
    limits,
    moving,
    policies_applying,
    selectors_applying,
    surveys,
)
from nuandong.relief.actions.draft_decision import DECIDE
from nuandong.relief.actions.sign_decision import SIGN
from nuandong.relief.forms.library import choices
from nuandong.relief.steps import ENDED, ApplicationState, PackState, Step
from nuandong.web import wording
from nuandong.web.http import SignedRequest
from nuandong.web.pages.people.households import CHANGE
from nuandong.web.pages.people.showing import timeline
from nuandong.web.pages.relief.listing import category_of
from nuandong.web.pages.relief_deciding import months

if TYPE_CHECKING:
    from uuid import UUID

    from nuandong.relief.models import Application, Hand, Meeting, Pack

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


def _listed(name: str, code: str) -> str:
    """What a code of a list is called; nothing for one that nobody gave."""
    found = choices(name).get(code)
    return wording.said(found.title) if found else ""


def _surveyed(row: "Application", survey: surveys.Survey) -> dict[str, Any]:
    """What the survey found, in words, and whether each person gets more than the limit."""
    return {
        "loss": _listed("loss_types", survey.loss_type),
        "lost_on": date.fromisoformat(survey.lost_on) if survey.lost_on else None,
        "difficulty": _listed("difficulty_types", survey.difficulty),
        "period": _listed("need_periods", survey.period),
        "self_help": surveys.SelfHelp(survey.self_help).label if survey.self_help else "",
        "why": survey.why,
        "above": limits.is_above(row.season, row),
        "each_fen": limits.each_fen(row),
        "why_above": survey.above,
    }


def application(row: "Application", request: SignedRequest) -> dict[str, Any]:
    """One application: how far it is, what was found, how its amount came about, who acted."""
    survey = surveys.found(row)
    hands = selectors_applying.hands_of(row.id)
    card = selectors_applying.card_of(row.id)
    who = org.names_of([*(one.staff for one in hands), *([card.seen_by] if card else [])])
    titles = {one.name: one for one in amounts.asked(row.season)}
    votes = selectors_applying.votes_of(application=row.id)
    return {
        **lines([row], request)[0],
        "steps": steps(row, hands),
        "months": months.reported(row.season, row.reported_on, local_date(request.now)),
        "members": len(
            people.members_of([row.household_id], by=request.actor, on=local_date(request.now)).get(
                row.household_id, ()
            )
        ),
        **_surveyed(row, survey),
        "facts": [
            (wording.said(column.title), _said(row.facts.get(name), column.codes))
            for name, column in titles.items()
            # The kind of the standard follows from the type of the household, which is said.
            if not (name == household_kinds.COLUMN and row.category)
        ],
        "first": _first(row, request),
        "told": amounts.told(row.season, row, _),
        "codes": amounts.codes(row.season, row, _) if request.actor.may("journal.see") else [],
        "why_back": selectors_applying.why_back(row),
        "votes": [
            {
                "vote": one,
                "pictures": pictures(one.row.meeting, request),
                "chair": selectors_applying.chair_of(one.row.meeting),
            }
            for one in votes
        ],
        "timeline": timeline(
            [row.id, *(one.row.meeting_id for one in votes), *filter(None, [row.pack_id, row.decision_id])]
        )
        if request.actor.may("journal.see")
        else None,
        "card": card,
        "card_seen_by": who.get(card.seen_by, "") if card else "",
        "sees_card": sees_pages(row, request),
        "hands": [(Step(one.step).label, who.get(one.staff, ""), one.at) for one in hands],
        "may": may(row, request),
    }


def above_words(row: "Application") -> str:
    """A household above the limit per person: its head, what each gets, and why in the words of its village."""
    given = {
        "head": row.head_masked,
        "fen": format_yuan(limits.each_fen(row)),
        "why": limits.reason_of(row) or _("没有写明理由。"),
    }
    return _("%(head)s：人均 %(fen)s 元。%(why)s") % given


def _first(row: "Application", request: SignedRequest) -> str:
    """Why a household comes first when money is shared out: the group of a plan in force, and where that stands."""
    rank = None if row.state in ENDED else groups.ranks([row], local_date(request.now)).get(row.id)
    if rank is None:
        return ""
    word = _("方案所列的优先群体") if rank.discreet else rank.word
    return _("优先：%(word)s（《%(plan)s》%(source)s）") % {"word": word, "plan": rank.plan, "source": rank.source}


def _said(value: Any, codes: Any) -> str:
    if value is None:
        return _("没有填写")
    return wording.said(codes[value]) if codes and value in codes else str(value)


def sees_pages(row: "Meeting | Application", request: SignedRequest) -> bool:
    """Whether pages that were signed are shown: names and fingerprints in full, for who assesses, reviews, decides."""
    needed = (policies_applying.ASSESS, policies_applying.REVIEW, DECIDE, SIGN)
    return any(permissions.allows(request.actor, one, region=row.region) for one in needed)


def pictures(row: "Meeting", request: SignedRequest) -> list[tuple[str, str]]:
    """Address and words of each picture of a meeting that may be seen."""

    def listed(kind: str, files: "Sequence[UUID]", words: str) -> list[tuple[str, str]]:
        return [(reverse("relief-meeting-picture", args=[row.id, kind, place]), words) for place in range(len(files))]

    pages = row.minutes_files if sees_pages(row, request) else []
    return [*listed("photos", row.photos, _("评议会照片")), *listed("pages", pages, _("签字页"))]


def steps(row: "Application", hands: "Sequence[Hand]") -> list[dict[str, str]]:
    """The four steps with the day of the last act in each; empty for a case that has ended otherwise."""
    now = _PLACES.get(ApplicationState(row.state))
    if now is None:
        return []
    marks = ["done" if place < now else "now" if place == now else "next" for place in range(4)]
    last = {one.step: wording.short_day(local_date(one.at)) for one in hands}
    return [
        {"title": str(Step(place + 1).label), "state": mark, "note": last.get(place + 1, "")}
        for place, mark in enumerate(marks)
    ]


def may(row: "Application", request: SignedRequest) -> dict[str, bool]:
    """Which buttons there are."""

    def allowed(permission: str) -> bool:
        return permissions.allows(request.actor, permission, region=row.region)

    return {
        "card": policies_applying.can_see_card(row) and allowed(policies_applying.SUBMIT),
        "member": policies_applying.can_revise(row) and allowed(CHANGE),
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
        "homes": [
            line
            | {"kept": wording.said(kept.get(line["row"].id, "")), "above": limits.is_above(row.season, line["row"])}
            for line in lines(homes, request)
        ],
        "total": sum(one.amount_fen or 0 for one in homes),
        "persons": sum(one.persons for one in homes),
        "lacking": _lacking(row, homes) if row.state == PackState.OPEN else [],
        "may_submit": row.state == PackState.OPEN and allowed(policies_applying.SUBMIT),
        "may_review": row.state == PackState.WITH_TOWNSHIP and allowed(policies_applying.REVIEW),
        "left": sum(one.state == ApplicationState.WITH_TOWNSHIP for one in homes),
    }


def _lacking(row: "Pack", homes: "Sequence[Application]") -> list[str]:
    """What a pack still lacks before it goes up, in words."""
    found = [wording.said(one) for one in policies_applying.missing_papers(row)]
    going = [one for one in homes if one.state == ApplicationState.ASSESSED]
    if left := policies_applying.cards_missing(going):
        found.append(_("%(n)d 户的银行卡没有核对（%(head)s）") % {"n": len(left), "head": left[0].head_masked})
    return found


def place_of(region: int, request: SignedRequest) -> str:
    return _places([region], request).get(region, str(region))


def names_of(regions: Collection[int], request: SignedRequest) -> dict[int, str]:
    """The names of divisions on the day, without those above them; one query."""
    return geo.names(set(regions), local_date(request.now)) if regions else {}


def _places(regions: Sequence[int], request: SignedRequest) -> dict[int, str]:
    return geo.name_paths(set(regions), local_date(request.now), top=Level.TOWNSHIP) if regions else {}
