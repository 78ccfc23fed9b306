"""Who has to put a finding right, and who may look at it again."""

from nuandong.kernel.actors import Actor
from nuandong.kernel.errors import Forbidden, Invalid, NotNow
from nuandong.kernel.text import gettext_noop as _
from nuandong.supervision.kinds import FindingState
from nuandong.supervision.models import Finding
from nuandong.tasks.policies.task import check_acceptor, check_giver
from nuandong.tasks.states import OPEN, TaskState


def check_raiser(by: Actor, unit: object) -> None:
    """Raise Invalid where a unit would find fault with itself and then re-check itself."""
    if unit == by.unit:
        raise Invalid(
            "supervision.own_finding",
            _("责任单位是您自己的单位，不能由本单位复查。"),
            _("请由上级或其他单位提出。"),
            field="unit",
        )


def is_waiting(finding: Finding) -> bool:
    """The unit says that it is right, or its task ended otherwise: somebody has to look again."""
    return finding.state == FindingState.OPEN and finding.task.state not in OPEN


def check_recheck(finding: Finding, by: Actor) -> None:
    """Raise NotNow unless it waits, Forbidden for the people of the unit and whoever may not accept its task."""
    if finding.state == FindingState.CLOSED:
        raise NotNow("supervision.closed", _("这个问题已经销号。"), _("再次发现的，请在新的督查记录里提出。"))
    if not is_waiting(finding):
        raise NotNow(
            "supervision.not_done", _("责任单位还没有报整改完成。"), _("请等责任单位完成任务，或在任务页延期、撤回。")
        )
    # Of what a check found in the highest unit there is nobody else to look again; the check itself does as well.
    if by.unit == finding.unit and (finding.visit_id is not None or finding.by_unit != finding.unit):
        raise Forbidden("supervision.own_recheck", _("责任单位不得复查自己的问题。"), _("请由督查单位的同事复查。"))
    if finding.task.state == TaskState.DONE:
        check_giver(finding.task, by)
        check_acceptor(finding.task, by)
