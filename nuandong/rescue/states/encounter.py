"""States of an encounter: open until its disposition is known (RES-012)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class EncounterState(models.TextChoices):
    OPEN = "open", _("处置中")
    CLOSED = "closed", _("已办结")


ENCOUNTER: Final[Mapping[EncounterState, Mapping[str, EncounterState]]] = MappingProxyType(
    {
        EncounterState.OPEN: {"close_encounter": EncounterState.CLOSED},
        EncounterState.CLOSED: {},
    }
)
