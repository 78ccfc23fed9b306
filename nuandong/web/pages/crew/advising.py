"""What to try first with the person met, before an ending is chosen (RES-013, RES-016)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from nuandong.rescue.reference_station import categories
from nuandong.web.wording import said

if TYPE_CHECKING:
    from nuandong.rescue.models import Encounter


@dataclass(frozen=True, slots=True)
class Advice:
    """What comes first for one category; `phone` is the number of the lodging centre, where it helps and is known."""

    category: str
    words: str
    phone: str


def advice_for(row: "Encounter") -> list[Advice]:
    """The advice for every category of a person met, in the order of the reference file."""
    return [
        Advice(said(one.title), said(one.advice), settings.NUANDONG_LODGING_PHONE if one.lodging else "")
        for code, one in categories().items()
        if code in row.categories and one.advice
    ]
