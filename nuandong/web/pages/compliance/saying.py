"""How one instance stands, in words: status, period, why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nuandong.geo import selectors as divisions
from nuandong.geo.codes import Level
from nuandong.kernel.clock import local_date
from nuandong.plans.engine.records import STATUS_TITLES, Gap, Record, Status
from nuandong.plans.listing import Line
from nuandong.plans.schema import Strength
from nuandong.web import wording
from nuandong.web.pages.plans.saying import STRENGTH_TONES, strength_words

TONES: Final = {
    Status.MET: wording.OK,
    Status.OPEN: wording.INFO,
    Status.LATE: wording.LATE,
    Status.BROKEN: wording.LATE,
    Status.MISSED: wording.SOON_TONE,
    Status.WAIVED: wording.MUTE,
    Status.NOT_APPLICABLE: wording.MUTE,
    Status.ON_HOLD: wording.MUTE,
}
ICONS: Final = {Status.WAIVED: "hand-stop", Status.ON_HOLD: "clock-pause", Status.MISSED: "circle-x"}
_DAY: Final = timedelta(days=1)
_AN_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """One instance as lists, sheets and files show it."""

    id: UUID
    url: str
    title: str
    plan: str
    tone: str
    icon: str
    words: str
    strength: str
    strength_tone: str
    place: str
    region: int
    period: str
    why: str
    source: str
    due_at: datetime | None
    counts_down: bool
    late_entry: bool
    explained: bool


def shown(found: Iterable[Line], at: datetime) -> list[Shown]:
    """Lines in words, with one query for the names of the divisions."""
    lines = list(found)
    names = places({line.record.region for line in lines}, at)
    return [one(line, names) for line in lines]


def places(regions: Iterable[int], at: datetime) -> dict[int, str]:
    """Names of divisions from the county down: above that everybody knows where he is."""
    return divisions.name_paths(regions, local_date(at), top=Level.COUNTY)


def one(line: Line, names: Mapping[int, str]) -> Shown:
    record, status = line.record, line.status
    return Shown(
        id=line.id,
        url=reverse("obligation", args=[line.id]),
        title=line.duty.title,
        plan=line.duty.version.title,
        tone=wording.SOON_TONE if line.due_soon else TONES[status],
        icon=ICONS.get(status, ""),
        words=_("即将到期") if line.due_soon else _(STATUS_TITLES[status]),
        strength=strength_words(record.strength),
        strength_tone=STRENGTH_TONES[Strength(record.strength)],
        place=names.get(record.region) or str(record.region),
        region=record.region,
        period=period(record),
        why=why(record, status),
        source=record.source,
        due_at=record.due_at,
        counts_down=status in {Status.OPEN, Status.LATE} or (status is Status.BROKEN and _undone(record)),
        late_entry=record.late_entry,
        explained=record.explained_by is not None,
    )


def period(record: Record) -> str:
    """What time an instance is about: its day, week or month, the whole season, or since when its clock runs."""
    if record.kind == "within":
        return _("%(moment)s 起") % {"moment": clock(record.starts_at)}
    if record.due_at is None:
        return _("整个期限")
    first, last = local_date(record.starts_at), local_date(record.due_at - _AN_INSTANT)
    if first == last or (record.kind == "presence" and last - first <= _DAY):
        return _date(first)
    return _("%(first)s 至 %(last)s") % {"first": _date(first), "last": _date(last)}


def why(record: Record, status: Status) -> str:
    """Why the status is what it is."""
    match record.kind:
        case "at_least":
            return _("做了 %(done)d 次，要求 %(needed)d 次") % {"done": record.done, "needed": record.needed}
        case "presence":
            return _gap_words(record.gaps)
        case "never":
            if record.fails_at is None:
                return _("没有发生")
            return _("%(moment)s 发生") % {"moment": clock(record.fails_at)}
    return _why_within(record, status)


def gap_line(gap: Gap) -> str:
    """One gap: from when to when, and whether only the leader was missing."""
    end = clock(gap.end) if gap.end else _("还没有人接上")
    words = _("%(start)s 至 %(end)s") % {"start": clock(gap.start), "end": end}
    return words + (_("（缺带班领导）") if gap.leader_only else _("（无人在岗）"))


def clock(moment: datetime) -> str:
    """A moment without reference to today: these words also stand on paper."""
    return wording.short_moment(moment)


def _why_within(record: Record, status: Status) -> str:
    if not record.applies:
        return _("按对象的情况，这项义务不成立")
    if record.satisfied_at is not None:
        done = _("%(moment)s 完成") % {"moment": clock(record.satisfied_at)}
        if record.in_time or record.due_at is None:
            return done
        late = wording.span_words(int((record.satisfied_at - record.due_at).total_seconds()))
        return _("%(done)s，迟 %(span)s") % {"done": done, "span": late}
    if record.released_at is not None:
        return _("%(moment)s 停止计时") % {"moment": clock(record.released_at)}
    if status is Status.ON_HOLD and record.held_since is not None:
        return _("%(moment)s 起停表") % {"moment": clock(record.held_since)}
    return _("还没有完成")


def _gap_words(gaps: Iterable[Gap]) -> str:
    found = list(gaps)
    if not found:
        return _("没有空岗")
    closed = sum((gap.end - gap.start for gap in found if gap.end), timedelta())
    parts = {"n": len(found), "span": wording.span_words(int(closed.total_seconds()))}
    if any(gap.end is None for gap in found):
        return _("空岗 %(n)d 次，还有没接上的") % parts
    return _("空岗 %(n)d 次，共 %(span)s") % parts


def _undone(record: Record) -> bool:
    return record.still_wanted and record.satisfied_at is None and record.released_at is None


def _date(day: date) -> str:
    return wording.short_day(day)
