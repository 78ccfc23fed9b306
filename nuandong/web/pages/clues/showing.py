"""What the clue pages say: lines of the lists, steps, candidates, crews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.duty.selectors import TeamOnDuty
from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.rescue import callers, reference
from nuandong.rescue.choosing import Candidate, Choice, Reason
from nuandong.rescue.kinds import Closing
from nuandong.rescue.kinds_encounter import Outcome
from nuandong.rescue.reference_station import categories
from nuandong.rescue.selectors_clue import ClueLine, Countdown
from nuandong.rescue.selectors_dispatch import point_of
from nuandong.rescue.states.clue import ClueState
from nuandong.rescue.states.dispatch import DISPATCH, LIVE, DispatchState
from nuandong.web import wording

if TYPE_CHECKING:
    from nuandong.rescue.models import Clue, Dispatch, Encounter

STATE_TONES: Final = {
    ClueState.OPEN: wording.SOON_TONE,
    ClueState.DISPATCHED: wording.INFO,
    ClueState.ON_SCENE: wording.ACCENT,
    ClueState.CLOSED: wording.OK,
    ClueState.HANDED_OVER: wording.MUTE,
}
_CREW_TONES: Final = {
    DispatchState.ORDERED: wording.SOON_TONE,
    DispatchState.ACCEPTED: wording.INFO,
    DispatchState.DEPARTED: wording.INFO,
    DispatchState.ON_SCENE: wording.ACCENT,
    DispatchState.DONE: wording.OK,
}
STEP_ICONS: Final = {"accept": "check", "depart": "steering-wheel", "arrive": "map-pin-check", "finish": "circle-check"}


def step_words() -> dict[str, str]:
    """The steps a crew reports, in their order."""
    return {"accept": _("接单"), "depart": _("出发"), "arrive": _("到场"), "finish": _("处置完成")}


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A clue that waits, in words."""

    line: ClueLine
    place: str
    said: str
    state: str
    tone: str
    hints: Sequence[str]
    crews: Sequence[str]
    late: bool
    handed_in: bool


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A clue in the list of all, in words."""

    clue: "Clue"
    place: str
    state: str
    tone: str
    who: str


def reads_words(by: Actor) -> bool:
    """Whether somebody may read what callers said: those who take clues in or go out for them, no mere onlookers."""
    return any(permissions.allows(by, code) for code in ("rescue.clue.receive", "rescue.dispatch.report"))


def place_words(clue: "Clue") -> str:
    """Where it is, as far as anybody knows."""
    return clue.place_text or (clue.place.name if clue.place else "") or _("地点不详")


def hint_words(clue: "Clue") -> list[str]:
    return [wording.said(reference.hints()[code].title) for code in clue.hints if code in reference.hints()]


def open_lines(lines: Sequence[ClueLine], *, by: Actor, now: datetime) -> list[OpenLine]:
    reads = reads_words(by)
    return [
        OpenLine(
            line=one,
            place=place_words(one.clue),
            said=callers.open_words(one.clue) if reads else "",
            state=str(ClueState(one.clue.state).label),
            tone=STATE_TONES[ClueState(one.clue.state)],
            hints=hint_words(one.clue),
            crews=[_("%(team)s · %(state)s") % {"team": d.team.name, "state": _label(d)} for d in one.dispatches],
            late=one.countdown.running and one.countdown.late(now),
            handed_in=one.clue.origin is not None and one.clue.taken_on_at is None,
        )
        for one in lines
    ]


def ended_line(clue: "Clue", names: Mapping[UUID, str]) -> EndedLine:
    state = ClueState(clue.state)
    words = str(Closing(clue.closing).label) if clue.closing else str(state.label)
    tone = wording.MUTE if clue.closing in {Closing.DUPLICATE, Closing.NONSENSE} else STATE_TONES[state]
    return EndedLine(clue, place_words(clue), words, tone, names.get(clue.first_contact, "") or _("公众"))


def steps(clue: "Clue", clock: Countdown, dispatches: Sequence["Dispatch"], now: datetime) -> list[dict[str, Any]]:
    """The four steps of a clue with their times; the one at hand is late when its clock has run out."""
    state = ClueState(clue.state)
    ordered = min((one.ordered_at for one in dispatches), default=None)
    names = [_("受理"), _("派出"), _("到场"), _("办结")]
    times = [clue.acted_at, ordered, clock.arrived_at, clue.closed_at]
    at_hand = {ClueState.OPEN: 1, ClueState.DISPATCHED: 2, ClueState.ON_SCENE: 3}.get(state, 4)
    if state == ClueState.HANDED_OVER:
        names[3] = _("移交")
    rows = []
    for place, (name, moment) in enumerate(zip(names, times, strict=True)):
        done = place < at_hand and (moment is not None or place == at_hand - 1)
        waiting = "late" if clock.running and clock.late(now) else "now"
        mark = "done" if done else waiting if place == at_hand else "next"
        note = wording.moment_words(moment, now) if moment else ""
        rows.append({"title": name, "state": mark, "note": note if place != at_hand or done else ""})
    return rows


@dataclass(frozen=True, slots=True)
class Crew:
    """A dispatch in words, with the steps its state allows."""

    row: "Dispatch"
    state: str
    tone: str
    live: bool
    times: Sequence[tuple[str, datetime, bool]]
    estimate: str
    reason: str
    chosen_because: Sequence[str]
    next: Sequence[tuple[str, str, str]]
    can_decline: bool
    can_cancel: bool


def crew(row: "Dispatch", reason: str) -> Crew:
    state = DispatchState(row.state)
    words = step_words()
    times = [(_("派出"), row.ordered_at, False)]
    for act, column in (("accept", "accepted"), ("depart", "departed"), ("arrive", "on_scene"), ("finish", "done")):
        if moment := getattr(row, f"{column}_at"):
            times.append((words[act], moment, getattr(row, f"{column}_relayed")))
    if row.ended_at:
        times.append((str(state.label), row.ended_at, False))
    minutes = row.estimate_minutes
    return Crew(
        row=row,
        state=_label(row),
        tone=_CREW_TONES.get(state, wording.MUTE),
        live=state in LIVE,
        times=times,
        estimate=_("预计 %(n)d 分钟到场") % {"n": minutes} if minutes is not None else _("到场时间无法估计"),
        reason=reason,
        chosen_because=_because(row),
        next=[(act, words[act], STEP_ICONS[act]) for act in words if act in DISPATCH[state]],
        can_decline="decline" in DISPATCH[state],
        can_cancel="cancel" in DISPATCH[state],
    )


def _because(row: "Dispatch") -> list[str]:
    """The reasons that stood beside the team when it was sent, and the shortfall there was."""
    kept = row.explanation
    told = list(kept.get("shortfall", []))
    for one in kept.get("candidates", []):
        if one["team"] == str(row.team_id):
            told = [*one["reasons"], *told]
    return [reason_words(Reason(one["words"], one["values"])) for one in told]


@dataclass(frozen=True, slots=True)
class Offer:
    """A team that could go, in words."""

    team: UUID
    name: str
    minutes: int | None
    in_time: bool
    reasons: Sequence[str]
    members: str
    plate: str
    started: bool
    best: bool


def offers(choice: Choice) -> list[Offer]:
    return [_offer(one, choice) for one in choice.candidates]


def _offer(one: Candidate, choice: Choice) -> Offer:
    return Offer(
        team=one.team.team,
        name=one.team.name,
        minutes=one.minutes,
        in_time=one.minutes is not None and one.minutes <= choice.limit,
        reasons=[reason_words(reason) for reason in one.reasons],
        members=wording.listing(member.name for member in one.team.members),
        plate=one.team.vehicle.plate if one.team.vehicle else "",
        started=one.team.started,
        best=one is choice.best,
    )


def reason_words(reason: Reason) -> str:
    """A reason in the reader's language; words among its values are msgids as well."""
    values = {key: _(value) if isinstance(value, str) and value else value for key, value in reason.values.items()}
    return _(reason.words) % values


def markers(clue: "Clue", clock: Countdown, teams: Sequence[TeamOnDuty], crews: Sequence[Crew]) -> list[dict[str, Any]]:
    """The clue and the teams, for the map; those on their way stand out."""
    pins: list[dict[str, Any]] = []
    if (point := point_of(clue)) is not None:
        pin = {"id": str(clue.id), "lat": point.lat, "lng": point.lon, "icon": "map-pin", "title": clue.number}
        tone = "late" if clock.running else "ok"
        pins.append({**pin, "tone": tone, "note": place_words(clue), "pulse": clock.running})
    out = {one.row.team_id: one.state for one in crews if one.live}
    for team in teams:
        if team.position is not None:
            pin = {"id": str(team.team), "lat": team.position.lat, "lng": team.position.lon, "icon": "truck"}
            tone = "accent" if team.team in out else "info"
            pins.append({**pin, "tone": tone, "shape": "square", "title": team.name, "note": out.get(team.team, "")})
    return pins


def known_point(clue: "Clue") -> dict[str, Any]:
    """Where the map of a form opens when the place of a clue is known: its middle and a pin."""
    point = point_of(clue)
    if point is None:
        return {"lng": "", "lat": "", "zoom": "", "markers": []}
    pin = {"id": str(clue.id), "lat": point.lat, "lng": point.lon, "tone": "mute", "title": place_words(clue)}
    return {"lng": f"{point.lon:.6f}", "lat": f"{point.lat:.6f}", "zoom": "13", "markers": [pin]}


def near_words(metres: int | None, minutes: int, *, same_words: bool, same_caller: bool) -> str:
    """Why another clue may be the same."""
    parts = [_("同一号码来电")] if same_caller else []
    parts += [_("地点说法相同")] if same_words else []
    parts += [_("相距 %(n)d 米") % {"n": metres}] if metres is not None else []
    span = wording.span_words(int(timedelta(minutes=minutes).total_seconds()))
    return wording.listing([*parts, _("相隔 %(span)s") % {"span": span}], wording.COMMA)


def met_line(row: "Encounter") -> dict[str, Any]:
    """One person met as lists show it."""
    who = wording.listing(wording.said(categories()[code].title) for code in row.categories if code in categories())
    return {
        "row": row,
        "who": who or _("没有填写人员类别"),
        "outcome": str(Outcome(row.outcome).label) if row.outcome else "",
    }


def url_of(clue: UUID) -> str:
    return reverse("clue", args=[clue])


def _label(row: "Dispatch") -> str:
    return str(DispatchState(row.state).label)
