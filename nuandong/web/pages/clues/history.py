"""The timeline of a clue: its own events and those of the people met on its account, in words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.journal import api as journal
from nuandong.kernel.clock import local_date
from nuandong.org import selectors as org
from nuandong.rescue import reference
from nuandong.rescue.kinds import Channel, Closing, Grounds
from nuandong.rescue.kinds_encounter import FollowUpOutcome, Outcome
from nuandong.rescue.reference_station import categories, station
from nuandong.web import wording

SHOWN: Final = 80
_LATE_ENTRY: Final = timedelta(minutes=10)
_UNTOLD: Final = frozenset({"rescue.clue_tracked"})
_MARKS: Final = {
    "clue_received": ("phone-incoming", "info"),
    "clue_merged": ("copy", "mute"),
    "clue_closed": ("circle-check", "ok"),
    "clue_reopened": ("arrow-back-up", "soon"),
    "clue_handed_over": ("arrows-exchange", "mute"),
    "clue_taken_on": ("download", "info"),
    "clue_returned": ("arrow-back-up", "soon"),
    "caller_revealed": ("eye", "mute"),
    "clue_informant_named": ("id-badge-2", "info"),
    "clue_escalated": ("alert-triangle", "late"),
    "ladder_ended": ("alarm", "late"),
    "escalation_confirmed": ("phone-call", "ok"),
    "crew_ordered": ("send", "info"),
    "crew_accepted": ("check", "info"),
    "crew_declined": ("x", "soon"),
    "crew_departed": ("steering-wheel", "info"),
    "crew_on_scene": ("map-pin-check", "ok"),
    "crew_done": ("circle-check", "ok"),
    "crew_cancelled": ("arrow-back-up", "soon"),
    "encounter_recorded": ("user-heart", "accent"),
    "encounter_closed": ("heart-handshake", "ok"),
    "department_notified": ("phone-call", "info"),
    "follow_up_done": ("route", "info"),
}


@dataclass(frozen=True, slots=True)
class _Names:
    """What ids in payloads are called."""

    teams: Mapping[UUID, str]
    staff: Mapping[UUID, str]
    divisions: Mapping[int, str]


def timeline(subjects: Collection[UUID], teams: Mapping[UUID, str], *, words: bool) -> list[dict[str, Any]]:
    """What happened, newest first; `words` also tells what was said. `teams` are the names of the teams sent."""
    events = [one for one in journal.history(subjects=subjects, limit=SHOWN) if one.kind not in _UNTOLD]
    said = journal.texts([one.id for one in events]) if words else {}
    people = [one.actor for one in events] + [UUID(one.payload["to"]) for one in events if "why" in one.payload]
    regions = {one.payload[key] for one in events for key in ("to_region", "from_region") if key in one.payload}
    on = local_date(events[0].recorded_at) if events else None
    names = _Names(teams, org.names_of(people), geo.names(regions, on) if regions and on else {})
    voided = {one.voids for one in events if one.voids is not None}
    return [_item(one, names, said.get(one.id, {}), voided=one.id in voided) for one in events]


def _item(event: journal.Event, names: _Names, said: Mapping[str, str], *, voided: bool) -> dict[str, Any]:
    short = event.kind.removeprefix("rescue.")
    icon, tone = _MARKS.get(short, ("point", "mute"))
    told = _TOLD.get(short, _nothing)(event.payload, names)
    quoted = wording.listing((f"“{text}”" for text in said.values() if text), wording.SEMICOLON)
    title = _(journal.kind_of(event.kind).title)
    return {
        "at": event.acted_at,
        "title": _("%(title)s（已更正）") % {"title": title} if voided else title,
        "icon": icon,
        "tone": tone,
        "note": wording.listing((told, quoted), wording.COMMA),
        "who": _who(event, names.staff),
        "belated": event.recorded_at - event.acted_at > _LATE_ENTRY,
        "relayed": bool(event.payload.get("relayed")),
        "url": reverse("encounter", args=[event.subject]) if event.subject_type == "rescue.encounter" else "",
    }


def _who(event: journal.Event, names: Mapping[UUID, str]) -> str:
    name = names.get(event.actor, "")
    if event.typist != event.actor and name:
        return _("%(name)s（代录）") % {"name": name}
    return name or (_("系统") if event.actor.int == 0 else _("公众"))


def _nothing(_payload: Mapping[str, Any], _names: _Names) -> str:
    return ""


def _received(payload: Mapping[str, Any], _names: _Names) -> str:
    hints = [wording.said(reference.hints()[code].title) for code in payload["hints"] if code in reference.hints()]
    parts = [str(Channel(payload["channel"]).label), *hints]
    return wording.listing([*parts, _("外地移交") if payload.get("origin") else ""], wording.COMMA)


def _team(payload: Mapping[str, Any], names: _Names) -> str:
    return names.teams.get(UUID(payload["team"]), "")


def _ordered(payload: Mapping[str, Any], names: _Names) -> str:
    minutes = payload["estimate_minutes"]
    parts = [_team(payload, names), _("预计 %(n)d 分钟到场") % {"n": minutes} if minutes is not None else ""]
    return wording.listing([*parts, _("未按推荐派出") if payload["overridden"] else ""], wording.COMMA)


def _escalated(payload: Mapping[str, Any], names: _Names) -> str:
    who = names.staff.get(UUID(payload["to"]), "")
    said = {"why": str(Grounds(payload["grounds"]).label), "level": payload["level"], "who": who}
    return _("%(why)s，第 %(level)d 级：%(who)s") % said


def _region(key: str) -> Callable[[Mapping[str, Any], _Names], str]:
    return lambda payload, names: names.divisions.get(payload[key], str(payload[key]))


def _categories(payload: Mapping[str, Any], _names: _Names) -> str:
    return wording.listing(
        wording.said(categories()[code].title) for code in payload["categories"] if code in categories()
    )


def _ending(payload: Mapping[str, Any], names: _Names) -> str:
    return wording.listing((Outcome(payload["outcome"]).label, _categories(payload, names)), wording.COMMA)


_TOLD: Final[Mapping[str, Callable[[Mapping[str, Any], _Names], str]]] = {
    "clue_received": _received,
    "clue_closed": lambda payload, _names: str(Closing(payload["closing"]).label),
    "clue_handed_over": _region("to_region"),
    "clue_taken_on": _region("from_region"),
    "clue_returned": _region("from_region"),
    "clue_escalated": _escalated,
    "ladder_ended": lambda payload, _names: str(Grounds(payload["grounds"]).label),
    "crew_ordered": _ordered,
    "crew_accepted": _team,
    "crew_declined": _team,
    "crew_departed": _team,
    "crew_on_scene": _team,
    "crew_done": _team,
    "crew_cancelled": _team,
    "encounter_recorded": _categories,
    "encounter_closed": _ending,
    "department_notified": lambda payload, _names: wording.said(station().departments[payload["department"]].title),
    "follow_up_done": lambda payload, _names: str(FollowUpOutcome(payload["outcome"]).label),
}
