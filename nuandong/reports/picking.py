"""Single events and figures that whoever drafts a report picks: which may be, how they are kept, and their words.

Kept as one line each: `event:<id>` or `figure:<row>/<column>`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level, at_level, span
from nuandong.journal import api as journal
from nuandong.journal.types import Event
from nuandong.kernel.clock import SHANGHAI, day_start
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import selectors as org
from nuandong.publicity.catalogue import channels
from nuandong.reports.behind import taken_back
from nuandong.reports.content import Line, Point, Sheet
from nuandong.reports.rhythm import Term
from nuandong.reports.shape import Picked
from nuandong.tasks.kinds_of_work import kinds

EVENT: Final = "event:"
FIGURE: Final = "figure:"
MOST: Final = 40
"""A list of more is a table."""
_DAY: Final = timedelta(days=1)

Lines = Mapping[str, tuple[Sheet, Line]]


def read(kept: str) -> list[str]:
    """What was picked, in its order."""
    return kept.split("\n") if kept else []


def ids(picks: Collection[str]) -> list[UUID]:
    """The events among what was picked; mangled ones are left out."""
    found = []
    for one in picks:
        if one.startswith(EVENT):
            with suppress(ValueError):
                found.append(UUID(one.removeprefix(EVENT)))
    return found


def candidates(
    picked: Picked,
    *,
    region: int,
    term: Term,
    kinds: Collection[str] = (),
    before: UUID | None = None,
    limit: int,
) -> list[Event]:
    """Events of the period that may be picked, newest first; those taken back are among them (`behind.taken_back`)."""
    return journal.history(
        kinds=sorted(set(kinds) & set(picked.kinds) or set(picked.kinds)),
        since=day_start(term.first),
        until=day_start(term.last + _DAY),
        spans=(span(region),),
        before=before,
        limit=limit,
    )


def standing(picked: Picked, wanted: Collection[UUID], *, region: int, term: Term) -> list[Event]:
    """Those of the events that may stand in the report now, in the order of the acts."""
    begins, ends, here = day_start(term.first), day_start(term.last + _DAY), span(region)
    found = [
        event
        for event in journal.events(wanted)
        if event.kind in picked.kinds and begins <= event.acted_at < ends and here.contains(event.region)
    ]
    gone = taken_back(found)
    return sorted((event for event in found if event.id not in gone), key=lambda event: (event.acted_at, event.id))


def figures(lines: Lines) -> dict[str, tuple[Line, str, str]]:
    """What can be picked of the tables: the cells of the period that are counted; key → line, column, its words."""
    return {
        f"{FIGURE}{line.code}/{head.code}": (line, head.code, head.title)
        for sheet, line in lines.values()
        for head in sheet.columns
        if head.kind == "period" and line.cell(head.code).source == "events"
    }


def points(picked: Picked, picks: Sequence[str], lines: Lines, *, region: int, term: Term) -> tuple[Point, ...]:
    """The numbered lines: figures first, then events in the order of the acts. What may not stand there (any more) is
    left out."""
    known = figures(lines)
    counted = [
        Point(words=figure_words(line, column, title), row=line.code, column=column)
        for key in picks
        if key in known
        for line, column, title in [known[key]]
    ]
    wanted = ids(picks)
    events = standing(picked, wanted, region=region, term=term) if wanted else []
    return (*counted, *(Point(words=words, event=event.id) for event, words in worded(events, region=region)))


def figure_words(line: Line, column: str, title: str) -> str:
    """A figure in words: 本月街面巡查 34 次."""
    value = line.cell(column).value
    number = "—" if value is None else f"{value / 10**line.decimals:.{line.decimals}f}"
    return f"{title}{line.title} {number} {line.unit}".strip()


def worded(events: Sequence[Event], *, region: int) -> list[tuple[Event, str]]:
    """Events in words without anybody's name: day, place below the region of the report, unit, what was done."""
    units = org.unit_names([event.unit for event in events])
    last = max((event.acted_at for event in events), default=None)
    where = {event.region: at_level(event.region, Level.TOWNSHIP) for event in events}
    on = last.astimezone(SHANGHAI).date() if last else None
    names = divisions.name_paths(set(where.values()), on, top=Level.COUNTY) if on else {}
    found = []
    for event in events:
        day = event.acted_at.astimezone(SHANGHAI)
        place = "" if where[event.region] == region else names.get(where[event.region], "").rpartition("/")[2]
        say = _SAID.get(event.kind)
        said = say(event.payload) if say else ""
        title = str(journal.registered()[event.kind].title) + (f"（{said}）" if said else "")
        head = "，".join(filter(None, (f"{day.month}月{day.day}日", place, units.get(event.unit, ""))))
        found.append((event, f"{head}：{title}"))
    return found


def _patrol(payload: Mapping[str, Any]) -> str:
    parts = [_("夜间") if payload["night"] else "", _("联合") if payload["joint"] else ""]
    return "、".join([*filter(None, parts), f"{payload['points']} 个点位"])


def _work(payload: Mapping[str, Any]) -> str:
    kind = kinds().get(payload["work"])
    return f"{kind.title} {payload['done']} {kind.unit}" if kind else ""


def _announced(payload: Mapping[str, Any]) -> str:
    channel = channels().get(payload["through"])
    return f"{channel.title} {payload['times']} 次" if channel else ""


_SAID: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "rescue.patrol_completed": _patrol,
    "tasks.work_recorded": _work,
    "publicity.announced": _announced,
}
