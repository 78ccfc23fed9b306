"""An activation as its events tell it, with the plan it puts in force: for whoever works along its phases."""

from uuid import UUID

from nuandong.journal import api as journal
from nuandong.kernel.errors import NotFound
from nuandong.kernel.text import gettext_noop as _
from nuandong.plans.engine.activations import Activation, folded
from nuandong.plans.engine.facts import ACTIVATIONS
from nuandong.plans.schema import Plan
from nuandong.plans.stored_facts import fact_of
from nuandong.plans.versions import Plans


def running_plan(activation: UUID) -> tuple[Plan, Activation]:
    """The plan and the window of an activation, days that were filled in included. Raises NotFound out of the scope."""
    events = journal.history(subject=activation, kinds=ACTIVATIONS)
    found = folded(fact_of(event) for event in events)
    if found is None:
        raise NotFound("plans.no_activation", _("没有找到这次启用。"), _("请回到方案列表，从“执行情况”里打开。"))
    return Plans()[found.plan], found
