"""What the station pages say: people, clocks, steps of the way in, ways out, what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from nuandong.geo.facilities import facilities_around
from nuandong.geo.kinds import PlaceKind
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import DomainError
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.people.kinds import Sex
from nuandong.people.selectors import PersonCard
from nuandong.plans import selectors as plans
from nuandong.plans.engine.records import Status
from nuandong.rescue.kinds_stay import Decision, Flag, Identity
from nuandong.rescue.policies.leaving import Going, refusal
from nuandong.rescue.reference_station import exits, reasons_for
from nuandong.rescue.selectors_clock import ClockState, Running
from nuandong.rescue.selectors_stay import Detail, exits_for
from nuandong.rescue.states.stay import StayState
from nuandong.web import wording
from nuandong.web.pages.journal.presenting import entries

if TYPE_CHECKING:
    from nuandong.rescue.models import LeaveRequest, Stay

STATE_TONES: Final = {
    StayState.ARRIVED: wording.SOON_TONE,
    StayState.ADMITTED: wording.ACCENT,
    StayState.REGISTERED: wording.OK,
    StayState.HOSPITAL: wording.INFO,
    StayState.ABSENT: wording.LATE,
    StayState.LEFT: wording.MUTE,
}
IDENTITY_TONES: Final = {
    Identity.KNOWN: wording.OK,
    Identity.UNKNOWN: wording.SOON_TONE,
    Identity.DOUBTFUL: wording.SOON_TONE,
}
_DAY_MINUTES: Final = 24 * 60
_SHOWN: Final = 60
_CLOCK_PAGES: Final = {
    "kin_notice": "kin-draft",
    "dna_request": "stay-dna",
    "stay_review": "stay-review",
    "stranded": "stay-review",
    "dna_result": "stay-dna-answer",
    "placement": "stay-placement",
}


def state_badge(stay: "Stay") -> tuple[str, str]:
    """Tone and words of a state."""
    state = StayState(stay.state)
    return STATE_TONES[state], str(state.label)


def flag_words(stay: "Stay") -> list[str]:
    return [str(Flag(one).label) for one in stay.flags]


def looks(stay: "Stay") -> str:
    """Sex and age as known or seen."""
    age = _("%(n)d 岁") % {"n": stay.age} if stay.age is not None else _("年龄不详")
    return f"{Sex(stay.sex).label} · {age}"


def name_of(stay: "Stay", card: PersonCard | None) -> str:
    """The masked name, or what stands on the wristband: the number of the record beside it would only confuse."""
    return card.name if card is not None and card.known else stay.number


def clock_items(running: Iterable[Running], stay: UUID) -> list[dict[str, Any]]:
    """The clocks of the station for components/clocks.html; those whose reason went away say so."""
    return [
        {
            "title": _(one.title),
            "due": one.due_at,
            "done": one.done_at,
            "soon": _DAY_MINUTES,
            "url": clock_url(one, stay),
            "waived": _no_countdown(one),
        }
        for one in running
    ]


def _no_countdown(one: Running) -> str:
    if one.state is ClockState.HELD:
        return _("等候公安机关意见")
    return _("不再需要") if one.state is ClockState.OVER else ""


def clock_url(one: Running, stay: UUID) -> str:
    """Where the act stands that stops a clock; empty where there is none to do."""
    if one.done_at is not None or one.state is ClockState.OVER or one.code not in _CLOCK_PAGES:
        return ""
    return reverse(_CLOCK_PAGES[one.code], args=[stay])


def plan_items(stay: UUID, by: Actor, now: datetime) -> list[dict[str, Any]]:
    """What the active plans ask about a stay; each leads to its proof."""
    if not permissions.allows(by, "plans.compliance.see"):
        return []
    return [
        {
            "title": one.obligation.title,
            "due": one.due_at,
            "done": one.satisfied_at,
            "note": one.obligation.version.title,
            "soon": _DAY_MINUTES,
            "url": url_of("obligation", one.id),
            "waived": "" if one.due_at else _("等候中"),
        }
        for one in plans.clocks([stay], now)[stay]
        if one.status not in {Status.NOT_APPLICABLE, Status.WAIVED}
    ]


def steps(stay: "Stay | None", *, has_bed: bool) -> list[dict[str, Any]]:
    """The four steps of the way in. Bed and registration may come in either order; neither waits for the other."""
    names = [_("到站"), _("安检入站"), _("床位"), _("求助登记")]
    if stay is None:
        marks = ["now", "next", "next", "next"]
    elif stay.entered_at is None:
        marks = ["done", "now", "next", "next"]
    else:
        bed = "done" if has_bed else "now"
        registered = "done" if stay.registered_at else "now" if has_bed else "next"
        marks = ["done", "done", bed, registered]
    return [{"title": name, "state": mark} for name, mark in zip(names, marks, strict=True)]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A way of leaving: open, waiting for a signature, to be asked for, or refused with the reason."""

    code: str
    title: str
    why: str
    ask: bool
    waiting: bool
    signed: bool


def ways_out(found: Detail) -> list[WayOut]:
    """Every way of leaving with why it is refused, as if all papers were at hand."""
    signed = approved(found.leave_requests)
    waiting = {one.exit for one in found.leave_requests if not one.decision}
    return [
        _way(found, code, title, must_sign, code in signed, code in waiting)
        for code, title, must_sign in exits_for(found.stay)
    ]


def _way(found: Detail, code: str, title: str, must_sign: bool, signed: bool, waiting: bool) -> WayOut:
    error = leave_error(found, code, signed=signed)
    could = leave_error(found, code, signed=True)
    return WayOut(
        code=code,
        title=wording.said(title),
        why=words_of(error) if error else "",
        ask=must_sign and error is not None and could is None and not waiting,
        waiting=waiting,
        signed=signed,
    )


def leave_error(found: Detail, code: str, *, signed: bool) -> DomainError | None:
    """Why somebody may not leave so whatever is filled in besides."""
    stay = found.stay
    going = Going(
        exit=code,
        state=stay.state,
        age=stay.age,
        flags=tuple(stay.flags),
        approved=signed,
        receiver="-",
        reason=next(iter(reasons_for(code)), ""),
        statement=True,
        sheet=True,
        in_hospital=any(one.discharged_at is None for one in found.hospital_cases),
    )
    return refusal(going)


def approved(requests: Sequence["LeaveRequest"]) -> set[str]:
    """Ways of leaving whose last decision is an approval."""
    last: dict[str, str] = {}
    for one in sorted((one for one in requests if one.decided_at), key=lambda one: (one.decided_at, one.id)):
        last[one.exit] = one.decision
    return {code for code, decision in last.items() if decision == Decision.APPROVED}


def request_lines(requests: Sequence["LeaveRequest"]) -> list[dict[str, Any]]:
    names = org.names_of([who for one in requests for who in (one.requested_by, one.decided_by) if who])
    return [
        {
            "row": one,
            "title": wording.said(exits()[one.exit].title),
            "by": names.get(one.requested_by, ""),
            "decided_by": names.get(one.decided_by, "") if one.decided_by else "",
            "decision": str(Decision(one.decision).label),
            "tone": {"": wording.SOON_TONE, Decision.APPROVED: wording.OK}.get(one.decision, wording.LATE),
        }
        for one in requests
    ]


def timeline(subjects: Sequence[UUID], by: Actor, *, about: tuple[str, ...] = ("",)) -> list[dict[str, Any]]:
    """What happened, newest first; nothing for whoever may not see the journal. `about`: how kinds may begin."""
    if not by.may("journal.see"):
        return []
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": one.brief_words,
            "who": one.who,
            "tone": one.tone,
            "belated": one.belated,
        }
        for one in entries(journal.history(subjects=subjects, limit=_SHOWN))
        if one.event.kind.startswith(about)
    ]


def stations(by: Actor) -> list[tuple[str, str]]:
    """The rescue stations of the county that the actor sees, as choices: people are taken in where one works."""
    around = facilities_around(by.region, [PlaceKind.STATION])
    return [(str(one.id), one.name) for one in around if by.sees(one.region)]


def hospitals(by: Actor) -> list[tuple[str, str]]:
    """The hospitals of the county as choices."""
    return [(str(one.id), one.name) for one in facilities_around(by.region, [PlaceKind.HOSPITAL])]


def colleagues(by: Actor, now: datetime) -> list[tuple[str, str]]:
    """People in office as choices, oneself first; only oneself where the others may not be seen."""
    own = org.staff_by_id(by.staff)
    choices = [(str(by.staff), _("%(name)s（本人）") % {"name": own.name})] if own else []
    if permissions.allows(by, "org.staff.see"):
        rows = org.staff_page(by, now=now, limit=_MOST_STAFF).rows
        choices += [(str(one.id), wording.noted(one.name, Sex(one.sex).label)) for one in rows if one.id != by.staff]
    return choices


_MOST_STAFF: Final = 300


def words_of(error: DomainError) -> str:
    return wording.refusal(error)


def url_of(name: str, *parts: object) -> str:
    """The address of a page, "" where this installation has no such page."""
    try:
        return reverse(name, args=[str(part) for part in parts])
    except NoReverseMatch:
        return ""
