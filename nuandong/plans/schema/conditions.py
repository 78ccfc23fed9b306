"""When a duty holds: facts of an event's payload, and weather warnings in force."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool, StrictInt, StrictStr

from nuandong.plans.schema.fields import Code, PlanModel, ShortPeriodField

LEVELS: Final = ("blue", "yellow", "orange", "red")
"""Colours of warnings, weakest first."""

LONG_ENOUGH: Final = timedelta(hours=2)
"""A warning that touches a day for less time than this does not open the duty of that day, unless the plan says so:
one that arrives at 23:30 cannot ask for a patrol before midnight, one that ends at 00:30 asks for no further day."""

Value = StrictBool | StrictInt | Annotated[StrictStr, Field(max_length=60)]
Where = Annotated[
    dict[Code, Value | Annotated[list[Value], Field(min_length=1, max_length=50)]], Field(min_length=1, max_length=10)
]
"""Payload field → the value or values asked for. Of a field that is itself a list, one matching element is enough."""


class WarningCondition(PlanModel):
    """The duty holds while one of these warnings is in force for the region or a part of it."""

    warning_in_force: Annotated[tuple[Code, ...], Field(min_length=1, max_length=40)]
    level: Literal["any", "blue", "yellow", "orange", "red"] = "any"
    """The weakest colour that counts; `any` also takes warnings without a colour."""
    lasting: Annotated[ShortPeriodField, Field(alias="for")] = LONG_ENOUGH
