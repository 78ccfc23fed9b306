"""The small values that files of plans and of standards share."""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from nuandong.kernel.text import gettext_noop as _


class FileModel(BaseModel):
    """Base of everything in such a file: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Strength(StrEnum):
    """How hard a plan's wording binds. Only MUST can be broken; the others are missed, with a reason (product.md A.1).

    A duty that the text states without a softening word is a MUST.
    """

    MUST = "must"
    IN_PRINCIPLE = "in_principle"
    AS_FAR_AS_POSSIBLE = "as_far_as_possible"
    MAY = "may"


STRENGTH_TITLES: Final = {
    Strength.MUST: _("必须"),
    Strength.IN_PRINCIPLE: _("原则上"),
    Strength.AS_FAR_AS_POSSIBLE: _("尽量"),
    Strength.MAY: _("可以"),
}

Words = Annotated[str, Field(min_length=1, max_length=200)]
Note = Annotated[str, Field(min_length=1, max_length=1000)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
PlanText = Annotated[str, Field(pattern=r"^[0-9]{3}#[0-9]{1,2}$", examples=["000#1"])]
"""A source text: file and number of the plan in it."""
Source = Annotated[str, Field(pattern=r"^[0-9]{3}#[0-9]{1,2} ¶[0-9]{1,3}$", examples=["000#1 ¶2"])]
"""A paragraph of a source text: paragraphs are counted from 1 after the title of the plan, empty lines left out."""
