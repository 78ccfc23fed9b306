"""States of a stay, and which act moves it where."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StayState(models.TextChoices):
    ARRIVED = "arrived", _("到站待安检")
    ADMITTED = "admitted", _("已入站待登记")
    REGISTERED = "registered", _("在站")
    HOSPITAL = "hospital", _("住院")
    ABSENT = "absent", _("去向不明")
    LEFT = "left", _("已离站")


STAY: Final[Mapping[StayState, Mapping[str, StayState]]] = MappingProxyType(
    {
        StayState.ARRIVED: {
            "admit": StayState.ADMITTED,
            "enter_hospital": StayState.HOSPITAL,
            "discharge": StayState.LEFT,
        },
        StayState.ADMITTED: {
            "register": StayState.REGISTERED,
            "enter_hospital": StayState.HOSPITAL,
            "report_absence": StayState.ABSENT,
            "discharge": StayState.LEFT,
        },
        StayState.REGISTERED: {
            "enter_hospital": StayState.HOSPITAL,
            "report_absence": StayState.ABSENT,
            "discharge": StayState.LEFT,
        },
        StayState.HOSPITAL: {
            "come_back": StayState.REGISTERED,
            "report_absence": StayState.ABSENT,
            "discharge": StayState.LEFT,
        },
        StayState.ABSENT: {"come_back": StayState.REGISTERED, "discharge": StayState.LEFT},
        StayState.LEFT: {},
    }
)
"""State → act → next state. Whoever comes back before he was registered or even checked goes back to that state."""

INSIDE: Final = (StayState.ADMITTED, StayState.REGISTERED)
"""People who sleep, eat and are cared for in the station."""

PRESENT: Final = (StayState.ARRIVED, *INSIDE, StayState.HOSPITAL, StayState.ABSENT)
"""Stays that have not ended."""


def before(act: str) -> tuple[StayState, ...]:
    """The states from which an act is possible."""
    return tuple(state for state, acts in STAY.items() if act in acts)
