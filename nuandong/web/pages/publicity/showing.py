"""Announcements and items of public opinion in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from nuandong.geo import selectors as geo
from nuandong.geo.codes import Level
from nuandong.journal import api as journal
from nuandong.kernel.actors import Actor
from nuandong.kernel.clock import local_date
from nuandong.org import permissions
from nuandong.org import selectors as org
from nuandong.publicity.answering import ANSWER, FIND
from nuandong.publicity.catalogue import Channel, channels, opinions
from nuandong.publicity.kinds import OpinionState, Seriousness, Verdict
from nuandong.publicity.selectors_opinion import UNANSWERED
from nuandong.tasks.policies.task import is_late
from nuandong.web import wording
from nuandong.web.pages.journal.presenting import entries

if TYPE_CHECKING:
    from nuandong.publicity.models import Announcement, Opinion

TONES: Final = {
    OpinionState.FOUND: wording.ACCENT,
    OpinionState.VERIFIED: wording.INFO,
    OpinionState.ANSWERED: wording.SOON_TONE,
    OpinionState.CLOSED: wording.OK,
}
SERIOUS: Final = {
    Seriousness.GENERAL: wording.INFO,
    Seriousness.SERIOUS: wording.SOON_TONE,
    Seriousness.GRAVE: wording.LATE,
}
_SHOWN: Final = 60
_LATE_ENTRY: Final = timedelta(minutes=5)


def channel_words(code: str) -> str:
    found = channels().get(code)
    return wording.said(found.title) if found else code


def source_words(code: str) -> str:
    found = opinions().sources.get(code)
    return wording.said(found.title) if found else code


def amounts(channel: str, copies: int | None, reached: int | None, base: int | None = None) -> dict[str, str]:
    """Numbers in the units of their channel: 400 份, 30 户."""
    unit = channels().get(channel) or Channel(title=channel, works=("publicity_done",))
    return {
        "copies": _amount(copies, unit.copies),
        "reached": _amount(reached, unit.reached),
        "base": _amount(base, unit.reached),
    }


def _amount(number: int | None, unit: str) -> str:
    return "" if number is None else f"{number} {wording.said(unit)}".strip()


def announcement_lines(rows: Sequence["Announcement"], now: datetime) -> list[dict[str, Any]]:
    """Announcements with names; three queries for any number."""
    units = org.unit_names([row.unit for row in rows])
    people = org.names_of([row.recorded_by for row in rows])
    paths = _paths((row.region for row in rows), now)
    return [
        {
            "row": row,
            "channel": channel_words(row.channel),
            "unit": units.get(row.unit, ""),
            "who": people.get(row.recorded_by, ""),
            "path": paths.get(row.region, ""),
            "voided": row.voided_at is not None,
            "belated": row.recorded_at - row.at > _LATE_ENTRY,
            "proof": bool(row.files or row.link),
            **amounts(row.channel, row.copies, row.reached, row.base),
        }
        for row in rows
    ]


def opinion_lines(rows: Sequence["Opinion"], now: datetime) -> list[dict[str, Any]]:
    """Items with names and where they stand; three queries for any number."""
    units = org.unit_names([one for row in rows for one in (row.unit, row.by_unit)])
    people = org.names_of([one for row in rows for one in (row.found_by, row.answered_by, row.closed_by) if one])
    paths = _paths((row.region for row in rows), now)
    return [
        {
            "row": row,
            "source": source_words(row.source),
            "unit": units.get(row.unit, ""),
            "by_unit": units.get(row.by_unit, ""),
            "finder": people.get(row.found_by, ""),
            "answerer": people.get(row.answered_by, "") if row.answered_by else "",
            "closer": people.get(row.closed_by, "") if row.closed_by else "",
            "path": paths.get(row.region, ""),
            "seriousness": str(Seriousness(row.seriousness).label),
            "serious_tone": SERIOUS[Seriousness(row.seriousness)],
            "verdict": str(Verdict(row.verdict).label) if row.verdict else "",
            "state": _("退回重办") if _is_back(row) else str(OpinionState(row.state).label),
            "tone": wording.LATE if _is_back(row) else TONES[OpinionState(row.state)],
            "late": is_overdue(row, now),
        }
        for row in rows
    ]


def is_overdue(row: "Opinion", now: datetime) -> bool:
    return row.state in UNANSWERED and is_late(row.task, now)


def steps(row: "Opinion", now: datetime) -> list[dict[str, str]]:
    """From finding it to closing it."""
    order = list(OpinionState)
    here = order.index(OpinionState(row.state))
    times = (row.found_at, row.verified_at, row.answered_at, row.closed_at)
    titles = (_("发现"), _("核实"), _("回应"), _("办结"))
    found = []
    for place, (title, at) in enumerate(zip(titles, times, strict=True)):
        done = place <= here
        now_here = place == here + 1
        state = "done" if done else ("late" if is_overdue(row, now) else "now") if now_here else "next"
        found.append({"title": title, "state": state, "note": wording.short_moment(at) if at and done else ""})
    return found


def reads_words(by: Actor, row: "Opinion") -> bool:
    """Whether notes are for this person: at work in one of its units, or one who looks for opinion there."""
    return (by.unit in {row.unit, row.by_unit} and by.may(ANSWER)) or permissions.allows(by, FIND, region=row.region)


def timeline(row: "Opinion", by: Actor) -> list[dict[str, Any]]:
    """What happened, newest first, with the words for those they are meant for."""
    events = [one for one in journal.history(subject=row.id, limit=_SHOWN) if one.kind.startswith("publicity.")]
    said = journal.texts([event.id for event in events]) if reads_words(by, row) else {}
    return [
        {
            "at": one.event.acted_at,
            "title": one.title,
            "note": said.get(one.event.id, {}).get("note", ""),
            "who": " · ".join(filter(None, (one.who, one.unit))),
            "tone": one.tone,
            "belated": one.belated,
        }
        for one in entries(events)
    ]


def _is_back(row: "Opinion") -> bool:
    return row.state == OpinionState.VERIFIED and row.returned > 0


def _paths(regions: Iterable[int], now: datetime) -> dict[int, str]:
    wanted = set(regions)
    return geo.name_paths(wanted, local_date(now), top=Level.COUNTY) if wanted else {}
