"""Whether an audit holds a place: nothing is decided, planned, released or destroyed there meanwhile."""

from collections.abc import Iterable
from uuid import UUID

from nuandong.geo.codes import span
from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Freeze


def in_force(season: int) -> list[Freeze]:
    """The freezes of a season's year, the widest first."""
    return list(Freeze.objects.filter(season=season, lifted_at=None).order_by("region"))


def held(regions: Iterable[int], season: int) -> dict[int, Freeze]:
    """Which of the regions (12-digit codes) a freeze covers, or reaches into; one query."""
    freezes = [(span(freeze.region), freeze) for freeze in in_force(season)]
    found = {}
    for region in set(regions) if freezes else ():
        asked = span(region)
        touching = (freeze for one, freeze in freezes if one.lo < asked.hi and asked.lo < one.hi)
        if (freeze := next(touching, None)) is not None:
            found[region] = freeze
    return found


def check_not_frozen(regions: Iterable[int], season: int) -> None:
    """Raise NotNow while an audit holds one of the regions. `season` is the year it begins in."""
    for freeze in held(regions, season).values():
        raise NotNow(
            "relief.frozen",
            _("审计期间，%(region)d 的冬春救助事项已冻结：%(why)s"),
            _("请等待解除冻结，或联系县级分管领导。"),
            region=freeze.region,
            why=freeze.why,
        )


def freeze_of(identity: UUID, *, by: Actor) -> Freeze:
    """One of a place that the actor sees. Raises NotFound."""
    found = Freeze.objects.filter(id=identity).first()
    if found is None or not by.sees(found.region):
        raise NotFound("relief.no_freeze", _("没有找到这条冻结。"), _("请从年度页面打开。"))
    return found
