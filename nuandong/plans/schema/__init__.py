"""The plan file: what may stand in it, as typed, frozen models.

`fields` are the small values (month-days, hours, sources), `deadlines` the ways to name a last day, `conditions` say
when a duty holds, `obligations` are the kinds of duties, `procedures` what a plan says beside them, `plan` is the whole
file, `standards` the files of amounts that plans name. Reading a file with line-exact errors is `plans.loader`.
"""

from nuandong.plans.schema.conditions import LEVELS, WarningCondition, Where
from nuandong.plans.schema.fields import Hours, MonthDay, Strength
from nuandong.plans.schema.obligations import (
    FLAGS,
    KINDS,
    AtLeast,
    ByDeadline,
    Coverage,
    Lasts,
    Never,
    Obligation,
    Presence,
    RegionScope,
    Subjects,
    Within,
)
from nuandong.plans.schema.plan import Plan, Season

__all__ = [
    "FLAGS",
    "KINDS",
    "LEVELS",
    "AtLeast",
    "ByDeadline",
    "Coverage",
    "Hours",
    "Lasts",
    "MonthDay",
    "Never",
    "Obligation",
    "Plan",
    "Presence",
    "RegionScope",
    "Season",
    "Strength",
    "Subjects",
    "WarningCondition",
    "Where",
    "Within",
]
