"""Who may decide about a finding, and whether there is something to decide."""

from typing import Final
from uuid import UUID

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotFound, NotNow
from nuandong.kernel.text import clean_line
from nuandong.kernel.text import gettext_noop as _
from nuandong.org import permissions
from nuandong.relief.models import Finding, Kinship
from nuandong.relief.steps import FindingState

SEE: Final = "relief.finding.see"
DECIDE: Final = "relief.finding.decide"
DECLARE: Final = "relief.kinship.declare"
AUDIT: Final = "audit.see"
REASON_LIMIT: Final = 200
_SHORTEST: Final = 2


def finding_of(identity: UUID, *, lock: bool = False) -> Finding:
    """A finding within the entered scope. Raises NotFound."""
    rows = Finding.objects.select_for_update() if lock else Finding.objects.all()
    found = rows.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_finding", _("没有找到这条疑点。"), _("请从疑点列表中打开。"))
    return found


def kinship_of(identity: UUID, *, lock: bool = False) -> Kinship:
    """A declaration within the entered scope. Raises NotFound."""
    rows = Kinship.objects.select_for_update() if lock else Kinship.objects.all()
    found = rows.filter(id=identity).first()
    if found is None:
        raise NotFound("relief.no_kinship", _("没有找到这条申报。"), _("请从近亲属申报列表中打开。"))
    return found


def check_decide(finding: Finding, by: Actor) -> None:
    """Raises Forbidden (also for the officer it is about), OutOfScope, NotNow (decided already)."""
    permissions.check(by, DECIDE, region=finding.region)
    _check_not_about(finding, by)
    if finding.state != FindingState.OPEN:
        raise decided_already()


def check_reopen(finding: Finding, by: Actor) -> None:
    """Raises Forbidden, OutOfScope, NotNow (nothing decided)."""
    permissions.check(by, DECIDE, region=finding.region)
    _check_not_about(finding, by)
    if finding.state == FindingState.OPEN:
        raise not_decided()


def _check_not_about(finding: Finding, by: Actor) -> None:
    if finding.facts.get("staff") == str(by.staff):
        raise Forbidden("relief.finding_own", _("这条疑点说的是您本人经办的事。"), _("请由其他有权限的同事核实。"))


def reason_of(text: str) -> str:
    """The reason, cleaned. Raises Invalid where there is none."""
    said = clean_line(text, REASON_LIMIT, field="reason")
    if len(said) < _SHORTEST:
        raise Invalid(
            "relief.finding_reason",
            _("没有写明依据。"),
            _("请写明怎样核实的，例如“入户查看户口簿”。"),
            field="reason",
        )
    return said


def decided_already() -> NotNow:
    return NotNow("relief.finding_decided", _("这条疑点已经有结论。"), _("要改结论，请先撤销。"))


def not_decided() -> NotNow:
    return NotNow("relief.finding_open", _("这条疑点还没有结论。"), _("请刷新页面核对。"))
