"""Reads of season evaluations, in the entered scope."""

from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.org import permissions
from nuandong.relief.lookups import evaluation_of
from nuandong.relief.models import Evaluation, Season
from nuandong.relief.selectors_season import SEE


def evaluations(of: Season, *, by: Actor) -> list[Evaluation]:
    """All of a season, the newest first; there are few. Raises Forbidden."""
    permissions.check(by, SEE)
    return list(Evaluation.objects.filter(season=of).select_related("season").order_by("-number"))


def evaluation(identity: UUID, *, by: Actor) -> Evaluation:
    """One of them. Raises NotFound, Forbidden, OutOfScope."""
    row = evaluation_of(identity)
    permissions.check(by, SEE, region=row.region)
    return row
