"""Archives of villages, townships and the county: which there are, and how the newest of each stands."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from nuandong.geo.codes import Level, at_level
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Application, Archive, ArchivePaper, Payout, Season
from nuandong.relief.policies_archive import TAKE
from nuandong.relief.steps import PayoutState


@dataclass(frozen=True, slots=True)
class Stand:
    """A place with its newest archive, and what was asked for since: under way, or failed with the reason."""

    region: int
    made: Archive | None
    asked: Archive | None

    @property
    def under_way(self) -> bool:
        return self.asked is not None and not self.asked.trouble


def stands(of: Season, *, by: Actor, after: int = 0, limit: int) -> list[Stand]:
    """Villages of the scope that have applications in a season, by keyset of codes; two queries. Raises Forbidden."""
    permissions.check(by, TAKE)
    rows = Application.objects.filter(season=of, region__gt=after).order_by("region")
    regions = list(rows.values_list("region", flat=True).distinct()[:limit])
    return _stands(of, regions)


def stands_above(of: Season, *, by: Actor) -> list[Stand]:
    """The county and its townships with applications, as far as they lie wholly in the scope. Raises Forbidden."""
    permissions.check(by, TAKE)
    villages = Application.objects.filter(season=of).order_by().values_list("region", flat=True).distinct()
    codes = sorted({of.region, *(at_level(one, Level.TOWNSHIP) for one in villages)})
    return _stands(of, [one for one in codes if permissions.allows(by, TAKE, region=one)])


def season_at(year: int, region: int, title: str = "") -> Season:
    """The season of a place's county and year: the one called `title`, else the ordinary one. Raises NotFound."""
    rows = Season.objects.filter(region=at_level(region, Level.COUNTY), year=year)
    found = list(rows.filter(title=title) if title else rows.filter(follows=None))
    if len(found) != 1:
        titles = "、".join(rows.order_by("id").values_list("title", flat=True)) or "—"
        raise NotFound(
            "relief.no_season_at",
            _("没有找到这个县这个年度的冬春救助，或有几个。"),
            _("请核对年度、地区和名称；这个年度有：%(titles)s。"),
            titles=titles,
        )
    return found[0]


def stand_of(of: Season, region: int, *, by: Actor) -> Stand:
    """One place. Raises Forbidden, OutOfScope."""
    permissions.check(by, TAKE, region=region)
    return _stands(of, [region])[0]


def _stands(of: Season, regions: Collection[int]) -> list[Stand]:
    made: dict[int, Archive] = {}
    asked: dict[int, Archive] = {}
    archives = Archive.objects.filter(season=of, region__in=regions).defer("content_sealed")
    for one in archives.order_by("id"):
        if one.made_at is None:
            asked[one.region] = one
        else:
            made[one.region] = one
    return [Stand(one, made.get(one), _since(asked.get(one), made.get(one))) for one in regions]


def _since(asked: Archive | None, made: Archive | None) -> Archive | None:
    """A request that failed is told until something was made after it."""
    if asked is None or made is None or not asked.trouble:
        return asked
    last = max(one for one in (made.made_at, made.confirmed_at) if one is not None)
    return asked if asked.asked_at > last else None


def papers_of(of: Season, *, by: Actor, limit: int, after: UUID | None = None) -> list[ArchivePaper]:
    """Papers that were added to the archives of a season, the newest first, by keyset of ids. Raises Forbidden."""
    permissions.check(by, TAKE)
    rows = ArchivePaper.objects.filter(season=of).select_related("payout")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def payouts_of(of: Season) -> list[Payout]:
    """Payouts of the scope that a voucher may belong to."""
    return list(Payout.objects.filter(season=of).exclude(state=PayoutState.CANCELLED).order_by("number"))
