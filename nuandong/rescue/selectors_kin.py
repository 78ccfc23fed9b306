"""Reads of kin-search notices: for the office, and for the public page, which sees masked facts only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from nuandong.kernel.actors import Actor
from nuandong.kernel.text import gettext_noop as _
from nuandong.machine.together import listed
from nuandong.org import permissions
from nuandong.rescue.errors import no_such
from nuandong.rescue.kinds_stay import Identity
from nuandong.rescue.models import KinNotice, Stay
from nuandong.rescue.sealing import opened
from nuandong.rescue.states.notice import LIVE, NoticeState
from nuandong.rescue.states.stay import PRESENT

PAGE: Final = 20
SEE: Final = "rescue.kin.see"


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What the public sees. `photo` is a file id that `public_photo` opens only while the notice is up."""

    id: UUID
    region: int
    station: str
    address: str
    sex: str
    age_from: int | None
    age_to: int | None
    height_cm: int | None
    features: str
    accent: str
    found_area: str
    found_on: date
    photo: UUID | None
    published_at: datetime
    refreshed_at: datetime | None


def notices(
    by: Actor, *, states: Collection[NoticeState] = LIVE, after: UUID | None = None, limit: int = PAGE
) -> list[KinNotice]:
    """Notices of the scope with their stays, newest first, by keyset of ids. Raises Forbidden."""
    rows = notices_rows(by, states=states).select_related("stay__station")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return listed(rows.order_by("-id")[:limit])


def notices_rows(by: Actor, *, states: Collection[NoticeState] = LIVE) -> QuerySet[KinNotice]:
    """The same, not asked for yet. Raises Forbidden."""
    permissions.check(by, SEE)
    return KinNotice.objects.filter(state__in=[state.value for state in states])


def notice(identity: UUID, *, by: Actor) -> KinNotice:
    """One notice with its stay. Raises NotFound, Forbidden, OutOfScope."""
    row = KinNotice.objects.select_related("stay__station").filter(id=identity).first()
    if row is None:
        raise no_such(_("寻亲公告"))
    permissions.check(by, SEE, region=row.region)
    return row


def without_notice(by: Actor, *, limit: int = PAGE) -> list[Stay]:
    """People without identity in the station for whom no notice was written, longest in first. Raises Forbidden."""
    permissions.check(by, SEE)
    written = KinNotice.objects.filter(state__in=[state.value for state in LIVE]).values("stay")
    rows = Stay.objects.filter(state__in=[state.value for state in PRESENT], entered_at__isnull=False)
    rows = rows.filter(identity=Identity.UNKNOWN).exclude(id__in=written)
    return list(rows.defer("form_sealed", "articles_sealed").order_by("entered_at", "id")[:limit])


def features_of(row: KinNotice) -> str:
    """The words about looks, for the office to read before they go out."""
    return opened(row, "features_sealed")


def published(*, after: UUID | None = None, limit: int = PAGE) -> list[PublicNotice]:
    """Published notices of the entered scope for the public page, newest first, by keyset of ids; no sign-in."""
    rows = KinNotice.objects.filter(state=NoticeState.PUBLISHED).select_related("stay__station")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [_public(row, row.published_at) for row in rows.order_by("-id")[:limit] if row.published_at]


def public_photo(file: UUID) -> bool:
    """Whether a file is the photo of a notice that is up now: only then the public page may show it."""
    return KinNotice.objects.filter(photo=file, state=NoticeState.PUBLISHED).exists()


def _public(row: KinNotice, published_at: datetime) -> PublicNotice:
    house = row.stay.station
    return PublicNotice(
        id=row.id,
        region=row.region,
        station=house.name,
        address=house.address,
        sex=row.sex,
        age_from=row.age_from,
        age_to=row.age_to,
        height_cm=row.height_cm,
        features=features_of(row),
        accent=row.accent,
        found_area=row.found_area,
        found_on=row.found_on,
        photo=row.photo,
        published_at=published_at,
        refreshed_at=row.refreshed_at,
    )
