"""The plan file: what may stand in it, as typed, frozen models.

`fields` are the small values (month-days, hours, sources), `conditions` say when a duty holds, `obligations` are the
kinds of duties, `plan` is the whole file. Reading a file with line-exact errors is `plans.loader`.
"""

from nuandong.plans.schema.conditions import LEVELS, WarningCondition, Where
from nuandong.plans.schema.fields import Hours, MonthDay, Strength
from nuandong.plans.schema.obligations import (
    FLAGS,
    LATER_KINDS,
    SUPPORTED_KINDS,
    AtLeast,
    Never,
    Obligation,
    Presence,
    RegionScope,
    Within,
)
from nuandong.plans.schema.plan import Plan, Season

__all__ = [
    "FLAGS",
    "LATER_KINDS",
    "LEVELS",
    "SUPPORTED_KINDS",
    "AtLeast",
    "Hours",
    "MonthDay",
    "Never",
    "Obligation",
    "Plan",
    "Presence",
    "RegionScope",
    "Season",
    "Strength",
    "WarningCondition",
    "Where",
    "Within",
]
