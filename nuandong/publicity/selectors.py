"""Reads of the publicity log for pages, in the entered scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.kernel.batches import batches as _batches
from nuandong.kernel.clock import day_start
from nuandong.org import permissions
from nuandong.plans import selectors as plans
from nuandong.plans.selectors import StandingInstance
from nuandong.publicity.lookups import announcement_of
from nuandong.publicity.models import Announcement
from nuandong.tasks import selectors as tasks

PAGE: Final = 50
SEE: Final = "publicity.entry.see"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: `region` (12-digit code) around them, days both included, `words` part of what was said."""

    channel: str = ""
    unit: UUID | None = None
    region: int | None = None
    duty: UUID | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""
    voided: bool = False


ALL: Final = Wanted()


@dataclass(frozen=True, slots=True)
class Total:
    """What was done through one channel."""

    channel: str
    entries: int
    times: int
    copies: int
    reached: int


def announcement(identity: UUID, *, by: Actor) -> Announcement:
    """One entry. Raises NotFound, Forbidden, OutOfScope."""
    row = announcement_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row


def announcements(
    by: Actor, *, wanted: Wanted = ALL, after: UUID | None = None, limit: int = PAGE
) -> list[Announcement]:
    """Entries of the scope, newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = _wanted(wanted)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def batches(by: Actor, *, wanted: Wanted = ALL, most: int) -> Iterator[list[Announcement]]:
    """The same without pages, read piece by piece, `most` entries together."""

    def read(after: UUID | None, limit: int) -> list[Announcement]:
        return announcements(by, wanted=wanted, after=after, limit=limit)

    return _batches(read, key=lambda row: row.id, most=most)


def totals(by: Actor, *, wanted: Wanted = ALL) -> list[Total]:
    """What was done through each channel, the most used first; voided entries are left out. Raises Forbidden."""
    permissions.check(by, SEE)
    rows = _wanted(wanted).filter(voided_at=None).order_by().values("channel")
    sums = rows.annotate(n=Count("id"), often=Sum("times"), papers=Sum("copies"), people=Sum("reached"))
    return [
        Total(row["channel"], row["n"], row["often"], row["papers"] or 0, row["people"] or 0)
        for row in sums.order_by("-n", "channel")
    ]


def instances_served(row: Announcement, *, now: datetime) -> list[StandingInstance]:
    """The instances of duties that an entry, or work it counts as, is evidence for."""
    return plans.proved_by_any([row.event, *(work.event for work in tasks.works_of(row.id))], now)


def _wanted(wanted: Wanted) -> QuerySet[Announcement]:
    rows = Announcement.objects.all()
    if not wanted.voided:
        rows = rows.filter(voided_at=None)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.unit is not None:
        rows = rows.filter(unit=wanted.unit)
    if wanted.region is not None:
        rows = rows.filter(in_region(wanted.region))
    if wanted.duty is not None:
        rows = rows.filter(duty=wanted.duty)
    if wanted.since is not None:
        rows = rows.filter(at__gte=day_start(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(at__lt=day_start(wanted.until + timedelta(days=1)))
    return rows.filter(title__contains=wanted.words) if wanted.words else rows
