"""Finding rows of a relief season, with the words for those that are not there."""

from uuid import UUID

from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.relief.models import Application, ArchivePaper, Decision, Destruction, Evaluation, Season


def season_of(identity: UUID, *, lock: bool = False) -> Season:
    """Raises NotFound."""
    rows = Season.objects.select_for_update() if lock else Season.objects
    found = rows.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_season", _("没有找到这个救助年度。"), _("请从年度列表中打开。"))
    return found


def application_of(identity: UUID, *, lock: bool = False) -> Application:
    """Raises NotFound."""
    rows = Application.objects.select_for_update(of=("self",)) if lock else Application.objects
    found = rows.select_related("season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_application", _("没有找到这份申请。"), _("请从申请列表中打开。"))
    return found


def decision_of(identity: UUID, *, lock: bool = False) -> Decision:
    """Raises NotFound."""
    rows = Decision.objects.select_for_update(of=("self",)) if lock else Decision.objects
    found = rows.select_related("season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_decision", _("没有找到这份审定名单。"), _("请从审定列表中打开。"))
    return found


def evaluation_of(identity: UUID, *, lock: bool = False) -> Evaluation:
    """Raises NotFound."""
    rows = Evaluation.objects.select_for_update(of=("self",)) if lock else Evaluation.objects
    found = rows.select_related("season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_evaluation", _("没有找到这份评估。"), _("请从救助年度中打开。"))
    return found


def archive_paper_of(identity: UUID) -> ArchivePaper:
    """Raises NotFound."""
    found = ArchivePaper.objects.select_related("season", "payout").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_paper", _("没有找到这份归档材料。"), _("请从救助档案中打开。"))
    return found


def destruction_of(identity: UUID, *, lock: bool = False) -> Destruction:
    """Raises NotFound."""
    rows = Destruction.objects.select_for_update(of=("self",)) if lock else Destruction.objects
    found = rows.select_related("season").filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_destruction", _("没有找到这次销毁。"), _("请从救助年度中打开。"))
    return found
