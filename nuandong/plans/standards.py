"""The standards that plans name: those of `policy`, and what a plan lays down by itself."""

from nuandong.plans.schema import Plan
from nuandong.policy.editions import newest
from nuandong.policy.library import standards
from nuandong.policy.schema import Standard


def named(plan: Plan) -> list[Standard]:
    """The standards that a plan names, those that there are, with their newest values, and what it lays down itself."""
    known = standards()
    found = [newest(known[code]) for code in plan.standards if code in known]
    if plan.amounts:
        own = plan.plan.rpartition("/")[2]
        found.append(Standard(standard=own, title=plan.title, sources=plan.sources[:1], rules=plan.amounts))
    return found
