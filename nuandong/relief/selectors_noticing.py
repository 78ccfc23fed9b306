"""Notices and objections that somebody sees, and the masked face of a notice for the public."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from nuandong.geo.areas import in_region
from nuandong.kernel.actors import Actor
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.relief import noticing
from nuandong.relief.models import Notice, NoticeLine, Objection
from nuandong.relief.policies_notices import OFF
from nuandong.relief.steps import NoticeState, ObjectionState
from nuandong.vault import api as vault

SEE = "relief.notice.see"
SEE_OBJECTIONS = "relief.objection.see"
LIVE = (NoticeState.PREPARED, NoticeState.POSTED, NoticeState.ENDED)


def notices(
    by: Actor,
    *,
    states: Collection[NoticeState],
    season: UUID | None = None,
    region: int | None = None,
    after: UUID | None,
    limit: int,
) -> list[Notice]:
    """The newest first, with `homes` and `held` counted on each. Raises Forbidden."""
    rows = notices_rows(by, states=states)
    if season is not None:
        rows = rows.filter(season=season)
    if region is not None:
        rows = rows.filter(in_region(region))
    if after is not None:
        rows = rows.filter(id__lt=after)
    counted = rows.select_related("season").annotate(
        homes=Count("lines", filter=Q(lines__removed_at=None)),
        held=Count("lines", filter=Q(lines__removed_at=None, lines__days_left__isnull=False)),
    )
    return list(counted.order_by("-id")[:limit])


def notices_rows(by: Actor, *, states: Collection[NoticeState]) -> QuerySet[Notice]:
    """Those in some states. Raises Forbidden."""
    permissions.check(by, SEE)
    return Notice.objects.filter(state__in=list(states))


def to_do(by: Actor, today: date, *, limit: int) -> list[Notice]:
    """What waits on the wall: to be posted, photographed on the last day, taken down; the most urgent first."""
    return listed(to_do_rows(by, today).select_related("season").order_by("ends_on", "id")[:limit])


def to_do_rows(by: Actor, today: date) -> QuerySet[Notice]:
    rows = notices_rows(by, states=LIVE)
    return rows.filter(
        Q(state=NoticeState.PREPARED)
        | Q(state=NoticeState.ENDED)
        | Q(state=NoticeState.POSTED, ends_on__lt=today)
        | Q(state=NoticeState.POSTED, ends_on=today, last_photo=None)
    )


def lines(notice: Notice, *, after: int = 0, limit: int | None = None) -> list[NoticeLine]:
    """The households of a notice in their places."""
    rows = notice.lines.filter(place__gt=after).select_related("application").order_by("place")
    return list(rows if limit is None else rows[:limit])


def hanging(notice: Notice, today: date) -> list[NoticeLine]:
    """The households a poster of today shows: whose days run, stand, or have not begun; two queries."""
    rows = notice.lines.filter(removed_at=None).exclude(application__state__in=OFF).order_by("place")
    if notice.posted_at is not None:
        rows = rows.filter(Q(ends_on__gte=today) | Q(days_left__isnull=False))
    return list(rows)


def last_phone(notice: Notice) -> str:
    """The phone for reports that the last poster of the village said."""
    known = Notice.objects.filter(region=notice.region).exclude(phone="").order_by("-posted_at")
    return known.values_list("phone", flat=True).first() or ""


def public_notice(token: str) -> Notice | None:
    """The notice behind an address, posted once; whether somebody still hangs on it `hanging` says."""
    rows = Notice.objects.select_related("season").exclude(state__in=[NoticeState.PREPARED, NoticeState.DROPPED])
    return rows.filter(token=token).first()


def objections(
    by: Actor, *, states: Collection[ObjectionState], after: UUID | None = None, limit: int
) -> list[Objection]:
    """Open ones the longest first, others the newest first. Raises Forbidden."""
    rows = objections_rows(by, states=states).select_related("notice", "line")
    newest = ObjectionState.OPEN not in states
    if after is not None:
        rows = rows.filter(id__lt=after) if newest else rows.filter(id__gt=after)
    return list(rows.order_by("-id" if newest else "id")[:limit])


def objections_rows(by: Actor, *, states: Collection[ObjectionState]) -> QuerySet[Objection]:
    permissions.check(by, SEE_OBJECTIONS)
    return Objection.objects.filter(state__in=list(states))


def open_objections(by: Actor) -> QuerySet[Objection]:
    return objections_rows(by, states=[ObjectionState.OPEN])


def words_of(row: Objection) -> tuple[str, str]:
    """What was objected, and what was answered; empty while there is no answer."""
    words = vault.open_sealed("relief_objection", "words_sealed", row.id, bytes(row.words_sealed))
    if row.answer_sealed is None:
        return words, ""
    return words, vault.open_sealed("relief_objection", "answer_sealed", row.id, bytes(row.answer_sealed))


def tracked(code: str) -> Objection | None:
    """The objection with a tracking code, for whoever has it."""
    return Objection.objects.select_related("notice").filter(code_hash=noticing.hash_of(code)).first()


def has_meeting(rows: Sequence[Objection]) -> set[UUID]:
    """Those about which an assessment was held; one query."""
    found = Objection.objects.filter(id__in=[one.id for one in rows], meetings__isnull=False)
    return set(found.values_list("id", flat=True))
