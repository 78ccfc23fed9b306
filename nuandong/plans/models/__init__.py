from nuandong.plans.models.activation import Activation
from nuandong.plans.models.instance import Instance
from nuandong.plans.models.obligation import Obligation
from nuandong.plans.models.plan_import import PlanImport
from nuandong.plans.models.plan_version import PlanVersion
from nuandong.plans.models.stored_fact import StoredFact

__all__ = ["Activation", "Instance", "Obligation", "PlanImport", "PlanVersion", "StoredFact"]
