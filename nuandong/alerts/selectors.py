"""Reads: what is in force where, what a warning's history was, what overlaps it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from nuandong.alerts import errors
from nuandong.alerts.chains import touch
from nuandong.alerts.intervals import Interval, in_force, merged
from nuandong.alerts.keeping import body_of
from nuandong.alerts.kinds import Outcome
from nuandong.alerts.levels import Level
from nuandong.alerts.models import Message, RawMessage, WarningArea, WeatherWarning
from nuandong.alerts.settling import chain_of
from nuandong.alerts.states import State
from nuandong.alerts.writing import regions_of
from nuandong.geo.codes import contains, span
from nuandong.machine.together import listed

PAGE: Final = 50


class Coverage(StrEnum):
    """How much of a region a warning covers, as far as its codes tell."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Held:
    """A warning as it bears on one region."""

    warning: WeatherWarning
    regions: tuple[int, ...]
    coverage: Coverage

    @property
    def level(self) -> Level:
        return Level(self.warning.level)


@dataclass(frozen=True, slots=True)
class Step:
    """One message in the history of a warning, with the warnings it brought."""

    message: Message
    warnings: tuple[WeatherWarning, ...]


def holding(at: datetime, region: int) -> list[Held]:
    """The warnings in force at a moment for a region (12-digit code), the strongest first.

    A warning for a division around the region covers the whole of it, one for a division inside it a part.
    """
    started = _touching(region).filter(starts_at__lte=at, until__gt=at)
    return _held(started.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at)), region)


def announced(at: datetime, region: int) -> list[Held]:
    """The warnings open at a moment that begin later, the strongest first."""
    return _held(_touching(region).filter(state=State.CURRENT, starts_at__gt=at), region)


def strongest(held: Iterable[Held]) -> dict[str, Held]:
    """For each event the strongest warning; among equals one for the whole region, then the one that lasts longest."""
    best: dict[str, Held] = {}
    for each in held:
        known = best.get(each.warning.event)
        if known is None or _weight(each) > _weight(known):
            best[each.warning.event] = each
    return best


def spells(region: int, *, since: datetime, until: datetime, events: Collection[str] | None = None) -> list[Interval]:
    """When any warning (of the given events) was in force for the region or a part of it, within [since, until)."""
    found = _touching(region).filter(starts_at__lt=until, until__gt=since)
    if events is not None:
        found = found.filter(event__in=events)
    times = (in_force(w.starts_at, w.until, w.closed_at) for w in found)
    window = Interval(since, until)
    return [
        Interval(max(each.start, since), min(each.end, until))
        for each in merged(time for time in times if time is not None)
        if each.overlaps(window)
    ]


def get(warning: UUID) -> WeatherWarning:
    """One warning with its message; NotFound otherwise."""
    found = WeatherWarning.objects.select_related("message").filter(id=warning).first()
    if found is None:
        raise errors.not_found()
    return found


def areas(warnings: Iterable[WeatherWarning]) -> dict[UUID, tuple[int, ...]]:
    """The division codes of warnings, sorted."""
    return regions_of(warnings)


def history(warning: UUID) -> list[Step]:
    """The messages that led to a warning and followed it, by time of sending; recorded forms of its thread included."""
    found = get(warning)
    messages: dict[UUID, Message] = {}
    for other in WeatherWarning.objects.filter(thread=found.thread).select_related("message"):
        if other.message_id not in messages:
            messages |= {message.id: message for message in chain_of(other.message)}
    brought: dict[UUID, list[WeatherWarning]] = {key: [] for key in messages}
    for each in WeatherWarning.objects.filter(message__in=brought).order_by("ordinal"):
        brought[each.message_id].append(each)
    ordered = sorted(messages.values(), key=lambda message: (message.sent_at, message.id))
    return [Step(message, tuple(brought[message.id])) for message in ordered]


def overlapping(warning: UUID) -> list[WeatherWarning]:
    """Other warnings that held at the same time on some of the same ground, of any event, the strongest first."""
    found = get(warning)
    mine = in_force(found.starts_at, found.until, found.closed_at)
    if mine is None or found.state == State.REHEARSAL:
        return []
    codes = regions_of([found])[found.id]
    near = WeatherWarning.objects.exclude(id=found.id).exclude(state=State.REHEARSAL)
    near = near.filter(starts_at__lt=mine.end, until__gt=mine.start).select_related("message")
    regions = regions_of(near)
    others = [
        other
        for other in near
        if (time := in_force(other.starts_at, other.until, other.closed_at)) is not None
        and time.overlaps(mine)
        and touch(codes, regions[other.id])
    ]
    return sorted(others, key=lambda other: (-Level(other.level).rank, other.starts_at, other.id))


def recent(
    *,
    region: int | None = None,
    event: str | None = None,
    level: Level | None = None,
    states: Collection[State] | None = None,
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[WeatherWarning]:
    """Warnings as they were received, newest first, rehearsals included; page on with `before` = the last id shown."""
    found = WeatherWarning.objects.all() if region is None else WeatherWarning.objects.filter(_bears_on(region))
    if event is not None:
        found = found.filter(event=event)
    if level is not None:
        found = found.filter(level=level)
    if states is not None:
        found = found.filter(state__in=states)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.select_related("message").order_by("-id")[:limit])


def without_area(at: datetime) -> list[WeatherWarning]:
    """Open warnings whose area nobody could read: somebody has to say where they hold."""
    return listed(without_area_rows(at).select_related("message").order_by("-id"))


def without_area_rows(at: datetime) -> QuerySet[WeatherWarning]:
    """The same, not asked for yet."""
    return WeatherWarning.objects.filter(state=State.CURRENT, until__gt=at, areas__isnull=True)


def refused(
    *, units: Collection[UUID] | None = None, before: UUID | None = None, limit: int = PAGE
) -> list[RawMessage]:
    """Files that were refused (of these receiving units), newest first."""
    found = RawMessage.objects.filter(outcome=Outcome.REFUSED)
    if units is not None:
        found = found.filter(unit__in=units)
    if before is not None:
        found = found.filter(id__lt=before)
    return list(found.defer("body_sealed").order_by("-id")[:limit])


def raw_message(raw: UUID) -> RawMessage:
    """One file as it arrived, without its bytes; NotFound otherwise."""
    found = RawMessage.objects.filter(id=raw).defer("body_sealed").first()
    if found is None:
        raise errors.not_found()
    return found


def message(message_id: UUID) -> Message:
    """One message with the file it came in, if it came in one; NotFound otherwise."""
    found = Message.objects.select_related("raw").defer("raw__body_sealed").filter(id=message_id).first()
    if found is None:
        raise errors.not_found()
    return found


def brought(message: Message) -> list[WeatherWarning]:
    """The warnings of one message, in its order."""
    return list(message.warnings.order_by("ordinal"))


def raw_body(raw: UUID) -> bytes:
    """The bytes kept of what arrived; NotFound otherwise."""
    found = RawMessage.objects.filter(id=raw).first()
    if found is None:
        raise errors.not_found()
    return body_of(found)


def _bears_on(region: int) -> Q:
    area = span(region)
    reached = WarningArea.objects.filter(lo__lt=area.hi, hi__gt=area.lo)
    return Q(id__in=reached.values("warning_id"))


def _touching(region: int) -> QuerySet[WeatherWarning]:
    return WeatherWarning.objects.filter(_bears_on(region)).exclude(state=State.REHEARSAL)


def _held(found: QuerySet[WeatherWarning], region: int) -> list[Held]:
    warnings = listed(found.select_related("message"))
    regions = regions_of(warnings)
    held = [Held(w, regions[w.id], _coverage(regions[w.id], region)) for w in warnings]
    return sorted(held, key=lambda each: (-each.level.rank, each.warning.starts_at, each.warning.id))


def _coverage(codes: tuple[int, ...], region: int) -> Coverage:
    return Coverage.WHOLE if any(contains(code, region) for code in codes) else Coverage.PART


def _weight(held: Held) -> tuple[int, bool, datetime]:
    return held.level.rank, held.coverage is Coverage.WHOLE, held.warning.until
