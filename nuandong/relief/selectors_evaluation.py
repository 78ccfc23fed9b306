"""Reads of season evaluations, in the entered scope."""

from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Evaluation, Season
from nuandong.relief.selectors_season import SEE


def evaluations(of: Season, *, by: Actor) -> list[Evaluation]:
    """All of a season, the newest first; there are few. Raises Forbidden."""
    permissions.check(by, SEE)
    return list(Evaluation.objects.filter(season=of).select_related("season").order_by("-number"))


def evaluation(identity: UUID, *, by: Actor) -> Evaluation:
    """One of them. Raises NotFound, Forbidden, OutOfScope."""
    row = Evaluation.objects.select_related("season").filter(id=identity).first()
    if row is None:
        raise NotFound("relief.no_evaluation", _("没有找到这份评估。"), _("请从救助年度中打开。"))
    permissions.check(by, SEE, region=row.region)
    return row
